"""Mails with what is new to a saved search, by whatever mail backend Django has."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from events.alerts.searches import INTERVALS, News, read_news
from events.alerts.secrets import derive_secret, is_secret
from events.models import SavedSearch
from events.models.alert_choices import DigestEvery

log = logging.getLogger(__name__)

STOP = "stop-mail"
LISTED = 50
"""Records a mail lists; how many more there are stands below them."""

RETRY = timedelta(minutes=10)
# A mail server is given EMAIL_TIMEOUT seconds for each step; ten minutes are more than any of them needs.
CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM events_savedsearch
      WHERE digest <> 'never' AND next_mail_at <= now() ORDER BY next_mail_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE events_savedsearch AS search SET next_mail_at = now() + interval '10 minutes' FROM due WHERE search.id = due.id
RETURNING search.id
"""
LOCAL = "http://127.0.0.1:8000"


def send_digests() -> int:
    """Send every digest that is due; returns how many mails went out.

    A search is claimed by putting off its next mail, which commits at once; a worker that dies between sending and
    noting it sends once more, under the same Message-ID, by which mail programs know it again.
    """
    sent = 0
    while settings.EMAIL_HOST and (pk := _claim()) is not None:
        search = SavedSearch.objects.select_related("user").filter(pk=pk).first()
        sent += search is not None and _send(search)
    return sent


def find_by_stop_key(pk: int, key: str) -> SavedSearch | None:
    """The search whose mails the link ends, None where the link is wrong."""
    search = SavedSearch.objects.filter(pk=pk).first()
    return search if search is not None and is_secret(key, STOP, pk, search.feed_nonce) else None


def stop_mail(search: SavedSearch) -> None:
    """Send no more mails of this search."""
    search.digest, search.next_mail_at, search.mail_problem = DigestEvery.NEVER, None, ""
    search.save(update_fields=["digest", "next_mail_at", "mail_problem", "modified_at"])


def write_digest(search: SavedSearch, news: list[News], total: int) -> EmailMessage:
    """The mail: plain text, with links and the way to end it."""
    base = settings.PUBLIC_URL or LOCAL
    stop = base + reverse("stop_mail", args=[search.pk, derive_secret(STOP, search.pk, search.feed_nonce)])
    context = {
        "search": search, "news": news, "more": total - len(news), "base": base, "stop": stop,
        "page": base + reverse("saved_search", args=[search.pk]),
    }  # fmt: skip
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    return EmailMessage(
        subject=f"{total} new: {search.name}",
        body=render_to_string("accounts/digest.txt", context),
        to=[search.user.email],
        headers={
            "Message-ID": f"<search-{search.pk}-{search.mailed_hit}-{news[-1].hit}@{domain}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _claim() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM)
        row = cursor.fetchone()
    return row[0] if row else None


def _send(search: SavedSearch) -> bool:
    """Send one digest if there is anything new and anybody to send it to; say when the next one is due."""
    found = search.hits.filter(found_at__isnull=False, pk__gt=search.mailed_hit)
    total, last = found.count(), found.order_by("-pk").values_list("pk", flat=True).first()
    news = read_news(search, search.mailed_hit, LISTED) if total else []
    if not search.user.email or not search.user.is_active:
        _settle(search, "the account has no e-mail address" if search.user.is_active else "the account is closed")
        return False
    if not news:
        _settle(search, "", last)
        return False
    try:
        write_digest(search, news, total).send()
    except (SMTPException, OSError) as error:
        log.warning("the digest of search %s was not sent: %s", search.pk, error)
        problem = f"{type(error).__name__}: {error}"[:300]
        SavedSearch.objects.filter(pk=search.pk).update(mail_problem=problem, next_mail_at=timezone.now() + RETRY)
        return False
    _settle(search, "", last)
    return True


def _settle(search: SavedSearch, problem: str, last: int | None = None) -> None:
    """The next mail is due one interval from now; a changed rhythm is left as it is."""
    held = SavedSearch.objects.filter(pk=search.pk, digest=search.digest)
    told = {"mailed_hit": last} if last else {}
    interval = INTERVALS[DigestEvery(search.digest)]
    held.update(mail_problem=problem, next_mail_at=timezone.now() + interval, **told)
