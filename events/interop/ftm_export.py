"""Actors, events, articles and mentions as FollowTheMoney entities, for Aleph, OpenSanctions' tools and the like.

A page of rows at a time: each function asks the database a constant number of questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from events import vocabulary
from events.interop.identify import name_record, page_of, tell_time
from events.models import Actor, Article, Event, EventActor, EventArticle, Mention

Entity = dict[str, Any]
SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "group": "Organization",
    "media": "Organization",
    "state": "PublicBody",
}
# FollowTheMoney names languages by three letters (ISO 639-3); others are left out.
LANGUAGES = {
    "af": "afr", "am": "amh", "ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "bn": "ben", "bs": "bos", "ca": "cat",
    "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin",
    "fr": "fra", "ga": "gle", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl",
    "it": "ita", "ja": "jpn", "ka": "kat", "kk": "kaz", "km": "khm", "ko": "kor", "ky": "kir", "lt": "lit", "lv": "lav",
    "mk": "mkd", "mn": "mon", "ms": "msa", "mt": "mlt", "my": "mya", "ne": "nep", "nl": "nld", "no": "nor", "pl": "pol",
    "ps": "pus", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe",
    "sw": "swa", "ta": "tam", "te": "tel", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb", "vi": "vie",
    "zh": "zho",
}  # fmt: skip


def describe_ftm(kind: str, rows: Sequence[Any]) -> list[Entity]:
    """The entities of rows of a kind's list (see KINDS)."""
    return KINDS[kind](rows)


def _entity(kind: str, pk: int, schema: str, caption: str, **properties: Any) -> Entity:
    """Values become lists of text; what is empty is left out."""
    told: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = [str(one).replace("\x00", "") for one in (value if isinstance(value, list | tuple) else [value])]
        if held := list(dict.fromkeys(one for one in values if one.strip())):
            told[name] = held
    return {"id": name_record(kind, pk), "schema": schema, "caption": caption, "properties": told}


def _actors(rows: Sequence[Actor]) -> list[Entity]:
    return [_actor(actor) for actor in rows]


def _actor(actor: Actor) -> Entity:
    names = [name for name in actor.names.all() if name.name != actor.name]
    is_person = actor.kind == "person"
    held = {"position": [role.get("title") or "" for role in actor.roles]} if is_person else {}
    return _entity(
        "actor", actor.pk, SCHEMATA[actor.kind], actor.name,
        name=actor.name,
        alias=[name.name for name in names if name.strong],
        weakAlias=[name.name for name in names if not name.strong],
        country=actor.country_code.lower(),
        wikidataId=actor.wikidata_id,
        summary=actor.description,
        keywords=f"newsbase:{actor.kind}",
        sourceUrl=page_of("actor", actor.pk),
        modifiedAt=f"{actor.modified_at:%Y-%m-%d}",
        **held,
    )  # fmt: skip


def _events(rows: Sequence[Event]) -> list[Entity]:
    ids = [event.pk for event in rows]
    actors: dict[int, list[str]] = defaultdict(list)
    named = EventActor.objects.filter(event__in=ids, actor__is_suppressed=False, actor__is_private=False)
    for event, actor, survivor in named.order_by("-articles", "pk").values_list("event", "actor", "actor__canonical"):
        actors[event].append(name_record("actor", survivor or actor))
    articles: dict[int, list[str]] = defaultdict(list)
    told = EventArticle.objects.filter(event__in=ids, article__revision__isnull=False)
    for event, article in told.order_by("pk").values_list("event", "article"):
        articles[event].append(name_record("article", article))
    topics = {topic.code: topic.label for topic in vocabulary.topics()}
    return [
        _entity(
            "event", event.pk, "Event", event.title,
            name=event.title,
            summary=" ".join(sentence.text for sentence in event.summary),  # type: ignore[attr-defined]
            startDate=tell_time(event.start_at, event.time_precision),
            endDate=tell_time(event.end_at, event.time_precision),
            location=event.location.name if event.location else "",
            country=event.country_code.lower(),
            involved=actors[event.pk],
            proof=articles[event.pk],
            keywords=[topics.get(event.topic, ""), f"plover:{event.plover_type}" if event.plover_type else ""],
            sourceUrl=page_of("event", event.pk),
            modifiedAt=f"{event.modified_at:%Y-%m-%d}",
        )
        for event in rows
    ]  # fmt: skip


def _articles(rows: Sequence[Article]) -> list[Entity]:
    texts = dict(Article.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "revision__text"))
    return [
        _entity(
            "article", article.pk, "Article", str(article),
            title=article.title,
            bodyText=texts.get(article.pk) or "",
            author=article.authors,
            language=LANGUAGES.get(article.language.split("-")[0], ""),
            publishedAt=tell_time(article.published_at, article.published_precision),
            publisher=article.source.name if article.source else "",
            publisherUrl=f"https://{article.source.domain}/" if article.source else "",
            sourceUrl=article.url if article.url.startswith(("http://", "https://")) else "",
            modifiedAt=f"{article.modified_at:%Y-%m-%d}",
        )
        for article in rows
    ]  # fmt: skip


def _mentions(rows: Sequence[Mention]) -> list[Entity]:
    """A mention that means nobody known has no `resolved`; one of a place alone is no FollowTheMoney mention."""
    found = []
    for mention in rows:
        if mention.type == "location" and mention.actor_id is None:
            continue
        actor = mention.actor.canonical or mention.actor if mention.actor else None
        shown = actor if actor is not None and not actor.is_suppressed and not actor.is_private else None
        kind = actor.kind if actor else {"person": "person"}.get(mention.type, "organization")
        entity = _entity(
            "mention", mention.pk, "Mention", mention.text,
            document=name_record("article", mention.article_id),
            name=mention.text,
            resolved=name_record("actor", shown.pk) if shown else "",
            detectedSchema=SCHEMATA[kind],
        )  # fmt: skip
        found.append(entity)
    return found


KINDS: dict[str, Callable[[Any], list[Entity]]] = {
    "actor": _actors,
    "event": _events,
    "article": _articles,
    "mention": _mentions,
}
