"""Articles as the API shows them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request

from events.api.permissions import may_ingest
from events.api.plan_rows import RowSerializer
from events.api.references import EventReference, SourceReference
from events.models import Article, ArticleRevision, EventArticle


class MembershipSerializer(RowSerializer[EventArticle]):
    """An event that an article tells, and why it is said to."""

    event = EventReference(read_only=True)

    class Meta:
        model = EventArticle
        fields = ("event", "primary", "score", "reason", "decided_by")


class ArticleSerializer(RowSerializer[Article]):
    source = SourceReference(read_only=True, allow_null=True)  # type: ignore[assignment]
    is_unverified = serializers.BooleanField(read_only=True, help_text="Supplied text whose outlet nobody has checked.")
    events = MembershipSerializer(many=True, read_only=True, source="event_links")

    class Meta:
        model = Article
        fields = (
            "id", "external_id", "url", "title", "source", "authors", "language", "published_at",
            "published_precision", "provenance", "is_unverified", "word_count", "copy_of", "copy_score", "events",
            "is_sample", "created_at", "modified_at",
        )  # fmt: skip
        read_only_fields = fields


class RevisionSerializer(RowSerializer[ArticleRevision]):
    """The state of the words, and how it came; who handed it in is told to those who may."""

    supplied_by = serializers.SerializerMethodField()

    class Meta:
        model = ArticleRevision
        fields = ("id", "number", "provenance", "supplied_by", "retrieved_at", "content_hash")
        read_only_fields = fields

    def get_supplied_by(self, revision: ArticleRevision) -> str | None:
        return (revision.supplied_by or None) if may_ingest(self.context.get("request")) else None


class ArticleDetailSerializer(ArticleSerializer):
    revision = RevisionSerializer(read_only=True)
    text = serializers.SerializerMethodField(help_text="All offsets count code points in it.")
    text_is_excerpt = serializers.SerializerMethodField(help_text="The text goes on; sign in to read it.")

    class Meta(ArticleSerializer.Meta):
        fields = (*ArticleSerializer.Meta.fields, "revision", "text", "text_is_excerpt")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    def get_text(self, article: Article) -> str:
        return cut_text(_text_of(article), self.context.get("request"))

    def get_text_is_excerpt(self, article: Article) -> bool:
        return len(self.get_text(article)) < len(_text_of(article))


def cut_text(text: str, request: Request | Any | None) -> str:
    """Return what this reader may see of a body: all of it, or its beginning (settings.ANONYMOUS_BODY)."""
    signed_in = bool(request is not None and request.user and request.user.is_authenticated)
    if settings.ANONYMOUS_BODY == "full" or signed_in:
        return text
    return text[: settings.EXCERPT_CHARACTERS]


def _text_of(article: Article) -> str:
    return (article.revision.text if article.revision else None) or ""
