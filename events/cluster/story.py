"""Whether one event follows up another: not one happening, but one story. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from events.cluster.keys import WEEK, mix, weightiest_terms
from events.cluster.likeness import FEATURES, days_between, make_features, mark, multiply
from events.cluster.profile import Profile

# Weeks before and after in which the other chapters of a story are looked for.
WEEKS = 13
# Terms by which they are looked for: the most telling ones, so that what is read does not grow with what is common.
TERMS = 6
# How much each kind of likeness (cosines of the two events' terms) counts; people or places, whichever is more alike.
# Chosen by reading the eighty best pairs of events-stream and of the sample corpus: one body in common ("the health
# organization") is no story.
WEIGHTS = {"words": 0.45, "lead": 0.2, "bodies_alike": 0.15}
NAMED_WEIGHT = 0.2
# Less in common than this by people and by places is no story, however alike the words are.
LEAST_NAMED = 0.2
# A pair is one story from here, and must be the more alike the more time lies between. In the sample corpus 0.33 links nine
# pairs, each of one story, and 0.4 five of them; the next true pairs lie at 0.3 and among false ones.
THRESHOLD = 0.33
AFTER_ALL_WEEKS = 0.1
_PLACE = {name: place for place, name in enumerate(FEATURES)}


def keys_of_chapters(profile: Profile) -> list[int]:
    """The keys under which the other events of a story are found; none for an undated event, which has no before."""
    if profile.first is None or profile.last is None:
        return []
    terms = weightiest_terms(profile)[:TERMS]
    weeks = range(int(profile.first // WEEK) - WEEKS, int(profile.last // WEEK) + WEEKS + 1)
    return sorted(mix(term, week) for week in weeks for term in terms)


def score_chapters(profile: Profile, others: Sequence[Profile]) -> list[float]:
    """For each of the others how sure it is (0 to 1) that it belongs to the story of `profile`; 0 where it does not."""
    if not others:
        return []
    mine, theirs = mark([profile]), mark(others)
    features = make_features(multiply(profile, others), mine, theirs)
    days = days_between(mine, theirs)
    scores = []
    for row, gap in zip(features, days, strict=True):
        score = sum(weight * float(row[_PLACE[name]]) for name, weight in WEIGHTS.items())
        named = max(float(row[_PLACE["people_alike"]]), float(row[_PLACE["places_alike"]]))
        score += NAMED_WEIGHT * named
        needed = THRESHOLD + AFTER_ALL_WEEKS * min(float(gap) / (WEEKS * WEEK), 1.0)
        scores.append(round(min(score, 1.0), 3) if named >= LEAST_NAMED and score >= needed else 0.0)
    return scores
