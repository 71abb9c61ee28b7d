"""Places: the gazetteer, and what people or machine add to it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from events.models.choices import Origin, PlacePrecision


class Location(models.Model):  # type: ignore[django-manager-missing]
    """A place. lat/lon in degrees (WGS 84); for regions and countries a representative point, never drawn as one."""

    geonames_id = models.BigIntegerField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=200)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=PlacePrecision.choices, default=PlacePrecision.CITY)
    point_source = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="How the point was found when it is not a surveyed one, such as 'hull centroid' of a region's places.",
    )
    feature_class = models.CharField(max_length=1, blank=True, default="")
    feature_code = models.CharField(max_length=10, blank=True, default="")
    country_code = models.CharField(max_length=2, blank=True, default="")
    admin1_code = models.CharField(max_length=20, blank=True, default="")
    population = models.BigIntegerField(default=0)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.IMPORT)
    locked_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    canonical = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__isnull=False, lon__isnull=False)
                & models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="location_point_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(canonical__isnull=True) | ~models.Q(canonical=models.F("id")),
                name="location_not_merged_with_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["country_code", "admin1_code"], name="location_by_region"),
            models.Index(fields=["name", "id"], name="location_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class LocationName(models.Model):
    """One name of a place with its stored look-up keys (events/names.py): `key` is folded, `skeleton` is consonants."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="names", db_index=False)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    skeleton = models.CharField(max_length=100, blank=True, default="")
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "key"], name="location_name_once")]
        indexes = [
            models.Index(fields=["key"], name="location_name_key"),
            models.Index(fields=["skeleton"], condition=~models.Q(skeleton=""), name="location_name_skeleton"),
            # For the words inside a name: see filters/registers.py.
            GinIndex(SearchVector("key", config="simple"), name="location_name_words"),
        ]

    def __str__(self) -> str:
        return self.name


class DataVersion(models.Model):
    """Which version of a shipped data set (gazetteer, vocabulary) this database holds."""

    name = models.CharField(max_length=40, primary_key=True)
    version = models.CharField(max_length=100)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
