"""Triggers that refuse UPDATE and DELETE on the audit chain."""

from django.db import migrations

from giaoban.lib.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [forbid_changes("audit_entry")]
