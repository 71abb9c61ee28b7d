"""What is known of an article's page on the web: its validators, when it is looked at again, whether it is gone."""

from __future__ import annotations

from django.db import models

from events.models.article import Article


class ArticleFetch(models.Model):
    """The page of a fetched article; a young one is looked at again, at growing intervals, until `next_fetch_at` is null."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="page")
    etag = models.CharField(max_length=1000, blank=True, default="")
    last_modified = models.CharField(max_length=200, blank=True, default="")
    fetched_at = models.DateTimeField(null=True, blank=True)
    next_fetch_at = models.DateTimeField(null=True, blank=True)
    fetches = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, default="", help_text="Why the last look found no article.")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="When the outlet's page was found to be gone.")
    feed_html = models.BinaryField(
        null=True, blank=True, help_text="zlib-compressed words of the feed's entry, for want of the page's."
    )

    class Meta:
        verbose_name = "page of an article"
        verbose_name_plural = "pages of articles"
        indexes = [
            models.Index(fields=["next_fetch_at"], name="fetch_due", condition=models.Q(next_fetch_at__isnull=False)),
            models.Index(fields=["removed_at"], name="fetch_removed", condition=models.Q(removed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"page of {self.article_id}"
