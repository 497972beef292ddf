"""Triggers that refuse UPDATE and DELETE on the plan and on what was told: a work's history is added to, never rewritten."""

from django.db import migrations

from giaoban.lib.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("works", "0001_initial")]
    operations = [
        forbid_changes("works_milestone"), forbid_changes("works_report"), forbid_changes("works_payment"),
    ]
