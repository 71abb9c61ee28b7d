"""The rows under which one place is found: each name with its look-up keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from events.gazetteer.name_choice import list_keys, make_short_key
from events.gazetteer.places import Place
from events.names import skeleton_of_key


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name with one folded key; the skeleton stands on one row only of those that would share it."""

    name: str
    key: str
    skeleton: str
    is_primary: bool


def list_name_rows(place: Place, also: Iterable[str] = ()) -> Iterator[NameRow]:
    """Yield a place's names, one row a key, its own name first, then `also`.

    Primary rows are what the place is usually called: its name, without the article and as a generic area name also,
    those of `also`, and the strong ones.
    """
    is_area = place.precision != "city"
    keys: set[str] = set()
    skeletons = {""}
    also = tuple(also)
    primary = {place.name, *also, *place.strong_names}
    for name in dict.fromkeys((place.name, *also, *place.names)):
        for key in list_keys(name, is_area):
            if key and key not in keys:
                keys.add(key)
                frame = skeleton_of_key(key)
                yield NameRow(name, key, "" if frame in skeletons else frame, name in primary)
                skeletons.add(frame)
    for form in place.short_forms:
        key = make_short_key(form)
        if key not in keys:
            keys.add(key)
            yield NameRow(form, key, "", is_primary=False)
