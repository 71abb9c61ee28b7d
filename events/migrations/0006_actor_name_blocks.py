import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_claims_over_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="actorname",
            name="blocks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                help_text="Keys of other spellings, orders and shorter forms; null until the next batch is concluded.",
                null=True,
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="actorname",
            index=django.contrib.postgres.indexes.GinIndex(fields=["blocks"], name="actor_name_blocks"),
        ),
        migrations.AddIndex(
            model_name="actorname",
            index=models.Index(condition=models.Q(("blocks__isnull", True)), fields=["id"], name="actor_name_to_block"),
        ),
    ]
