"""The article page: its words with everything that was read in them, and how they came to us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils.safestring import SafeString

from events.models import Article, ArticleReading, ArticleRevision, Claim, EventArticle, Figure, Mention
from events.models.choices import MentionType
from events.queries import ArticleDetail, survivor_of
from events.web.highlight import mark_line, mark_text
from events.web.pages.marks import (
    explain_mention,
    link_of_mention,
    mark_claims,
    mark_figures,
    mark_mentions,
    mark_spans,
)
from events.web.phrases import tell_place


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One actor, place or unlinked name of the text, with the first place where it stands; `part` is what a correction
    would change, `mentions` their ids with commas."""

    part: str
    mentions: str
    name: str
    kind: str
    href: str
    first: str
    count: int
    explanation: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """`address` is the article's own where it is a web address, else ""; `certainty` the mean one of the names read."""

    detail: ArticleDetail
    article: Article
    address: str
    revision: ArticleRevision
    is_current: bool
    title: SafeString
    text: SafeString
    is_excerpt: bool
    claims: Sequence[Claim]
    figures: Sequence[Figure]
    linked: Sequence[NameEntry]
    unlinked: Sequence[NameEntry]
    memberships: Sequence[EventArticle]
    tagger: str
    certainty: float | None


def build_article_page(
    detail: ArticleDetail, revision: ArticleRevision, reader: AbstractBaseUser | AnonymousUser
) -> ArticlePage:
    """Draw what stands in one revision. One query for the current one, four for an earlier one."""
    is_current = revision.pk == detail.revision.pk
    if is_current:
        mentions, claims, figures = detail.mentions, detail.claims, detail.figures
    else:
        mentions, claims, figures = read_earlier(revision)
    claims = sorted(claims, key=lambda claim: (min((part[0] for part in claim.content), default=0), claim.pk))
    told = [(one.start, one.end) for one in detail.told] if is_current else []
    text, is_excerpt = cut_for(revision.text or "", reader)
    in_order = sorted(mentions, key=lambda mention: (mention.field == "body", mention.start, -mention.end))
    marks = mark_mentions(in_order, "body") + mark_claims(claims) + mark_figures(figures) + mark_spans(told)
    linked, unlinked = list_names(in_order)
    return ArticlePage(
        detail=detail,
        article=detail.article,
        address=detail.article.url if is_web_address(detail.article.url) else "",
        revision=revision,
        is_current=is_current,
        title=mark_line(revision.title or detail.article.title, mark_mentions(in_order, "title")),
        text=mark_text(text, marks),
        is_excerpt=is_excerpt,
        claims=claims,
        figures=figures,
        linked=linked,
        unlinked=unlinked,
        memberships=detail.memberships,
        tagger=ArticleReading.objects.filter(revision=revision).values_list("tagger_version", flat=True).first() or "",
        certainty=sum(one.confidence for one in mentions) / len(mentions) if mentions else None,
    )


def read_earlier(revision: ArticleRevision) -> tuple[list[Mention], list[Claim], list[Figure]]:
    """Fetch what was read in a revision that is no longer the current one. Three queries and a prefetch."""
    mentions = Mention.objects.filter(revision=revision, removed_at__isnull=True)
    claims = Claim.objects.filter(revision=revision, removed_at__isnull=True)
    figures = Figure.objects.filter(revision=revision, removed_at__isnull=True)
    return (
        list(mentions.select_related("actor__canonical", "location__canonical").order_by("start", "pk")),
        list(claims.select_related("speaker__canonical").prefetch_related("links")),
        list(figures.select_related("speaker__canonical", "claim").order_by("start", "pk")),
    )


def is_web_address(url: str) -> bool:
    """Tell whether an address may stand in a link: nothing but http and https (an import may have brought others)."""
    return url.lower().startswith(("http://", "https://"))


def cut_for(text: str, reader: AbstractBaseUser | AnonymousUser) -> tuple[str, bool]:
    """Return what this reader may see of a body, and whether that is less than all of it."""
    limit = settings.EXCERPT_CHARACTERS
    if reader.is_authenticated or settings.ANONYMOUS_BODY == "full" or len(text) <= limit:
        return text, False
    cut = text[:limit].rfind(" ")
    return text[: cut if cut > limit // 2 else limit], True


def list_names(mentions: Sequence[Mention]) -> tuple[list[NameEntry], list[NameEntry]]:
    """Fold mentions into one entry an actor, place or unlinked spelling; the most mentioned first."""
    groups: dict[tuple[str, object], list[Mention]] = {}
    for mention in mentions:
        for key in _keys_of(mention):
            groups.setdefault(key, []).append(mention)
    linked: list[NameEntry] = []
    unlinked: list[NameEntry] = []
    for (sort, _), members in groups.items():
        entry = _make_entry(sort, members)
        (unlinked if sort == "unlinked" else linked).append(entry)
    return sorted(linked, key=lambda e: -e.count), sorted(unlinked, key=lambda e: -e.count)


def _keys_of(mention: Mention) -> list[tuple[str, object]]:
    keys: list[tuple[str, object]] = []
    if mention.actor is not None:
        keys.append(("actor", survivor_of(mention.actor).pk))
    if mention.location is not None:
        keys.append(("location", survivor_of(mention.location).pk))
    return keys or [("unlinked", (mention.type, mention.text.casefold()))]


def _make_entry(sort: str, members: Sequence[Mention]) -> NameEntry:
    best = max(members, key=lambda m: m.link_score or 0.0)
    name, kind, href = best.text, best.type, link_of_mention(best)
    if sort == "actor" and best.actor is not None:
        actor = survivor_of(best.actor)
        name, kind, href = actor.name, actor.kind, reverse("actor_detail", args=[actor.pk])
    elif sort == "location" and best.location is not None:
        place = survivor_of(best.location)
        where = tell_place(place.name, place.country_code, place.precision)
        name, kind, href = where, place.precision, reverse("location_detail", args=[place.pk])
    part = sort if sort != "unlinked" else "location" if best.type == MentionType.LOCATION else "actor"
    ids = ",".join(str(member.pk) for member in members)
    return NameEntry(part, ids, name, kind, href, f"#m{members[0].pk}", len(members), explain_mention(best))
