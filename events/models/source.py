"""Outlets: who publishes."""

from __future__ import annotations

from django.db import models

from events.models.choices import Affiliation, SourceKind


class Source(models.Model):
    """An outlet, known by its domain (`domain` is the registrable domain or the host as the document gave it)."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, unique=True)
    country_code = models.CharField(max_length=2, blank=True, default="", db_index=True)
    language = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=16, choices=SourceKind.choices, default=SourceKind.UNKNOWN)
    owner = models.CharField(max_length=200, blank=True, default="")
    affiliation = models.CharField(max_length=8, choices=Affiliation.choices, default=Affiliation.NONE)
    description = models.TextField(blank=True, default="")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(domain=""), name="source_domain_not_empty"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="source_by_name")]

    def __str__(self) -> str:
        return self.name or self.domain
