"""One factory a table, giving small valid rows that hang together: an article has a revision, its work is done.

Longer than 300 lines: one factory a table, in one place, so that nobody writes a second one.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import factory
from django.contrib.auth.models import Permission, User
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from factory.django import DjangoModelFactory, Password

from events import models
from events.fulltext import fold_for_search
from events.names import fold, skeleton, token_key
from events.pipeline.count_batch import day_of

MOMENT = datetime(2022, 1, 24, 9, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory[User]):
    """`permissions=["ingest", "curate"]` gives those of Newsbase."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = Password("a long enough password")

    @factory.post_generation
    def permissions(self: Any, create: bool, extracted: list[str] | None, **_: Any) -> None:
        for codename in extracted or []:
            self.user_permissions.add(Permission.objects.get(content_type__app_label="events", codename=codename))


class SourceFactory(DjangoModelFactory[models.Source]):
    class Meta:
        model = models.Source

    name = factory.Sequence(lambda n: f"Outlet {n}")
    domain = factory.Sequence(lambda n: f"outlet{n}.example")
    country_code = "GB"
    language = "en"


class FeedFactory(DjangoModelFactory[models.Feed]):
    class Meta:
        model = models.Feed

    url = factory.Sequence(lambda n: f"https://outlet{n}.example/feed.xml")
    title = factory.Sequence(lambda n: f"Feed {n}")
    source = factory.SubFactory(SourceFactory)


class IngestRunFactory(DjangoModelFactory[models.IngestRun]):
    class Meta:
        model = models.IngestRun

    kind = "api"
    label = "a test"
    account = "tester"
    finished_at = MOMENT


class UnreadArticleFactory(DjangoModelFactory[models.Article]):
    """An article that was taken in and waits to be read; it has no revision, and no work row either."""

    class Meta:
        model = models.Article

    key = factory.Sequence(lambda n: f"test:{n}")
    external_id = factory.Sequence(lambda n: f"doc-{n}")
    source = factory.SubFactory(SourceFactory)
    url = factory.Sequence(lambda n: f"https://outlet.example/stories/{n}")
    title = factory.Sequence(lambda n: f"Story {n}")
    language = "en"
    published_at = MOMENT
    published_precision = factory.LazyAttribute(lambda made: "second" if made.published_at else "unknown")
    provenance = "supplied"
    vouched = True


class ArticleFactory(UnreadArticleFactory):
    """A readable article: `text` becomes its revision and its search row; its work is done."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def text(self: Any, create: bool, extracted: str | None, **_: Any) -> None:
        words = extracted or f"{self.title}. At least 70 people were killed, the ministry said."
        self.revision = ArticleRevisionFactory(article=self, title=self.title, text=words)
        self.word_count = len(words.split())
        self.counted_on = day_of(self.published_at)
        self.save()
        ArticleWorkFactory(article=self, revision=self.revision)
        ArticleSearchFactory(article=self, words=f"{self.title}\n{words}")


class ArticleRevisionFactory(DjangoModelFactory[models.ArticleRevision]):
    class Meta:
        model = models.ArticleRevision

    article = factory.SubFactory(UnreadArticleFactory)
    number = factory.LazyAttribute(lambda made: made.article.revisions.count() + 1)
    title = ""
    text = "At least 70 people were killed, the ministry said."
    input_hash = factory.LazyAttribute(lambda made: hashlib.sha256((made.text or "").encode()).hexdigest())
    content_hash = factory.SelfAttribute("input_hash")
    provenance = "supplied"
    retrieved_at = MOMENT


class ArticleWorkFactory(DjangoModelFactory[models.ArticleWork]):
    class Meta:
        model = models.ArticleWork

    article = factory.SubFactory(UnreadArticleFactory)
    stage = "conclude"
    status = "done"


class ArticleSearchFactory(DjangoModelFactory[models.ArticleSearch]):
    """The search row of `words`, stemmed as English."""

    class Meta:
        model = models.ArticleSearch
        exclude = ("words",)

    words = ""
    article = factory.SubFactory(UnreadArticleFactory)
    document = factory.LazyAttribute(lambda made: SearchVector(Value(fold_for_search(made.words)), config="english"))


class LocationFactory(DjangoModelFactory[models.Location]):
    class Meta:
        model = models.Location

    geonames_id = factory.Sequence(lambda n: 10_000_000 + n)
    name = factory.Sequence(lambda n: f"Town {n}")
    lat = 36.5
    lon = 40.7
    precision = "city"
    feature_class = "P"
    feature_code = "PPL"
    country_code = "SY"
    population = 10_000


class LocationNameFactory(DjangoModelFactory[models.LocationName]):
    class Meta:
        model = models.LocationName

    location = factory.SubFactory(LocationFactory)
    name = factory.SelfAttribute("location.name")
    key = factory.LazyAttribute(lambda made: fold(made.name))
    skeleton = factory.LazyAttribute(lambda made: skeleton(made.name))
    is_primary = True


class ActorFactory(DjangoModelFactory[models.Actor]):
    class Meta:
        model = models.Actor

    kind = "organization"
    name = factory.Sequence(lambda n: f"Ministry {n}")
    country_code = "IQ"
    origin = "machine"


class ActorNameFactory(DjangoModelFactory[models.ActorName]):
    class Meta:
        model = models.ActorName

    actor = factory.SubFactory(ActorFactory)
    name = factory.SelfAttribute("actor.name")
    key = factory.LazyAttribute(lambda made: fold(made.name))
    skeleton = factory.LazyAttribute(lambda made: skeleton(made.name))
    token_set = factory.LazyAttribute(lambda made: token_key(made.name))


class EventFactory(DjangoModelFactory[models.Event]):
    class Meta:
        model = models.Event

    title = factory.Sequence(lambda n: f"Happening {n}")
    topic = ""
    start_at = MOMENT
    end_at = MOMENT
    time_precision = "day"
    location = factory.SubFactory(LocationFactory)
    country_code = factory.LazyAttribute(lambda made: made.location.country_code if made.location else "")
    size = 1
    origins = 1
    latest_at = MOMENT


class EventArticleFactory(DjangoModelFactory[models.EventArticle]):
    class Meta:
        model = models.EventArticle

    event = factory.SubFactory(EventFactory)
    article = factory.SubFactory(ArticleFactory)
    score = 1.0
    reason = "the event's first article"


class EventSentenceFactory(DjangoModelFactory[models.EventSentence]):
    class Meta:
        model = models.EventSentence

    event = factory.SubFactory(EventFactory)
    position = factory.Sequence(lambda n: n)
    article = factory.SubFactory(ArticleFactory)
    revision = factory.SelfAttribute("article.revision")
    start = 0
    end = 8
    text = "At least"


class EventLinkFactory(DjangoModelFactory[models.EventLink]):
    class Meta:
        model = models.EventLink

    earlier = factory.SubFactory(EventFactory)
    later = factory.SubFactory(EventFactory)
    score = 0.8
    reason = "1 shared person (Anna Lee), 9 days later"


class EventActorFactory(DjangoModelFactory[models.EventActor]):
    class Meta:
        model = models.EventActor

    event = factory.SubFactory(EventFactory)
    actor = factory.SubFactory(ActorFactory)
    articles = 1


class EventLocationFactory(DjangoModelFactory[models.EventLocation]):
    class Meta:
        model = models.EventLocation

    event = factory.SubFactory(EventFactory)
    location = factory.SubFactory(LocationFactory)
    articles = 1


class MentionFactory(DjangoModelFactory[models.Mention]):
    """A mention in the article's current revision; give `start` where one article has several."""

    class Meta:
        model = models.Mention

    article = factory.SubFactory(ArticleFactory)
    revision = factory.SelfAttribute("article.revision")
    field = "body"
    start = factory.Sequence(lambda n: n * 10)
    end = factory.LazyAttribute(lambda made: made.start + len(made.text))
    text = "ministry"
    type = "organization"
    confidence = 0.9
    actor = factory.SubFactory(ActorFactory)


class ActFactory(DjangoModelFactory[models.Act]):
    class Meta:
        model = models.Act

    article = factory.SubFactory(ArticleFactory)
    revision = factory.SelfAttribute("article.revision")
    field = "body"
    start = factory.Sequence(lambda n: n * 10)
    end = factory.LazyAttribute(lambda made: made.start + 8)
    text = "attacked"
    type = "ASSAULT"


class ActPartyFactory(DjangoModelFactory[models.ActParty]):
    class Meta:
        model = models.ActParty

    act = factory.SubFactory(ActFactory)
    mention = factory.SubFactory(MentionFactory, article=factory.SelfAttribute("..act.article"))
    role = "agent"


class ClaimFactory(DjangoModelFactory[models.Claim]):
    class Meta:
        model = models.Claim

    article = factory.SubFactory(ArticleFactory)
    revision = factory.SelfAttribute("article.revision")
    speaker = factory.SubFactory(ActorFactory)
    speaker_start = 40
    speaker_end = 52
    speaker_text = "the ministry"
    cue_start = 53
    cue_end = 57
    cue_text = "said"
    content = factory.LazyAttribute(lambda made: [[0, len(made.text)]])
    text = "At least 70 people were killed"
    kind = "indirect"
    published_at = factory.SelfAttribute("article.published_at")
    event = factory.SubFactory(EventFactory)
    confidence = 0.8


class ClaimLinkFactory(DjangoModelFactory[models.ClaimLink]):
    class Meta:
        model = models.ClaimLink

    claim = factory.SubFactory(ClaimFactory)
    other = factory.SubFactory(ClaimFactory)
    type = "repeats"
    score = 0.9
    reason = "the same words"


class FigureFactory(DjangoModelFactory[models.Figure]):
    class Meta:
        model = models.Figure

    article = factory.SubFactory(ArticleFactory)
    revision = factory.SelfAttribute("article.revision")
    start = factory.Sequence(lambda n: n * 30)
    end = factory.LazyAttribute(lambda made: made.start + len(made.text))
    text = "At least 70 people"
    measure = "killed"
    value = 70
    low = 70
    bound = "at_least"
    who = "people"
    event = factory.SubFactory(EventFactory)


class FigureLinkFactory(DjangoModelFactory[models.FigureLink]):
    class Meta:
        model = models.FigureLink

    figure = factory.SubFactory(FigureFactory)
    other = factory.SubFactory(FigureFactory)
    type = "supersedes"
    score = 0.9
    reason = "a later count"


class RunItemFactory(DjangoModelFactory[models.RunItem]):
    class Meta:
        model = models.RunItem

    run = factory.SubFactory(IngestRunFactory)
    position = factory.LazyAttribute(lambda made: made.run.items.count())
    reference = factory.Sequence(lambda n: f"doc-{n}")
    outcome = "created"
    article = factory.SubFactory(ArticleFactory)


class DecisionFactory(DjangoModelFactory[models.Decision]):
    class Meta:
        model = models.Decision

    verb = "lock"
    user = factory.SubFactory(UserFactory)
    account = factory.SelfAttribute("user.username")
    payload = factory.LazyFunction(lambda: {"table": "actor", "id": 1, "fields": ["name"]})
    inverse = factory.LazyFunction(lambda: {"changed": [], "created": []})
    touched = factory.LazyFunction(lambda: ["actor:1"])


class ActorJudgementFactory(DjangoModelFactory[models.ActorJudgement]):
    class Meta:
        model = models.ActorJudgement

    verdict = "different"
    account = "curator"
    decision = factory.SubFactory(DecisionFactory)
    left = factory.SubFactory(ActorFactory)
    right = factory.SubFactory(ActorFactory)


class LocationJudgementFactory(DjangoModelFactory[models.LocationJudgement]):
    class Meta:
        model = models.LocationJudgement

    verdict = "same"
    account = "curator"
    decision = factory.SubFactory(DecisionFactory)
    left = factory.SubFactory(LocationFactory)
    right = factory.SubFactory(LocationFactory)


class EventJudgementFactory(DjangoModelFactory[models.EventJudgement]):
    class Meta:
        model = models.EventJudgement

    verdict = "unsure"
    account = "curator"
    decision = factory.SubFactory(DecisionFactory)
    left = factory.SubFactory(EventFactory)
    right = factory.SubFactory(EventFactory)


class ReviewItemFactory(DjangoModelFactory[models.ReviewItem]):
    """A pair of actors that may be one; nobody has answered."""

    class Meta:
        model = models.ReviewItem

    kind = "duplicate"
    actor = factory.SubFactory(ActorFactory)
    other = factory.SubFactory(ActorFactory)
    key = factory.LazyAttribute(lambda made: f"duplicate:{made.actor.pk}:{made.other.pk}")
    score = 0.8
    reason = "the same words in another order"
    weight = 1


class CurationJobFactory(DjangoModelFactory[models.CurationJob]):
    class Meta:
        model = models.CurationJob

    verb = "split"
    user = factory.SubFactory(UserFactory)
    account = factory.SelfAttribute("user.username")
    payload = factory.LazyFunction(lambda: {"actor": 1, "mentions": [], "name": "Somebody"})
    total = 0


class SavedSearchFactory(DjangoModelFactory[models.SavedSearch]):
    """A search as stored; `events.alerts.searches.save_search` is what begins to follow."""

    class Meta:
        model = models.SavedSearch

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Search {n}")
    query = "country=IQ"


class WebhookFactory(DjangoModelFactory[models.Webhook]):
    """A webhook as stored; `events.alerts.webhooks.make_webhook` is what makes one with a secret."""

    class Meta:
        model = models.Webhook

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Webhook {n}")
    url = "https://receiver.example/hook"
    types = factory.LazyFunction(lambda: ["event.*"])


class DeliveryFactory(DjangoModelFactory[models.Delivery]):
    class Meta:
        model = models.Delivery

    webhook = factory.SubFactory(WebhookFactory)
    type = "event.created"
    body = "{}"
    next_at = MOMENT


class NoticeFactory(DjangoModelFactory[models.Notice]):
    class Meta:
        model = models.Notice

    user = factory.SubFactory(UserFactory)
    text = "Something happened."


class ExportFactory(DjangoModelFactory[models.Export]):
    class Meta:
        model = models.Export

    user = factory.SubFactory(UserFactory)
    kind = "event"
    format = "csv"
    file = factory.Sequence(lambda n: f"export{n}.csv")
