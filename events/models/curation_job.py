"""Decisions too large for one request: done in the background, a batch at a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from events.models.choices import JobState, Verb
from events.models.decision import Decision


class CurationJob(models.Model):
    """A decision under way. `done` of `total` rows are in it; a worker that dies leaves it to the next one.

    All batches belong to one `decision`, which can be undone when the job is finished.
    """

    verb = models.CharField(max_length=8, choices=Verb.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    account = models.CharField(max_length=150)
    payload = models.JSONField()
    state = models.CharField(max_length=7, choices=JobState.choices, default=JobState.PENDING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0, help_text="Rows that somebody decided otherwise meanwhile.")
    decision = models.OneToOneField(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="job")
    message = models.CharField(max_length=500, blank=True, default="")
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="job_done_within_total"),
            models.CheckConstraint(
                condition=models.Q(state__in=[JobState.PENDING, JobState.RUNNING], finished_at__isnull=True)
                | models.Q(state__in=[JobState.DONE, JobState.REFUSED], finished_at__isnull=False),
                name="job_finished_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="job_unfinished",
                condition=models.Q(state__in=[JobState.PENDING, JobState.RUNNING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.account}: {self.done} of {self.total}"
