"""Articles that name an actor or a place, day by day; filled for what is stored."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE events_article SET counted_on = coalesce((published_at AT TIME ZONE 'UTC')::date, '0001-01-01')
 WHERE revision_id IS NOT NULL;
-- What a newer revision no longer says.
UPDATE events_mention AS mention SET removed_at = now()
  FROM events_article AS article
 WHERE article.id = mention.article_id AND mention.revision_id < article.revision_id
   AND mention.decided_by = 'machine' AND mention.removed_at IS NULL;
INSERT INTO {days} ({column}, day, articles)
SELECT head_id, article.counted_on, count(*)
  FROM (SELECT DISTINCT head.id AS head_id, mention.article_id
          FROM events_mention AS mention
          JOIN {records} AS record ON record.id = mention.{column}
          JOIN {records} AS head ON head.id IN (record.id, record.canonical_id)
         WHERE mention.removed_at IS NULL) AS named
  JOIN events_article AS article ON article.id = named.article_id
 WHERE article.counted_on IS NOT NULL GROUP BY 1, 2;
"""
FILL_ACTORS = FILL.format(days="events_actorday", column="actor_id", records="events_actor")
FILL_PLACES = FILL.format(days="events_locationday", column="location_id", records="events_location")


def _day_count(record):
    name = f"events.{record}"
    return [
        ("pk", models.CompositePrimaryKey(record, "day", blank=True, editable=False, primary_key=True, serialize=False)),
        (record, models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="days", to=name)),
        ("day", models.DateField()),
        ("articles", models.IntegerField()),
    ]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("events", "0023_exports")]

    operations = [
        migrations.AddField("article", "counted_on", models.DateField(editable=False, help_text="The day it counts for in actors' and places' days; null: not concluded yet.", null=True)),
        migrations.CreateModel("ActorDay", _day_count("actor")),
        migrations.CreateModel("LocationDay", _day_count("location")),
        migrations.RemoveIndex("mention", "mention_by_actor"),
        migrations.RemoveIndex("mention", "mention_by_location"),
        migrations.AlterField("mention", "revision", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="events.articlerevision")),
        migrations.RunSQL(FILL_ACTORS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL_PLACES, migrations.RunSQL.noop),
        migrations.AddIndex("mention", models.Index(condition=models.Q(actor__isnull=False, removed_at__isnull=True), fields=["actor", "article"], name="mention_by_actor")),
        migrations.AddIndex("mention", models.Index(condition=models.Q(location__isnull=False, removed_at__isnull=True), fields=["location", "article"], name="mention_by_location")),
    ]  # fmt: skip
