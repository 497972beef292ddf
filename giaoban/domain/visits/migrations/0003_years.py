from collections import Counter

from django.db import migrations

OTHER = "*"  # rules.OTHER
ROOM = {"page": 6000, "referrer": 1200}  # rules.PAGES_PER_YEAR, REFERRERS_PER_YEAR


def sum_up_years(apps, schema_editor):
    """Give the months counted so far their years; of keys past a year's room the most viewed keep their rows."""
    views_by = apps.get_model("visits", "ViewsBy")
    months = views_by.objects.filter(span="m")
    for dimension, year in sorted({(of, start.year) for of, start in months.values_list("dimension", "start").distinct()}):
        found = Counter()
        for key, views in months.filter(dimension=dimension, start__year=year).values_list("key", "views"):
            found[key] += views
        rest = found.pop(OTHER, 0)
        room = ROOM.get(dimension, len(found))
        kept = dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:room])
        rest += found.total() - sum(kept.values())
        if rest:
            kept[OTHER] = rest
        start = f"{year}-01-01"
        views_by.objects.bulk_create(
            [views_by(dimension=dimension, span="y", start=start, key=key, views=views) for key, views in kept.items()],
            batch_size=500,
        )


def forget_years(apps, schema_editor):
    apps.get_model("visits", "ViewsBy").objects.filter(span="y").delete()


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_rollups")]

    operations = [migrations.RunPython(sum_up_years, forget_years)]
