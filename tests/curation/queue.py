"""Things that curators are asked about: pairs that may be one, names in doubt, new names."""

from __future__ import annotations

from events.models import Actor, Mention
from tests import factories as make


def make_pair(number: int, mention_count: int = 3) -> tuple[Actor, Actor]:
    """Two records of one ministry, spelled in two ways, each named in a text."""
    names = (f"Ministry of Harbours {number}", f"Harbours {number} Ministry of")
    pair = tuple(make.ActorFactory(name=name, mention_count=mention_count) for name in names)
    for actor in pair:
        make.ActorNameFactory(actor=actor)
        say(actor, actor.name, actor=actor)
    return pair[0], pair[1]


def make_doubt(number: int) -> tuple[Mention, Actor, Actor]:
    """A surname that two people bear, twice in one article; the first of the two is likelier."""
    one, other = (
        make.ActorFactory(name=f"{first} Berg{number}", kind="person", country_code=country)
        for first, country in (("Anna", "SE"), ("Karl", "DE"))
    )
    candidates = [{"actor": one.pk, "score": 0.6}, {"actor": other.pk, "score": 0.55}]
    name = f"Berg{number}"
    text = f"Rain fell. The pier was repaired, {name} said. Nobody was hurt. Later {name} left."
    article = make.ArticleFactory(text=text, title=f"Pier {number} repaired")
    mentions = [
        make.MentionFactory(
            article=article,
            text=name,
            start=start,
            type="person",
            actor=None,
            candidates=candidates,
            link_score=0.6,
            link_reason="2 records of that name",
        )
        for start in (text.index(name), text.rindex(name))
    ]
    return mentions[0], one, other


def make_place_doubt(number: int = 0) -> Mention:
    """A town's name that two places bear."""
    places = [make.LocationFactory(name=f"Springfield {number}", country_code=code) for code in ("US", "AU")]
    candidates = [{"location": place.pk, "score": 0.5 - step / 10} for step, place in enumerate(places)]
    return say(None, f"Springfield {number}", actor=None, type="location", candidates=candidates)


def make_new_name(number: int) -> Actor:
    """An actor that the machine founded and that many articles name."""
    actor = make.ActorFactory(name=f"Breaking {number}", kind="person", mention_count=9)
    make.ActorNameFactory(actor=actor)
    say(actor, actor.name, actor=actor)
    return actor


def say(who: Actor | None, words: str, **traits: object) -> Mention:
    """A text in which the words stand."""
    text = f"The council met on Monday. The plan of {words} was read aloud. It was long."
    article = make.ArticleFactory(text=text, title=f"Council hears {words}")
    mention: Mention = make.MentionFactory(article=article, text=words, start=text.index(words), **traits)
    return mention
