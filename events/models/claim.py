"""Claims: who said what, in which words, and how one claim bears on another."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from events.models.actor import Actor
from events.models.article import Article, ArticleRevision, is_current_revision
from events.models.choices import ClaimKind, ClaimLinkType, DecidedBy, Modality, Standing, TimePrecision
from events.models.event import Event
from events.models.location import Location
from events.models.mention import Mention


class ClaimQuerySet(models.QuerySet["Claim"]):
    def current(self) -> ClaimQuerySet:
        """Of the articles' current revisions, tombstones left out."""
        return self.filter(is_current_revision(), removed_at__isnull=True)


class Claim(models.Model):
    """One statement. `content` is [[start, end], ...] in the revision's text; `text` is those words joined."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="claims")
    speaker = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims", db_index=False
    )
    speaker_mention = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims"
    )
    speaker_start = models.PositiveIntegerField(null=True, blank=True)
    speaker_end = models.PositiveIntegerField(null=True, blank=True)
    speaker_text = models.CharField(max_length=1000, blank=True, default="")
    cue_start = models.PositiveIntegerField(null=True, blank=True)
    cue_end = models.PositiveIntegerField(null=True, blank=True)
    cue_text = models.CharField(max_length=200, blank=True, default="")
    content = models.JSONField()
    text = models.TextField()
    kind = models.CharField(max_length=8, choices=ClaimKind.choices)
    modality = models.CharField(max_length=10, choices=Modality.choices, default=Modality.ASSERTED)
    negated = models.BooleanField(default=False)
    medium = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_claims",
        help_text="Through whom the words came, where that is not the article's own outlet.",
    )  # fmt: skip
    medium_start = models.PositiveIntegerField(null=True, blank=True)
    medium_end = models.PositiveIntegerField(null=True, blank=True)
    medium_text = models.CharField(max_length=300, blank=True, default="")
    reported_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports",
        help_text="The claim inside which this one stands: X said that Y had told Z.",
    )  # fmt: skip
    speaks_of_from = models.DateTimeField(null=True, blank=True)
    speaks_of_to = models.DateTimeField(null=True, blank=True)
    speaks_of_precision = models.CharField(
        max_length=8, choices=TimePrecision.choices, default=TimePrecision.UNKNOWN, help_text="Of the time spoken of."
    )
    speaks_of_text = models.CharField(max_length=100, blank=True, default="")
    standing = models.CharField(max_length=14, choices=Standing.choices, default=Standing.SINGLE_SOURCE)
    standing_also = ArrayField(
        models.CharField(max_length=14, choices=Standing.choices), default=list, blank=True,
        help_text="The other standings that hold too, in their order.",
    )  # fmt: skip
    standing_reason = models.CharField(max_length=300, blank=True, default="")
    first_at = models.DateTimeField(null=True, blank=True, help_text="When it was first published, here or elsewhere.")
    last_at = models.DateTimeField(null=True, blank=True, help_text="When it was last repeated.")
    outlets = models.PositiveIntegerField(default=1, help_text="That carry it.")
    origins = models.PositiveIntegerField(default=1, help_text="Independent ones: copies and one owner are one.")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims")
    published_at = models.DateTimeField(null=True, blank=True, help_text="Of the article; here for the list's order.")
    confidence = models.FloatField()
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = [models.F("published_at").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(models.F("published_at").desc(nulls_last=True), models.F("id").desc(), name="claim_by_date"),
            models.Index(
                "speaker",
                models.F("published_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="claim_by_speaker",
            ),
            # Of the few that others said something to: a list of them would else read every claim by date.
            models.Index(
                "standing",
                models.F("published_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="claim_by_standing",
                condition=~models.Q(standing=Standing.SINGLE_SOURCE),
            ),
            # Whether sources contradict each other on an event is asked for each of a thousand: 62 ms without this.
            models.Index(
                fields=["event"],
                name="claim_disputed",
                condition=models.Q(standing=Standing.DISPUTED, removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ClaimActor(models.Model):
    """Somebody whom a claim speaks of (named in its words), the speaker left out."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="about_actors", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="claims_about", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "actor"], name="claim_actor_once")]
        indexes = [models.Index(fields=["actor", "claim"], name="claim_actor_by_actor")]

    def __str__(self) -> str:
        return f"{self.claim_id} about {self.actor_id}"


class ClaimLocation(models.Model):
    """A place that a claim speaks of (named in its words)."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="about_locations", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="claims_about", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "location"], name="claim_location_once")]
        indexes = [models.Index(fields=["location", "claim"], name="claim_location_by_location")]

    def __str__(self) -> str:
        return f"{self.claim_id} about {self.location_id}"


class ClaimKeys(models.Model):
    """What claims are found by when another is linked: hashes of (event or speaker, rare word or measure).

    Beside the wide row, so that a new standing does not rewrite the index.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="keys")
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="claim_keys", fastupdate=False)]

    def __str__(self) -> str:
        return f"keys of {self.claim_id}"


class ClaimLinkQuerySet(models.QuerySet["ClaimLink"]):
    def standing(self) -> ClaimLinkQuerySet:
        """Those that hold: no curator rejected them."""
        return self.filter(rejected=False)


class ClaimLink(models.Model):
    """`claim` repeats, corroborates, contradicts or supersedes `other`, with a score and the reason in words.

    `rejected`: a curator says it does not; the row stays, so that the machine never makes the link again.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links", db_index=False)
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="linked_from")
    type = models.CharField(max_length=12, choices=ClaimLinkType.choices)
    score = models.FloatField()
    reason = models.CharField(max_length=300)
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)
    rejected = models.BooleanField(default=False)

    objects = ClaimLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "other", "type"], name="claim_link_once"),
            models.CheckConstraint(condition=~models.Q(claim=models.F("other")), name="claim_not_linked_to_itself"),
            models.CheckConstraint(
                condition=models.Q(rejected=False) | models.Q(decided_by=DecidedBy.CURATOR),
                name="claim_link_rejected_by_curator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.type} {self.other_id}"
