"""Keep the hashes of an article's shingles instead of 128 MinHash values, so that copies are counted and not estimated."""

from __future__ import annotations

from typing import Any

from django.db import migrations

BATCH = 500


def sign_again(apps: Any, schema_editor: Any) -> None:
    """Make the signatures anew from the texts as they stand."""
    from events.pipeline.copies import make_signature, pack_hashes

    signatures = apps.get_model("events", "ArticleSignature")
    rows = []
    held = signatures.objects.select_related("article__revision").only("article__revision__text").order_by("pk")
    for row in held.iterator(chunk_size=BATCH):
        revision = row.article.revision
        made = make_signature((revision.text or "") if revision else "")
        row.hashes, row.shingles, row.bands = pack_hashes(made.hashes), made.shingles, list(made.bands)
        rows.append(row)
        if len(rows) == BATCH:
            signatures.objects.bulk_update(rows, ["hashes", "shingles", "bands"])
            rows = []
    signatures.objects.bulk_update(rows, ["hashes", "shingles", "bands"])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("events", "0009_what_events_say")]

    operations = [
        migrations.RenameField("articlesignature", "values", "hashes"),
        migrations.RunPython(sign_again, migrations.RunPython.noop),
    ]
