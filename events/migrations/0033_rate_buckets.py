from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0032_fewer_indices"),
    ]

    operations = [
        migrations.CreateModel(
            name="RateBucket",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("full_at", models.DateTimeField(db_index=True)),
            ],
        ),
        # Written with every request, and worth nothing after a crash.
        migrations.RunSQL("ALTER TABLE events_ratebucket SET UNLOGGED", migrations.RunSQL.noop),
        migrations.RunSQL("DROP INDEX IF EXISTS events_ratebucket_key_like", migrations.RunSQL.noop),
    ]
