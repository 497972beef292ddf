"""Works, drafts for comment, questions and the schedule are searched too.

The table is made anew and its rows are carried over, so that every column that search reads still stands before the
long texts: SQLite walks a row from its beginning. What has no row yet is taken in as soon as the portal is served.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from giaoban.interfaces.portal.search.engines import full_text_index, no_full_text_index

KEPT = "kind, page_id, paper_id, conference_id, indicator_id, day, source_at, title, folded_title, folded_body, spoken, body"
KINDS = [
    ('news', 'Tin tức'), ('page', 'Trang thông tin'), ('document', 'Văn bản'), ('conference', 'Hội nghị'),
    ('figure', 'Chỉ tiêu'), ('work', 'Công trình'), ('draft', 'Dự thảo góp ý'), ('question', 'Hỏi đáp'),
    ('schedule', 'Lịch công tác'),
]
THINGS = {
    'page': settings.WAGTAIL_PAGE_MODEL,
    'paper': 'documents.paper', 'conference': 'conferences.conference', 'indicator': 'indicators.indicator',
    'work': 'works.work', 'consultation': 'documents.consultation', 'question': 'portal.question',
    'appointment': 'portal.scheduleentry',
}


def things():
    return [
        (name, models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=model))
        for name, model in THINGS.items()
    ]


def of_one_thing():
    whole = models.Q()
    for thing in THINGS:
        whole |= models.Q(**{f'{other}__isnull': other != thing for other in THINGS})
    return whole


class Migration(migrations.Migration):

    dependencies = [
        ('conferences', '0002_initial'),
        ('documents', '0004_consultations'),
        ('indicators', '0002_append_only'),
        ('portal', '0008_public_lists'),
        ('works', '0002_append_only'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        no_full_text_index(),
        migrations.RunSQL('ALTER TABLE portal_searchentry RENAME TO portal_searchentry_before'),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel('SearchEntry')]),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=KINDS, max_length=10)),
                *things(),
                ('day', models.DateField()),
                ('source_at', models.DateTimeField(help_text='when the page was published that this was made from', null=True)),
                ('title', models.CharField(max_length=600)),
                ('folded_title', models.TextField()),
                ('folded_body', models.TextField()),
                ('spoken', models.TextField(help_text='title and body with letters and tones, to set right spelling first')),
                ('body', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=of_one_thing(), name='search_entry_of_one_thing')],
            },
        ),
        full_text_index(),
        migrations.RunSQL(
            f'INSERT INTO portal_searchentry ({KEPT}) SELECT {KEPT} FROM portal_searchentry_before ORDER BY id'
        ),
        migrations.RunSQL('DROP TABLE portal_searchentry_before'),
    ]
