"""People, organisations, groups, states and media that act or speak in the news."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from events.models.choices import ActorKind, Origin
from events.models.location import Location


class ActorQuerySet(models.QuerySet["Actor"]):
    def canonical_only(self) -> ActorQuerySet:
        return self.filter(canonical__isnull=True)

    def public(self) -> ActorQuerySet:
        """Of those that were not merged away, whom readers find: neither suppressed nor a private person named once."""
        return self.canonical_only().filter(is_suppressed=False, is_private=False)


class Actor(models.Model):  # type: ignore[django-manager-missing]
    """One actor. `canonical` set means: merged, read that record instead (nothing else moves)."""

    kind = models.CharField(max_length=12, choices=ActorKind.choices)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    country_code = models.CharField(max_length=2, blank=True, default="", db_index=True)
    wikidata_id = models.CharField(max_length=20, blank=True, default="")
    vocabulary_key = models.CharField(max_length=100, null=True, blank=True, unique=True)
    roles = models.JSONField(default=list, blank=True, help_text="[{title, country, from, to}], years or null")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.MACHINE)
    locked_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL, related_name="actors")
    canonical = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    mention_count = models.PositiveIntegerField(default=0, help_text="Articles that name the actor; recomputed.")
    is_suppressed = models.BooleanField(default=False, help_text="A curator hid the record: readers find it nowhere.")
    is_private = models.BooleanField(
        default=False,
        help_text="A person whom only the machine knows, by one mention in one article: no profile. Recomputed.",
    )
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(canonical__isnull=True) | ~models.Q(canonical=models.F("id")),
                name="actor_not_merged_with_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="actor_by_name"),
            models.Index(fields=["-mention_count", "-id"], name="actor_by_mentions"),
        ]

    def __str__(self) -> str:
        return self.name


class ActorName(models.Model):  # type: ignore[django-manager-missing]
    """A name an actor goes by. Strong: enough alone. Weak: only with support of the context."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    strong = models.BooleanField(default=True)
    key = models.CharField(max_length=200)
    skeleton = models.CharField(max_length=100, blank=True, default="")
    token_set = models.CharField(max_length=200, blank=True, default="")
    blocks = ArrayField(
        models.CharField(max_length=60),
        null=True,
        blank=True,
        help_text="Keys of other spellings, orders and shorter forms; null until the next batch is concluded.",
    )
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.MACHINE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "name"], name="actor_name_once")]
        indexes = [
            models.Index(fields=["key"], name="actor_name_key"),
            models.Index(fields=["token_set"], name="actor_name_tokens"),
            models.Index(fields=["skeleton"], name="actor_name_skeleton", condition=~models.Q(skeleton="")),
            GinIndex(fields=["blocks"], name="actor_name_blocks"),
            GinIndex(SearchVector("key", config="simple"), name="actor_name_words"),
            models.Index(fields=["id"], name="actor_name_to_block", condition=models.Q(blocks__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name
