"""Articles that were taken down: what is left of them is that they were, and why."""

from __future__ import annotations

from django.db import models

from events.models.article import Article


class Takedown(models.Model):
    """The tombstone of an article whose words were erased for good. Its key stays, so that it is not taken in again."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="takedown")
    reason = models.CharField(max_length=500, help_text="Readers are told.")
    account = models.CharField(max_length=150, help_text="Who decided it.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="takedown_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.reason}"
