"""What templates may do with stored values: say them in words. All else is prepared by the page objects."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.models import Actor, Event, Figure, Location, Source
from events.queries import count_open, survivor_of
from events.web import phrases

register = template.Library()

register.filter("country", phrases.tell_country)
register.filter("topic", phrases.tell_topic)
register.filter("share", phrases.tell_share)
register.filter("number", phrases.tell_number)
register.filter("measure", phrases.tell_measure)
register.filter("survivor", survivor_of)


@register.filter
def spoken(word: str) -> str:
    """Write a value of a closed list without its underscore."""
    return gettext(word.replace("_", " "))


@register.filter
def said(modality: str) -> str:
    return str(phrases.MODALITY_WORDS.get(modality, modality))


@register.filter
def hours(count: int) -> str:
    """Say a stretch of time: "5 hours", "3 days"."""
    days = round(count / 24)
    if count < 48:
        return ngettext("%(n)d hour", "%(n)d hours", count) % {"n": count}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.filter
def figure(record: Figure) -> str:
    return phrases.tell_figure(record.value, record.low, record.high, record.bound, record.unit)


@register.simple_tag
def when(moment: datetime | None, precision: str) -> SafeString:
    """Draw a time as exactly as it is known."""
    words = phrases.tell_time(moment, precision)
    machine = phrases.machine_time(moment, precision)
    return format_html('<time datetime="{}">{}</time>', machine, words) if machine else format_html("{}", words)


@register.simple_tag
def when_between(start: datetime | None, end: datetime | None, precision: str) -> SafeString:
    """Draw a span of time as exactly as it is known."""
    machine = phrases.machine_time(start, precision)
    words = phrases.tell_range(start, end, precision)
    return format_html('<time datetime="{}">{}</time>', machine, words) if machine else format_html("{}", words)


@register.simple_tag
def has_sample_text() -> bool:
    """Tell whether demo text is stored. One query over the outlets, of which there are few."""
    return Source.objects.filter(is_sample=True).exists()


REVIEW_KINDS = {"link": "names in doubt", "place": "places in doubt", "duplicate": "duplicates", "name": "new names"}


@register.filter
def review_kind(kind: str) -> str:
    """Say what a kind of question is about."""
    return REVIEW_KINDS.get(kind, kind)


@register.filter
def record_href(record: Actor | Event | Location) -> str:
    """Return the address of the record's page."""
    return reverse(f"{record._meta.model_name}_detail", args=[record.pk])


@register.simple_tag
def open_questions() -> str:
    """Say how many questions wait for curators: "12", "more than 999". One query over at most a thousand index rows."""
    waiting = count_open(MOST_COUNTED + 1)
    return f"{waiting}" if waiting <= MOST_COUNTED else f"more than {MOST_COUNTED}"


MOST_COUNTED = 999
SECTIONS = (
    ("event_list", _("Events"), "event"),
    ("article_list", _("Articles"), "article"),
    ("actor_list", _("Actors"), "actor"),
    ("location_list", _("Places"), "location"),
    ("claim_list", _("Claims"), "claim"),
    ("source_list", _("Sources"), "source"),
)


@register.simple_tag(takes_context=True)
def sections(context: RequestContext) -> list[dict[str, str]]:
    """Return the entries of the main menu; `current` is aria-current's value ("page", "true" inside the section)."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match.url_name or "" if match else ""
    return [
        {
            "href": reverse(name),
            "label": str(label),
            "current": "page" if here == name else "true" if here.startswith(f"{prefix}_") else "",
        }
        for name, label, prefix in SECTIONS
    ]
