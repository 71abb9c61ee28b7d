"""The story page: events chained by what followed what; and an event's record in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from events.models import Event, EventLink
from events.queries.event_timeline import Entry, TimelinePage, count_timeline, read_timeline
from events.queries.stories import Story
from events.web.pages.listing import link_to

ENTRIES = 60


@dataclass(frozen=True, slots=True)
class Chapter:
    """An event of the story with the link by which it hangs on an earlier one shown before it, None for a beginning."""

    event: Event
    lead: str
    link: EventLink | None
    is_asked_for: bool


@dataclass(frozen=True, slots=True)
class StoryPage:
    event: Event
    chapters: Sequence[Chapter]
    is_partial: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    event: Event
    entries: Sequence[Entry]
    total: int
    next: str | None
    is_first: bool


def build_story_page(event: Event, story: Story) -> StoryPage:
    """Put the chapters in order of time, each under the surest link to an earlier one. No query."""
    shown: set[int] = set()
    chapters = []
    for one in story.events:
        link = next((link for link in story.links if link.later_id == one.pk and link.earlier_id in shown), None)
        shown.add(one.pk)
        summary = one.summary  # type: ignore[attr-defined]
        chapters.append(Chapter(one, summary[0].text if summary else "", link, one.pk == event.pk))
    return StoryPage(event, chapters, story.is_partial)


def build_record(request: HttpRequest, event: Event, family: Sequence[int]) -> RecordPage:
    """Read one page of the record. Raises CursorError for a cursor that is not ours."""
    cursor = request.GET.get("cursor")
    page: TimelinePage = read_timeline(family, ENTRIES, cursor)
    following = link_to(request, cursor=page.next) if page.next else None
    return RecordPage(event, page.entries, count_timeline(family), following, cursor is None)
