"""Triggers that refuse UPDATE and DELETE on observations: a figure is superseded, never rewritten."""

from django.db import migrations

from giaoban.lib.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [forbid_changes("indicators_observation"), forbid_changes("indicators_target")]
