"""Every component of the pages in all its states, from records that are never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django import forms

from events.models import Actor, Article, Claim, Event, Location, Source
from events.models.choices import Modality, Standing
from events.web import charts
from events.web.pages.cards import EventRow, mark_outlet
from events.web.pages.listing import Choice, Listing
from events.web.preferred_words import PreferredWord

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
COLOURS = (
    "paper",
    "surface",
    "sunken",
    "ink",
    "ink-soft",
    "rule",
    "accent",
    "accent-soft",
    "notice",
    "bad",
    "good",
    "figure",
    "claim",
)
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


class ExampleForm(forms.Form):
    """Fields in their states: filled, wrong, optional, to tick."""

    title = forms.CharField(label="Title", help_text="As the outlet wrote it.")
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "short"}))
    vouched = forms.BooleanField(label="I answer for the outlet named", required=False)


@dataclass(frozen=True, slots=True)
class StyleguidePage:
    colours: Sequence[str]
    rows: Sequence[tuple[str, EventRow]]
    claims: Sequence[Claim]
    choices: Sequence[Choice]
    listing: Listing[Event]
    nothing: Listing[Event]
    words: Sequence[PreferredWord]
    sparkline: charts.Sparkline | None
    histogram: charts.Histogram | None
    form: ExampleForm


@dataclass(frozen=True, slots=True)
class _Bar:
    start: date
    end: date
    count: int


def build_styleguide() -> StyleguidePage:
    """Make the examples. No query."""
    days = [(date(2026, 3, 1) + timedelta(days=n), (n * 7) % 11) for n in range(14)]
    form = ExampleForm({"title": "Rain in Hasakah", "day": "not a day"})
    empty: Listing[Event] = Listing([], "", "", [], [], {}, False, "/")
    return StyleguidePage(
        colours=COLOURS,
        rows=_make_rows(),
        claims=[_make_claim(place, standing) for place, standing in enumerate(Standing.values)],
        choices=[Choice(f"Value {n}", "#", n == 1, 120 // n) for n in range(1, 12)],
        listing=replace(empty, next="#", previous="#", errors=["“colour” is not a filter of this list."]),
        nothing=replace(empty, is_filtered=True),
        words=[PreferredWord("militants", 3, 0), PreferredWord("fighters", 2, 1)],
        sparkline=charts.draw_sparkline(days),
        histogram=charts.draw_histogram([_Bar(day, day, n) for day, n in days], lambda first, last: "#"),
        form=form,
    )


def _make_rows() -> list[tuple[str, EventRow]]:
    place = Location(pk=1, name="Al-Hasakah", country_code="SY", precision="city")
    event = Event(
        pk=1, title="Attack on a prison in Hasakah", topic="16000000", location=place, size=6, origins=4,
        start_at=NOON, end_at=NOON, time_precision="day", created_at=NOON,
    )  # fmt: skip
    outlets = [
        mark_outlet(Source(pk=n, name=name)) for n, name in enumerate(("Harbour Post", "Tasnim", "The Coast"), 1)
    ]
    plain = EventRow(
        event=event,
        lead="At least 70 inmates were killed when the prison was attacked, the SDF said.",
        more=["A second statement took the first back."],
        outlets=outlets,
        more_outlets=True,
        actors=[Actor(pk=1, name="Syrian Democratic Forces"), Actor(pk=2, name="Islamic State")],
        figure=None,
        number="≥ 70",
        counted="killed",
        number_href="#",
        number_title="“at least 70 inmates”, Harbour Post",
        is_disputed=False,
        figures_differ=False,
        coverage=charts.draw_spark([(NOON + timedelta(hours=3 * n), 1 + n % 3) for n in range(9)]),
    )
    bare = Event(pk=2, title="Told once, without place or day", size=1, origins=1, created_at=NOON)
    endless = Event(pk=3, title=f"{LONG} {LONG.upper()} \u202eהפוך\u202c", size=12_000, origins=1, created_at=NOON)
    return [
        ("usual", plain),
        ("disputed", replace(plain, is_disputed=True, figures_differ=True, number="3,252 to 11,300")),
        (
            "little known",
            replace(plain, event=bare, lead="", outlets=[], more_outlets=False, actors=[], number="", coverage=None),
        ),
        ("long words, turned writing", replace(plain, event=endless, lead=LONG * 3, number="1.25 million")),
    ]


def _make_claim(place: int, standing: str) -> Claim:
    article = Article(pk=1, title="Report", source=Source(pk=1, name="Harbour Post"))
    article.published_at, article.published_precision = NOON, "second"
    modality = Modality.values[place % len(Modality.values)]
    return Claim(
        pk=place + 1, article=article, speaker=Actor(pk=1, name="Syrian Democratic Forces"), speaker_text="the SDF",
        text="the breakout had been thwarted", kind="indirect", modality=modality, standing=standing, confidence=0.9,
    )  # fmt: skip
