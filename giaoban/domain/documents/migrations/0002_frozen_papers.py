"""Triggers that refuse any change to what a registered paper says: number, symbol, dates, file, hash, facts."""

from django.db import migrations

from giaoban.lib.append_only import forbid_column_changes


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        forbid_column_changes(
            "documents_paper",
            ("direction", "organ_id", "organ_name", "paper_type", "series_id", "number", "symbol", "abstract",
             "issued_on", "adopted_on", "in_force_on", "origin", "signer", "facts", "content", "file_name", "sha256"),
        )
    ]
