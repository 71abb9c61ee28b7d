"""Find the figures of an article: how many were killed, arrested, displaced; what it cost; how strong the quake was."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from events.pipeline.elided import lend_measure
from events.pipeline.figure_times import find_other_time
from events.pipeline.measures import drop_measure, find_measure, load_triggers
from events.pipeline.not_figures import reports_nothing
from events.pipeline.noun_phrases import Words, cut_words, find_counted, find_single
from events.pipeline.quantities import Quantity, find_quantities
from events.pipeline.records import FoundClaim, FoundFigure, ReadArticle, ResolvedMention, Span
from events.pipeline.times_in_text import find_times
from events.pipeline.units import find_unit, is_magnitude, is_speed

# Without a measure a count is kept only from this size on, or with a bound: "two men" reports nothing.
MIN_OTHER = 10
MAX_SPAN = 200
# A sentence with more numbers than this is a table or a list of results.
MAX_NUMBERS = 60
MAX_WHO = 200
_NUMERAL = re.compile(r"\d[\d.,]*+")
MAX_UNIT = 20
# "No official body", "two governing bodies": institutions, not the dead.
_NO_CORPSE = re.compile(
    r"\s+(?:\w+\s)?(?:official|governing|public|legislative|regulatory|advisory|professional|student|political|independent|"
    r"international|elected|supervisory|religious|sporting)\s(?:body|bodies)\b",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"\s+of (?:them|whom|those)\b")
_AS_OF = re.compile(r"\b(?:as of|as at|by|up to|until|through|since)\s(?=[A-Z\dty])")
_IN = re.compile(r"\b(?:in|at|near|around|across|outside|from|of)\s(?:(?:the|northern|southern|eastern|western)\s)*\Z")
_NO_NOUN = frozenset({"no one", "nobody"})
_NO_SINGLE = frozenset({"no", "not one", "not a single"})
_VERB_BEHIND = re.compile(r"\s+(?!(?:of|in|at|on|and|or|more|to|from|later|earlier)\b)[a-z]+")
# A sentence this long is none; what is behind is read as another.
MAX_SENTENCE = 3_000


def find_figures(
    article: ReadArticle, claims: Sequence[FoundClaim], mentions: Sequence[ResolvedMention] = ()
) -> list[FoundFigure]:
    """The figures of the body in order. The span holds the number with its bound, unit or noun ("at least 70 inmates").

    `value` is as written with its scale (3.4bn -> 3.4e9), in `unit`; `low` and `high` as Quantity says. `claim` is the
    shortest claim whose content holds the number.
    """
    found: list[FoundFigure] = []
    seen: set[tuple[int, int, str]] = set()
    for start, end in article.reading.sentences:
        if _is_table(article.text, start, end):
            continue
        pieces = [(at, min(end, at + MAX_SENTENCE)) for at in range(start, end, MAX_SENTENCE)]
        numbers = [find_quantities(article.text, *piece) for piece in pieces]
        if sum(map(len, numbers)) > MAX_NUMBERS:
            continue
        for piece, quantities in zip(pieces, numbers, strict=True):
            for figure in _read_piece(article.text, piece, quantities):
                key = (figure.start, figure.end, figure.measure)
                if key not in seen and figure.end - figure.start <= MAX_SPAN:
                    seen.add(key)
                    found.append(figure)
    found.sort(key=lambda figure: (figure.start, figure.end))
    return [_add_circumstances(article, figure, mentions) for figure in _put_into_claims(found, claims)]


def _add_circumstances(article: ReadArticle, figure: FoundFigure, mentions: Sequence[ResolvedMention]) -> FoundFigure:
    """When it was counted, where the sentence says ("as of Monday", "in December 2003"), and where, if it says so behind."""
    sentences = article.reading.sentences
    place = bisect_left([end for _, end in sentences], figure.end)
    if place >= len(sentences):
        return figure
    start, end = sentences[place]
    stated = _AS_OF.search(article.text, start, end)
    times = find_times(article.text, article.published_at, stated.end() - 1, end) if stated else []
    where = [
        number
        for number, mention in enumerate(mentions)
        if mention.location_id is not None and mention.entity.field == "body" and not mention.dateline
        and mention.entity.type == "location" and figure.end <= mention.entity.start < end
        and _IN.search(article.text, max(start, mention.entity.start - 24), mention.entity.start)
    ]  # fmt: skip
    earlier = sentences[place - 1] if place else None
    as_of = (
        times[0] if times else find_other_time(article.text, (start, end), earlier, article.published_at, figure.start)
    )
    return replace(figure, as_of=as_of, location_mention=where[0] if where else None)


def _is_table(text: str, start: int, end: int) -> bool:
    """Whether a sentence holds too many numerals to be prose; cheap, so that tables cost no more than reading them."""
    return sum(1 for _ in islice(_NUMERAL.finditer(text, start, end), MAX_NUMBERS + 1)) > MAX_NUMBERS


def _read_piece(text: str, piece: Span, quantities: Sequence[Quantity]) -> list[FoundFigure]:
    if not quantities:
        return []
    words = cut_words(text, *piece)
    figures: list[FoundFigure] = []
    earlier: FoundFigure | None = None
    for quantity in quantities:
        figure = _make_figure(text, quantity, words, earlier)
        if figure is not None:
            figure = _take_in_whole(text, figure)
            figures.append(figure)
            earlier = earlier if figure.unit else figure
    return figures


def _take_in_whole(text: str, figure: FoundFigure) -> FoundFigure:
    """`294 were hurt, 18 of them seriously`: the span of a part shows that it is one."""
    found = _OF_WHOM.match(text, figure.end)
    return replace(figure, end=found.end()) if found else figure


def _make_figure(text: str, quantity: Quantity, words: Words, earlier: FoundFigure | None) -> FoundFigure | None:
    unit = find_unit(text, quantity)
    if unit is not None:
        mark, first, last = unit
        if is_speed(text, mark, last):
            return None
        return _build(quantity, min(first, quantity.first), max(last, quantity.last), mark.measure, mark.code, "")
    first_word = bisect_left(words.starts, quantity.first)
    last_word = bisect_left(words.starts, quantity.last)
    counted = _find_noun(text, quantity, words, last_word)
    if reports_nothing(text, quantity, counted is not None) or _NO_CORPSE.match(text, quantity.last):
        return None
    if is_magnitude(text, quantity):
        return _build(quantity, quantity.first, quantity.last, "magnitude", "magnitude", "")
    noun_end = counted[1] if counted else last_word
    last = words.ends[noun_end - 1] if counted else quantity.last
    noun = text[words.starts[counted[0]] : last] if counted else ""
    found = find_measure(words, first_word, last_word, noun_end, none=quantity.value == 0)
    if found is not None and (counted or found[1] or quantity.value != 0 or not _needs_noun(text, quantity)):
        name, own_noun = found
        who = "" if own_noun or counted is None else text[words.starts[drop_measure(words, counted, name)] : last]
        return _build(quantity, quantity.first, last, name, "", who)
    if quantity.value == 0:
        return None
    lent = lend_measure(text, quantity, noun, earlier)
    if lent:
        return _build(quantity, quantity.first, last, lent, "", noun)
    return _make_other(quantity, last, noun, _is_crowd(text, quantity))


def _find_noun(text: str, quantity: Quantity, words: Words, place: int) -> tuple[int, int] | None:
    """The noun counted, as a range of words; "nobody" has none, "one" and "not a single" have a singular."""
    number = text[quantity.start : quantity.end].lower()
    if number in _NO_NOUN:
        return None
    counted = find_counted(words, place)
    if counted is None and (quantity.value == 1 or number in _NO_SINGLE):
        return find_single(words, place, frozenset(load_triggers().verbs))
    return counted


def _needs_noun(text: str, quantity: Quantity) -> bool:
    return text[quantity.start : quantity.end].lower() in _NO_SINGLE


def _is_crowd(text: str, quantity: Quantity) -> bool:
    """`Thousands spent the night`: many people who are not named."""
    number = text[quantity.start : quantity.end]
    many = quantity.value is None and quantity.high is None and number[0].isupper() and not number.endswith(" of")
    return many and _VERB_BEHIND.match(text, quantity.end) is not None


def _make_other(quantity: Quantity, last: int, noun: str, is_crowd: bool) -> FoundFigure | None:
    """A count of something that no measure of the list fits."""
    if not noun:
        return _build(quantity, quantity.first, quantity.last, "other", "", "") if is_crowd else None
    small = quantity.value == 1 or (
        quantity.bound == "exact" and (quantity.value is None or quantity.value < MIN_OTHER)
    )
    vague = quantity.value is None and (quantity.low or 0) < MIN_OTHER
    if small or vague:
        return None
    return _build(quantity, quantity.first, last, "other", "", noun)


def _build(quantity: Quantity, start: int, end: int, measure: str, unit: str, who: str) -> FoundFigure:
    return FoundFigure(
        start=start,
        end=end,
        measure=measure,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        unit=unit[:MAX_UNIT],
        who=" ".join(who.split())[:MAX_WHO],
    )


def _put_into_claims(figures: Sequence[FoundFigure], claims: Sequence[FoundClaim]) -> list[FoundFigure]:
    """Give each figure the shortest claim that holds it; both are walked once, in the order of the text."""
    waiting = sorted(
        (start, end, sum(b - a for a, b in claim.content), number)
        for number, claim in enumerate(claims)
        for start, end in claim.content
    )
    placed: list[FoundFigure] = []
    open_spans: list[tuple[int, int, int]] = []
    next_span = 0
    for figure in figures:
        while next_span < len(waiting) and waiting[next_span][0] <= figure.start:
            _, end, size, number = waiting[next_span]
            open_spans.append((end, size, number))
            next_span += 1
        open_spans = [span for span in open_spans if span[0] > figure.start]
        holding = [(size, number) for end, size, number in open_spans if end >= figure.end]
        placed.append(replace(figure, claim=min(holding)[1]) if holding else figure)
    return placed
