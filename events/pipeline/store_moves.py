"""A newer revision takes over what stands on unchanged words: mentions with their ids, and whatever a person decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from events.models import Article, ArticleRevision, Claim, Figure, Mention
from events.models.choices import DecidedBy, TextField
from events.pipeline.align import Alignment
from events.pipeline.records import ReadArticle

Alignments = Mapping[str, Alignment]


def move_to_new_revisions(articles: Sequence[ReadArticle]) -> None:
    """Before newer revisions are concluded, move along what their unchanged words carry.

    Mentions move whoever decided them, so that they keep their ids; of claims and figures only those that a person
    decided, as the machine finds its own again. What stands on changed words stays with the old revision.
    """
    current = dict(Article.objects.filter(pk__in=[a.article_id for a in articles]).values_list("pk", "revision"))
    outdated = [a for a in articles if current.get(a.article_id) not in (None, a.revision_id)]
    revisions = ArticleRevision.objects.in_bulk([current[a.article_id] for a in outdated])
    for article in outdated:
        _move_all(revisions[current[article.article_id] or 0], article)


def _move_all(old: ArticleRevision, article: ReadArticle) -> None:
    alignments = {
        TextField.BODY.value: Alignment(old.text or "", article.text),
        TextField.TITLE.value: Alignment(old.title, article.title),
    }
    standing = {"revision": old, "removed_at__isnull": True}
    mentions = [m for m in Mention.objects.filter(**standing) if _move_span(m, alignments[m.field], article)]
    Mention.objects.bulk_update(mentions, ["start", "end", "revision"])
    body = alignments[TextField.BODY.value]
    decided = {**standing, "decided_by": DecidedBy.CURATOR}
    figures = [f for f in Figure.objects.filter(**decided) if _move_span(f, body, article)]
    Figure.objects.bulk_update(figures, ["start", "end", "revision"])
    claims = [c for c in Claim.objects.filter(**decided) if _move_claim(c, body, article)]
    spans = [
        "content",
        "speaker_start",
        "speaker_end",
        "cue_start",
        "cue_end",
        "medium_start",
        "medium_end",
        "revision",
    ]
    Claim.objects.bulk_update(claims, spans)


def _move_span(row: Mention | Figure, alignment: Alignment, article: ReadArticle) -> bool:
    span = alignment.move(row.start, row.end)
    if span is None:
        return False
    row.start, row.end = span
    row.revision_id = article.revision_id
    return True


def _move_claim(claim: Claim, alignment: Alignment, article: ReadArticle) -> bool:
    """Move a claim when all its words stand; where only source or cue changed, those spans are given up."""
    content = [alignment.move(start, end) for start, end in claim.content]
    if None in content:
        return False
    claim.content = [list(span) for span in content if span]
    claim.revision_id = article.revision_id
    claim.speaker_start, claim.speaker_end = _move_part(claim.speaker_start, claim.speaker_end, alignment)
    claim.medium_start, claim.medium_end = _move_part(claim.medium_start, claim.medium_end, alignment)
    claim.cue_start, claim.cue_end = _move_part(claim.cue_start, claim.cue_end, alignment)
    return True


def _move_part(start: int | None, end: int | None, alignment: Alignment) -> tuple[int | None, int | None]:
    if start is None or end is None:
        return None, None
    return alignment.move(start, end) or (None, None)
