"""Writing acts: what the headlines and openings of a batch tell, with the mentions that take part."""

from __future__ import annotations

from collections.abc import Sequence

from events.models import Act, ActParty
from events.models.choices import ActorRole
from events.pipeline.acts import SENTENCES, find_acts
from events.pipeline.describe import lead_sentences
from events.pipeline.records import ConcludedArticle
from events.pipeline.store import StoredMentions

Key = tuple[int, str, int]


def save_acts(items: Sequence[ConcludedArticle], stored: Sequence[StoredMentions]) -> None:
    """Write the acts of a batch; those found again keep their ids. `stored`: the mentions' rows, item by item."""
    rows: dict[Key, Act] = {}
    parties: dict[Key, dict[int, str]] = {}
    for item, mentions in zip(items, stored, strict=True):
        article = item.article
        if not article.language.startswith("en"):
            continue
        opening = lead_sentences(article.text, article.reading.sentences, SENTENCES)
        for act in find_acts(article.title, article.text, opening, [m.entity for m in item.mentions]):
            key = (article.revision_id, act.field, act.start)
            words = (article.title if act.field == "title" else article.text)[act.start : act.end]
            rows[key] = Act(
                article_id=article.article_id, revision_id=article.revision_id, field=act.field, start=act.start,
                end=act.end, text=words[:200], type=act.type,
            )  # fmt: skip
            taking = [(n, ActorRole.TARGET) for n in act.targets] + [(n, ActorRole.AGENT) for n in act.agents]
            parties[key] = {row: role for n, role in taking if (row := mentions.ids[n]) is not None}
    revisions = [item.article.revision_id for item in items]
    held = {(a.revision_id, a.field, a.start): a for a in Act.objects.filter(revision__in=revisions)}
    Act.objects.filter(pk__in=[act.pk for key, act in held.items() if key not in rows]).delete()
    Act.objects.bulk_create([row for key, row in rows.items() if key not in held])
    changed = [key for key, row in rows.items() if key in held and _said(held[key]) != _said(row)]
    for key in changed:
        held[key].end, held[key].text, held[key].type = rows[key].end, rows[key].text, rows[key].type
    Act.objects.bulk_update([held[key] for key in changed], ["end", "text", "type"])
    _save_parties({(held.get(key) or row).pk: parties[key] for key, row in rows.items()})


def _said(act: Act) -> tuple[int, str, str]:
    return act.end, act.text, act.type


def _save_parties(wanted: dict[int, dict[int, str]]) -> None:
    held = {(p.act_id, p.mention_id): p for p in ActParty.objects.filter(act__in=wanted)}
    rows = {(act, mention): role for act, taking in wanted.items() for mention, role in taking.items()}
    gone = [party.pk for key, party in held.items() if rows.get(key) != party.role]
    ActParty.objects.filter(pk__in=gone).delete()
    ActParty.objects.bulk_create(
        ActParty(act_id=act, mention_id=mention, role=role)
        for (act, mention), role in sorted(rows.items())
        if (act, mention) not in held or held[act, mention].pk in gone
    )
