"""Says in words what spoke for a place, the plainest first."""

from __future__ import annotations

from events.pipeline.place_records import DYNAMIC, STATIC, Name, is_in

MAX_SHOWN = 80
"""Characters of a container's name in a reason, which has room for 200."""
CLEAR = 0.3
"""Support from which a reason names it; as much as a guess must have."""


def explain(name: Name, at: int) -> str:
    """Return why one reading of a name was chosen, at most 200 characters."""
    count = len(name.options)
    said = "only record of that name" if count == 1 else f"likeliest of {count} of that name"
    place = name.options[at].place
    container = next((o.place for other in name.inside for o in other.options if is_in(place, o.place)), None)
    known = dict(zip(STATIC + DYNAMIC, [*name.static[at].tolist(), *name.dynamic[at].tolist()], strict=True))
    if container is not None:
        said += f", in {container.name[:MAX_SHOWN]}"
    elif known["others in its region"] >= CLEAR:
        said += ", in a region that the article speaks of"
    elif known["share in its country"] >= CLEAR:
        said += ", in a country that the article speaks of"
    if known["outlet's usual region"] >= CLEAR:
        said += ", where the outlet's articles usually are"
    return said
