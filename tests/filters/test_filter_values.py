"""No value breaks a filter, every filter works with a good one, and wrong values are named."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from events import queries
from events.filters import (
    ActorFilter,
    ArticleFilter,
    ClaimFilter,
    EventFilter,
    FeedFilter,
    FigureFilter,
    LocationFilter,
    MentionFilter,
    RunFilter,
    SourceFilter,
    StrictFilterSet,
    values,
)
from tests.api.world import build_world

LISTS: dict[type[StrictFilterSet], Any] = {
    ActorFilter: queries.list_actors,
    ArticleFilter: queries.list_articles,
    ClaimFilter: queries.list_claims,
    EventFilter: queries.list_events,
    FeedFilter: queries.list_feeds,
    FigureFilter: queries.list_figures,
    LocationFilter: queries.list_locations,
    MentionFilter: queries.list_mentions,
    RunFilter: queries.list_runs,
    SourceFilter: queries.list_sources,
}
PAIRS = [(filters, name) for filters in LISTS for name in filters.base_filters]
GARBAGE = (
    "", " ", ",", ",,,", "0", "-1", "1e999", "nan", "inf", "1_0", "٣", "99999999999999999999", "9223372036854775807",
    "\x00", "a\x00b", "' OR 1=1 --", "%", "%%00", "\\", "💥", "ك", "1,2,3", "1,2,3,4", "181,0,0,0", "nan,0,0,0", "true",
    "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31", "2022-13-40",
    "2022-01-24T09:00:00 02:00", "country:", ":", "country:US", "q:x", "id__in:0", "x" * 3000, "(", "a & | b", '"', "-",
    "-word", "or", "!!", ":*", "<script>", ",".join(str(n) for n in range(1, 300)), "\ud800",
)  # fmt: skip
GOOD: dict[type, str] = {
    values.IdsField: "1,2",
    values.CountriesField: "sy,IQ",
    values.CodesField: "en",
    values.SourcesField: "1,outlet.example",
    values.WordsField: 'ministry "70 people" -dog or cat',
    values.AddressField: "https://outlet.example/stories/1",
    values.FlagField: "true",
    values.NumberField: "0.5",
    values.CountField: "1",
    values.MomentField: "2022-01-24",
    values.BoxField: "170,-60,-170,60",
    values.CircleField: "36.5,40.7,50",
}


def good_value(filters: type[StrictFilterSet], name: str) -> str:
    field = filters.base_filters[name].field
    if isinstance(field, values.ChoicesField):
        return ",".join(field.allowed)
    if isinstance(field, values.TopicsField):
        from events.vocabulary import topics

        return topics()[0].code
    return GOOD.get(type(field), "id__in:1")


def read(filters: type[StrictFilterSet], **parameters: str) -> StrictFilterSet:
    query = QueryDict(mutable=True)
    query.update(parameters)
    return filters(query, queryset=LISTS[filters]())


@pytest.mark.django_db
@pytest.mark.parametrize("filters", LISTS)
def test_no_value_breaks_a_filter(filters: type[StrictFilterSet]) -> None:
    build_world(1)
    for value in GARBAGE:
        if value == "\ud800":  # cannot come through a URL, where it would be U+FFFD
            continue
        form = read(filters, **dict.fromkeys(filters.base_filters, value))
        list(form.qs[:1])
        assert {error["field"] for error in form.describe_errors()} <= set(filters.base_filters)
        assert all(error["problem"] and error["way_out"] for error in form.describe_errors())


@pytest.mark.django_db
@pytest.mark.parametrize(("filters", "name"), PAIRS)
def test_a_filter_takes_a_good_value_and_can_be_turned_round(filters: type[StrictFilterSet], name: str) -> None:
    value = good_value(filters, name)
    form = read(filters, **{name: value})
    assert form.describe_errors() == []
    within = set(form.qs.values_list("pk", flat=True))
    if isinstance(filters.base_filters[name].field, values.ManyField):
        form = read(filters, exclude=f"{name}:{value}")
        assert form.describe_errors() == []
        assert within.isdisjoint(form.qs.values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("filters", LISTS)
def test_filter_and_its_negation_part_the_list(filters: type[StrictFilterSet]) -> None:
    build_world(3)
    everything = set(LISTS[filters]().values_list("pk", flat=True))
    assert everything
    for name, condition in filters.base_filters.items():
        if not isinstance(condition.field, values.ManyField):
            continue
        value = good_value(filters, name)
        inside = set(read(filters, **{name: value}).qs.values_list("pk", flat=True))
        outside = set(read(filters, exclude=f"{name}:{value}").qs.values_list("pk", flat=True))
        assert inside | outside == everything, name
        assert not inside & outside, name


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=60))
@pytest.mark.parametrize(
    "field",
    [
        values.IdsField(required=False),
        values.CountriesField(required=False),
        values.SourcesField(required=False),
        values.WordsField(required=False),
        values.FlagField(required=False),
        values.NumberField(required=False),
        values.CountField(required=False),
        values.MomentField(required=False),
        values.MomentField(required=False, ends=True),
        values.BoxField(required=False),
    ],
    ids=lambda field: type(field).__name__,
)
def test_any_text_is_a_value_or_a_named_error(field: Any, text: str) -> None:
    try:
        field.clean([text])
    except values.ValidationError as error:
        assert error.params and error.params["way_out"]


@pytest.mark.parametrize(
    ("text", "ends", "expected"),
    [
        ("2022-01-24", False, "2022-01-24T00:00:00+00:00"),
        ("2022-01-24", True, "2022-01-24T23:59:59.999999+00:00"),
        ("2022-01-24T09:00:00Z", True, "2022-01-24T09:00:00+00:00"),
        ("2022-01-24T09:00:00 02:00", False, "2022-01-24T07:00:00+00:00"),
        ("2022-01-24 09:00", False, "2022-01-24T09:00:00+00:00"),
    ],
)
def test_times_are_utc_and_a_date_has_a_beginning_and_an_end(text: str, ends: bool, expected: str) -> None:
    assert values.MomentField(ends=ends).clean([text]).isoformat() == expected


def test_repeated_and_comma_separated_values_are_the_same() -> None:
    assert values.CountriesField().clean(["us,iq", "SY", "us"]) == ["US", "IQ", "SY"]


def test_a_topic_is_named_by_code_or_by_a_label_with_commas() -> None:
    from events.vocabulary import topics

    topic = next(topic for topic in topics() if "," in topic.label)
    for text in (topic.code, topic.label, topic.label.upper()):
        assert values.TopicsField().clean([text]) == [topic.code, topic.label]
    assert values.TopicsField().clean([f"{topics()[0].code},{topic.code}", topic.label])[-2:] == [
        topic.code,
        topic.label,
    ]
