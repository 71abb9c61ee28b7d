"""Articles and their revisions: what was published, word for word, and how it reached us."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from events.models.choices import Provenance, TimePrecision
from events.models.ingest_run import IngestRun
from events.models.source import Source

# Half-precision numbers a document: 2 kB. Why so many: events/tagger/vectors.py.
VECTOR_SIZE = 1024
MEANING_SIZE = 384


class Article(models.Model):
    """A document under one identity key (DESIGN section 4). Its words stand in its current revision."""

    key = models.CharField(max_length=300, unique=True)
    external_id = models.CharField(max_length=500, blank=True, default="", db_index=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="articles", db_index=False
    )
    url = models.CharField(max_length=2000, blank=True, default="")
    title = models.CharField(max_length=1000, blank=True, default="")
    authors = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    language = models.CharField(max_length=12, blank=True, default="", db_index=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_precision = models.CharField(max_length=8, choices=TimePrecision.choices, default=TimePrecision.UNKNOWN)
    published_offset = models.SmallIntegerField(
        null=True, blank=True, help_text="Minutes east of UTC of the outlet's own clock, where the page tells it."
    )
    provenance = models.CharField(max_length=8, choices=Provenance.choices)
    vouched = models.BooleanField(
        default=False, help_text="A curator vouches for supplied text: it counts as an origin."
    )
    revision = models.ForeignKey(
        "events.ArticleRevision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    counted_on = models.DateField(
        null=True,
        editable=False,
        help_text="The day it counts for in actors' and places' days; null: not concluded yet.",
    )
    word_count = models.PositiveIntegerField(default=0)
    copy_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    copy_score = models.FloatField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = [models.F("published_at").desc(nulls_last=True), "-pk"]
        permissions = [("ingest", "Can hand in articles and feeds"), ("curate", "Can decide on records")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True, published_precision=TimePrecision.UNKNOWN)
                | models.Q(published_at__isnull=False) & ~models.Q(published_precision=TimePrecision.UNKNOWN),
                name="article_date_goes_with_precision",
            ),
            models.CheckConstraint(
                condition=models.Q(copy_of__isnull=True) | ~models.Q(copy_of=models.F("id")),
                name="article_not_a_copy_of_itself",
            ),
        ]
        indexes = [
            models.Index(models.F("published_at").desc(nulls_last=True), models.F("id").desc(), name="article_by_date"),
            models.Index(
                "source",
                models.F("published_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="article_by_source",
            ),
            models.Index(fields=["source"], name="article_of_source", condition=models.Q(revision__isnull=False)),
            models.Index(fields=["url"], name="article_by_url", condition=~models.Q(url="")),
            models.Index(fields=["copy_of"], name="article_copies", condition=models.Q(copy_of__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or self.external_id or self.url or f"newsbase:{self.pk}"

    @property
    def published_there(self) -> datetime | None:
        """`published_at` by the outlet's own clock, where that is known: its "Monday" is not always Monday in UTC."""
        if self.published_at is None or self.published_offset is None:
            return self.published_at
        return self.published_at.astimezone(timezone(timedelta(minutes=self.published_offset)))

    @property
    def reference(self) -> str:
        """The name exports use: the caller's id, else the URL, else newsbase:<id>."""
        return self.external_id or self.url or f"newsbase:{self.pk}"

    @property
    def is_unverified(self) -> bool:
        """Supplied text that names an outlet or URL which nobody has checked yet."""
        return self.provenance == Provenance.SUPPLIED and not self.vouched and bool(self.source_id or self.url)


class ArticleRevision(models.Model):
    """One state of an article's words. `text` is null while HTML waits to be extracted; offsets count code points in it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=1000, blank=True, default="")
    text = models.TextField(null=True, blank=True)  # noqa: DJ001 - null says "not extracted yet", "" says "nothing in it"
    input_hash = models.CharField(max_length=64, help_text="SHA-256 of what came in (text and title, or raw HTML).")
    content_hash = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of title and text.")
    raw_html = models.BinaryField(
        null=True, blank=True, help_text="zlib-compressed; kept after reading by setting only."
    )
    provenance = models.CharField(max_length=8, choices=Provenance.choices)
    supplied_by = models.CharField(max_length=150, blank=True, default="")
    run = models.ForeignKey(IngestRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="revisions")
    retrieved_at = models.DateTimeField()

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]
        indexes = [models.Index(fields=["content_hash"], name="revision_by_content")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.article_id}"


class ArticleReading(models.Model):
    """What the tagger read in a revision, kept so that concluding again needs no new reading.

    `entities`: [[field, start, end, type, confidence]]; `attributions`: [{source, cue, content, confidence}] with lists
    of [start, end] in the body; `sentences`: [[start, end]] of the body.
    """

    revision = models.OneToOneField(ArticleRevision, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    tagger_version = models.CharField(max_length=60)
    sentences = models.JSONField()
    entities = models.JSONField()
    attributions = models.JSONField()
    topics = models.JSONField(default=dict, help_text="IPTC Media Topic label -> score")
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"reading of {self.revision_id} by {self.tagger_version}"


class ArticleVector(models.Model):
    """The article's words as a unit vector, beside the wide row so that updates never rewrite it."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="vector")
    vector = HalfVectorField(dimensions=VECTOR_SIZE)

    def __str__(self) -> str:
        return f"vector of {self.article_id}"


class ArticleMeaning(models.Model):
    """What the article is about as a unit vector of the tagger's network, for search; a tagger may have none."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="meaning")
    vector = HalfVectorField(dimensions=MEANING_SIZE)

    class Meta:
        indexes = [HnswIndex(fields=["vector"], name="article_meaning_near", opclasses=["halfvec_cosine_ops"])]

    def __str__(self) -> str:
        return f"meaning of {self.article_id}"


class ArticleSignature(models.Model):
    """The hashes of an article's word shingles, and MinHash bands, by whose overlap the database finds near-copies."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="signature")
    hashes = models.BinaryField()
    shingles = models.PositiveIntegerField()
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        # A list of pending entries would be read through for each article that is looked up.
        indexes = [GinIndex(fields=["bands"], name="signature_bands", fastupdate=False)]

    def __str__(self) -> str:
        return f"signature of {self.article_id}"


class ArticleSearch(models.Model):
    """The full-text index row, written by the store step."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="search")
    document = SearchVectorField()

    class Meta:
        verbose_name_plural = "article search rows"
        indexes = [GinIndex(fields=["document"], name="article_search")]

    def __str__(self) -> str:
        return f"search row of {self.article_id}"


def is_current_revision() -> models.Q:
    """The row's `revision` is the one its article stands in.

    Asked as EXISTS over the revision alone: compared by article and revision, PostgreSQL takes the two for independent,
    expects no rows, and sorts the whole table for a list's first page (150,000 articles: 4.6 s instead of 35 ms).
    """
    return models.Q(models.Exists(Article.objects.filter(revision=models.OuterRef("revision"))))
