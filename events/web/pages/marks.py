"""What the readings of one article look like as marks in its text. Pure: records in, marks out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.urls import reverse

from events.models import Claim, Figure, Mention
from events.queries import survivor_of
from events.web.highlight import Mark
from events.web.phrases import tell_figure, tell_measure, tell_place, tell_share


def explain_mention(mention: Mention) -> str:
    """Say whom the words mean, how sure that is and why; or that nobody was found."""
    if mention.actor is None and mention.location is None:
        doubt = "in doubt, waiting for review" if mention.candidates else "not linked to a record"
        reason = f" ({mention.link_reason})" if mention.link_reason else ""
        return f"{mention.type}, {doubt}{reason}; read as a name with {tell_share(mention.confidence)} certainty"
    names = []
    if mention.actor is not None:
        actor = survivor_of(mention.actor)
        names.append(f"{actor.name} · {actor.kind}")
    if mention.location is not None:
        place = survivor_of(mention.location)
        where = tell_place(place.name, place.country_code, place.precision)
        names.append(f"{where} · {mention.precision or place.precision}")
    decided = "decided by a curator" if mention.decided_by == "curator" else f"{tell_share(mention.link_score)} sure"
    if mention.link_score is None and mention.decided_by != "curator":
        decided = f"read as a name with {tell_share(mention.confidence)} certainty"
    reason = f" ({mention.link_reason})" if mention.link_reason else ""
    return f"{'; '.join(names)} · {decided}{reason}"


def link_of_mention(mention: Mention) -> str:
    """Return where a name leads: its actor, else its place, else the list of names beside the text."""
    if mention.actor is not None:
        return reverse("actor_detail", args=[survivor_of(mention.actor).pk])
    if mention.location is not None:
        return reverse("location_detail", args=[survivor_of(mention.location).pk])
    return "#names"


def mark_mentions(mentions: Iterable[Mention], field: str) -> list[Mark]:
    """Draw the names of one field (title or body)."""
    return [
        Mark(
            mention.start,
            mention.end,
            f"m{mention.pk}",
            mention.type if mention.actor_id or mention.location_id else f"{mention.type} unlinked",
            href=link_of_mention(mention),
            tip=f"{mention.text[:80]}: {explain_mention(mention)}",
        )
        for mention in mentions
        if mention.field == field
    ]


def mark_claims(claims: Sequence[Claim], numbered: bool = True) -> list[Mark]:
    """Draw content and cue of each claim, numbered in the order given where wanted."""
    marks = []
    for number, claim in enumerate(claims, start=1):
        anchor = f"c{claim.pk}"
        who = str(survivor_of(claim.speaker)) if claim.speaker else claim.speaker_text or "speaker not named"
        for start, end in claim.content:
            shown = str(number) if numbered else ""
            marks.append(Mark(start, end, anchor, "claim", tip=f"Claim: {who}", number=shown, note=f"note-{anchor}"))
        if claim.cue_start is not None and claim.cue_end is not None:
            marks.append(Mark(claim.cue_start, claim.cue_end, f"cue{claim.pk}", "cue"))
    return marks


def shift(mark: Mark, by: int) -> Mark:
    """Move a mark from the text to a part of it that begins at `by`."""
    return replace(mark, start=mark.start - by, end=mark.end - by)


def mark_figures(figures: Iterable[Figure]) -> list[Mark]:
    """Draw the reported numbers."""
    return [
        Mark(
            figure.start,
            figure.end,
            f"f{figure.pk}",
            "figure",
            tip=" ".join(
                part
                for part in (
                    tell_figure(figure.value, figure.low, figure.high, figure.bound, figure.unit),
                    tell_measure(figure.measure),
                    f"({figure.who})" if figure.who else "",
                )
                if part
            ),
        )
        for figure in figures
    ]


def mark_spans(spans: Iterable[tuple[int, int]]) -> list[Mark]:
    """Give spans an anchor without a look of their own, so that a summary's sentences can point at their words."""
    return [Mark(start, end, f"t{start}-{end}", "span") for start, end in sorted(set(spans))]
