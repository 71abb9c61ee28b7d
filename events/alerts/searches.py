"""Saved searches: making, changing, reading what is new, and finding one by the secret address of its feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from events.alerts.cards import Card, describe_ids
from events.alerts.match import start_search
from events.alerts.secrets import derive_secret, is_secret
from events.models import SavedSearch, SearchHit
from events.models.alert_choices import DigestEvery, SearchKind
from events.models.saved_search import make_nonce
from events.selections import SelectionRefused, name_problem, read_selection

MOST_SEARCHES = 100
"""Of one account: each is asked about every change, at about 3 ms."""

MAX_NAME = 100
FEED = "feed"
INTERVALS = {
    DigestEvery.HOUR: timedelta(hours=1),
    DigestEvery.DAY: timedelta(days=1),
    DigestEvery.WEEK: timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True)
class News:
    """Something that a search found: the hit's id is a place to go on from."""

    hit: int
    found_at: datetime
    card: Card


def list_searches(user: User) -> QuerySet[SavedSearch]:
    """The account's searches, oldest first, each with its number of unseen hits as `.unseen`. One query."""
    unseen = Count("hits", filter=Q(hits__found_at__isnull=False, hits__pk__gt=F("seen_hit")))
    return SavedSearch.objects.filter(user=user).annotate(unseen=unseen).order_by("pk")


def save_search(user: User, *, name: str, kind: str, query: str, digest: str = DigestEvery.NEVER) -> SavedSearch:
    """Keep a search for an account; raises SelectionRefused naming what is wrong."""
    if SavedSearch.objects.filter(user=user).count() >= MOST_SEARCHES:
        raise SelectionRefused(
            [name_problem("name", name, f"would be search {MOST_SEARCHES + 1}", "delete one that is not needed")]
        )
    return _write(SavedSearch(user=user), name, kind, query, digest)


def change_search(search: SavedSearch, *, name: str, kind: str, query: str, digest: str) -> SavedSearch:
    """Change a search in place; its feed keeps its address. Raises SelectionRefused, and then nothing is changed.

    With other filters it begins anew: what it finds then is no news.
    """
    return _write(search, name, kind, query, digest)


def read_news(search: SavedSearch, since: int | None = None, limit: int = 50) -> list[News]:
    """What the search found behind the hit `since` (None: behind the last one seen), oldest first; what readers cannot
    find any more is left out. Two queries and those of a page of the list."""
    after = search.seen_hit if since is None else since
    hits = list(search.hits.filter(found_at__isnull=False, pk__gt=after).order_by("pk")[:limit])
    return _tell(search, hits)


def read_newest(search: SavedSearch, limit: int) -> list[News]:
    """The last hits, newest first, seen or not."""
    return _tell(search, list(search.hits.filter(found_at__isnull=False).order_by("-pk")[:limit]))


def mark_seen(search: SavedSearch, up_to: int | None = None) -> None:
    """Note that the owner has seen the hits up to this one (None: all there are). Never goes back."""
    last = search.hits.filter(found_at__isnull=False).order_by("-pk").values_list("pk", flat=True).first() or 0
    place = last if up_to is None else min(up_to, last)
    SavedSearch.objects.filter(pk=search.pk, seen_hit__lt=place).update(seen_hit=place)


def renew_feed(search: SavedSearch) -> None:
    """Give the search's feed a new secret address; the old one leads nowhere from now on."""
    search.feed_nonce = make_nonce()
    search.save(update_fields=["feed_nonce", "modified_at"])


def feed_key(search: SavedSearch) -> str:
    """The secret part of the feed's address."""
    return derive_secret(FEED, search.pk, search.feed_nonce)


def find_by_feed_key(pk: int, key: str) -> SavedSearch | None:
    """The search whose feed has this address, None where the key is wrong or its owner's account is closed."""
    search = SavedSearch.objects.select_related("user").filter(pk=pk, user__is_active=True).first()
    return search if search is not None and is_secret(key, FEED, pk, search.feed_nonce) else None


def _tell(search: SavedSearch, hits: Sequence[SearchHit]) -> list[News]:
    cards = {card.id: card for card in describe_ids(search.kind, [hit.record for hit in hits])}
    return [News(hit.pk, hit.found_at, cards[hit.record]) for hit in hits if hit.found_at and hit.record in cards]


def _write(search: SavedSearch, name: str, kind: str, query: str, digest: str) -> SavedSearch:
    name = " ".join(name.split())
    problems = []
    if not name or len(name) > MAX_NAME or not name.isprintable():
        problems.append(name_problem("name", name, "is not a name", f"give a text of at most {MAX_NAME} characters"))
    if kind not in SearchKind.values:
        way_out = f"give one of {', '.join(SearchKind.values)}"
        problems.append(name_problem("kind", kind, "cannot be searched for", way_out))
    if digest not in DigestEvery.values:
        way_out = f"give one of {', '.join(DigestEvery.values)}"
        problems.append(name_problem("digest", digest, "is not a time between mails", way_out))
    if problems:
        raise SelectionRefused(problems)
    selection = read_selection(kind, query)
    other = search.pk is None or (search.kind, search.query) != (kind, selection.query)
    _plan_mail(search, digest)
    search.name, search.kind, search.query = name, kind, selection.query
    try:
        with transaction.atomic():
            search.save()
            if other:
                start_search(search)
                search.save()
    except IntegrityError:
        raise SelectionRefused(
            [name_problem("name", name, "is the name of another search of yours", "choose another name")]
        ) from None
    return search


def _plan_mail(search: SavedSearch, digest: str) -> None:
    """Another rhythm begins now: what was found before it is not sent."""
    if search.digest == digest and (search.next_mail_at or digest == DigestEvery.NEVER):
        return
    if search.digest == DigestEvery.NEVER and search.pk is not None:
        last = search.hits.filter(found_at__isnull=False).order_by("-pk").values_list("pk", flat=True).first()
        search.mailed_hit = last or 0
    search.digest = digest
    interval = INTERVALS.get(DigestEvery(digest))
    search.next_mail_at = timezone.now() + interval if interval else None
    search.mail_problem = ""
