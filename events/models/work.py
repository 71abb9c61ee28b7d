"""The state of work on an article: the queue's truth, in a narrow table of its own."""

from __future__ import annotations

from django.db import models

from events.models.article import Article, ArticleRevision
from events.models.choices import Lane, Stage, WorkStatus


class ArticleWork(models.Model):
    """Where an article stands. A worker claims by a conditional update that sets `lease_until` and commits at once."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="work")
    revision = models.ForeignKey(ArticleRevision, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.READ)
    status = models.CharField(max_length=11, choices=WorkStatus.choices, default=WorkStatus.PENDING)
    reason = models.CharField(max_length=500, blank=True, default="")
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.BULK, db_default=Lane.BULK)
    attempts = models.PositiveSmallIntegerField(default=0)
    deaths = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How many workers died while they held it; then it is claimed alone."
    )
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "state of work"
        verbose_name_plural = "states of work"
        indexes = [
            models.Index(
                fields=["stage", "lane", "article"],
                name="work_waiting",
                condition=models.Q(status=WorkStatus.PENDING),
            ),
            models.Index(fields=["lease_until"], name="work_leased", condition=models.Q(status=WorkStatus.CLAIMED)),
            models.Index(
                fields=["status", "article"],
                name="work_not_done",
                condition=models.Q(status__in=[WorkStatus.REJECTED, WorkStatus.FAILED, WorkStatus.QUARANTINED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.stage} {self.status}"
