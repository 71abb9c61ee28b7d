"""Saved searches: a selection that somebody follows, by page, feed, mail or webhook."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from events.models.alert_choices import DigestEvery, SearchKind


def make_nonce() -> str:
    """Return what a derived secret hangs on: a new one ends the old secret."""
    return secrets.token_hex(16)


class SavedSearch(models.Model):
    """A kind of record and the filters that select it, under a name of its owner's.

    The address of its secret feed is derived from `feed_nonce` and the installation's key, so that it stands nowhere.
    (`transaction`, `change`) is the last row of Change that was compared with it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=7, choices=SearchKind.choices, default=SearchKind.EVENT)
    query = models.CharField(
        max_length=2000, blank=True, default="", help_text="The filters, as in the list's address."
    )
    digest = models.CharField(max_length=5, choices=DigestEvery.choices, default=DigestEvery.NEVER)
    feed_nonce = models.CharField(max_length=32, default=make_nonce)
    transaction = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0, help_text="Records with lower ids were there before, and are never new.")
    seen_hit = models.BigIntegerField(default=0, help_text="The last hit that the owner has seen.")
    mailed_hit = models.BigIntegerField(default=0, help_text="The last hit that was sent by mail.")
    next_mail_at = models.DateTimeField(null=True, blank=True)
    mail_problem = models.CharField(
        max_length=300, blank=True, default="", help_text="Why the last mail did not go out."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["user", "id"], name="search_of_user"),
            models.Index(fields=["next_mail_at"], name="search_to_mail", condition=~models.Q(digest="never")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="search_named_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="search_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SearchHit(models.Model):
    """A record that a search has found. Without `found_at` it was there when the search was saved, and is no news.

    Ids grow with the time of finding, since one search is compared by one worker at a time: a reader's place is an id.
    """

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits", db_index=False)
    record = models.BigIntegerField()
    found_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["search", "record"], name="search_hit_once")]
        indexes = [
            models.Index(fields=["search", "id"], name="search_news", condition=models.Q(found_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.record} for {self.search_id}"
