"""How many articles name an actor or a place, day by day: kept by the pipeline, so that no page counts mentions.

A record's rows count the articles that name it or a record merged into it, each article once, as `Actor.mention_count`
does. `Article.counted_on` is the day that an article stands under here, UNDATED for one without a date.
"""

from __future__ import annotations

from datetime import date

from django.db import models

from events.models.actor import Actor
from events.models.location import Location

UNDATED = date.min


class ActorDay(models.Model):
    """Articles of one day that name an actor."""

    pk = models.CompositePrimaryKey("actor", "day")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    articles = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.articles} articles name {self.actor_id} on {self.day}"


class LocationDay(models.Model):
    """Articles of one day that name a place."""

    pk = models.CompositePrimaryKey("location", "day")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    articles = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.articles} articles name {self.location_id} on {self.day}"
