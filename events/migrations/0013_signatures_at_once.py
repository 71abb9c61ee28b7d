"""Index signatures at once: a list of pending entries would be read through for each article that is looked up."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0012_hidden_actors")]

    operations = [
        migrations.RemoveIndex("articlesignature", "signature_bands"),
        migrations.AddIndex(
            "articlesignature",
            django.contrib.postgres.indexes.GinIndex(fields=["bands"], name="signature_bands", fastupdate=False),
        ),
    ]
