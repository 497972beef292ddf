"""Triggers that refuse UPDATE and DELETE on what a report's life leaves behind: steps, cell versions, snapshots."""

from django.db import migrations

from giaoban.lib.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        forbid_changes("reports_transition"),
        forbid_changes("reports_cellrevision"),
        forbid_changes("reports_snapshot"),
    ]
