"""Vectors of 1,024 half-precision numbers in place of 384 full ones: made anew from the stored texts, then the events'."""

from django.db import migrations
from pgvector.django import HalfVectorField

from events.tagger.vectors import make_vector

EVENT_VECTORS = """
INSERT INTO events_eventvector (event_id, vector, first_at, last_at)
SELECT old.event_id, l2_normalize(avg(held.vector)), old.first_at, old.last_at
  FROM narrow_eventvector AS old
  JOIN events_eventarticle AS joined ON joined.event_id = old.event_id AND joined.primary
  JOIN events_articlevector AS held ON held.article_id = joined.article_id
 GROUP BY old.event_id, old.first_at, old.last_at
"""
KEEP_NARROW = """
CREATE TEMPORARY TABLE narrow_articlevector ON COMMIT DROP AS SELECT article_id FROM events_articlevector;
CREATE TEMPORARY TABLE narrow_eventvector ON COMMIT DROP AS SELECT event_id, first_at, last_at FROM events_eventvector;
TRUNCATE events_articlevector;
TRUNCATE events_eventvector;
ALTER TABLE events_articlevector DROP COLUMN vector, ADD COLUMN vector halfvec(1024) NOT NULL;
ALTER TABLE events_eventvector DROP COLUMN vector, ADD COLUMN vector halfvec(1024) NOT NULL;
"""
BATCH = 500


def make_vectors(apps, schema_editor):  # type: ignore[no-untyped-def]
    vectors = apps.get_model("events", "ArticleVector")
    stored = apps.get_model("events", "Article").objects
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT article_id FROM narrow_articlevector")
        articles = [row[0] for row in cursor.fetchall()]
        for first in range(0, len(articles), BATCH):
            part = articles[first : first + BATCH]
            texts = stored.filter(pk__in=part).values_list("pk", "revision__title", "revision__text")
            vectors.objects.bulk_create(
                [
                    vectors(article_id=article, vector=make_vector(title or "", text or ""))
                    for article, title, text in texts
                ]
            )
        cursor.execute(EVENT_VECTORS)


class Migration(migrations.Migration):
    dependencies = [("events", "0007_event_profiles")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(KEEP_NARROW)],
            state_operations=[
                migrations.AlterField("articlevector", "vector", HalfVectorField(dimensions=1024)),
                migrations.AlterField("eventvector", "vector", HalfVectorField(dimensions=1024)),
            ],
        ),
        migrations.RunPython(make_vectors),
    ]
