from django.db import migrations


class Migration(migrations.Migration):
    # A migration of its own: PostgreSQL alters no table in the transaction that has just changed its rows.

    dependencies = [
        ('portal', '0005_front_parts'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='homepage',
            name='featured',
        ),
    ]
