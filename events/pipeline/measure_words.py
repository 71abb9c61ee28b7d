"""The word lists by which a number's measure is found; phrases that name a measure are in the vocabulary."""

from __future__ import annotations

import re

from events.pipeline.noun_phrases import NUMBER_WORDS
from events.tagger.wordlists import word_set

BE = word_set("is are was were be been being get got getting left has have had remain remained still")
LINKS = word_set(
    "to of at is was stands stood reach reached : hit passed topped exceeded climbs with above from numbered numbering "
    "totalled totaled"
)
BOUND_LINKS = frozenset({"passed", "topped", "exceeded", "surpassed"})
# What a number's noun is said to be, right behind it: "left nine guards dead", "took five men hostage".
STATES = {"dead": "killed", "hostage": "arrested", "captive": "arrested", "prisoner": "arrested", "alive": "rescued"}
# Votes are told by few verbs, and only of those who have one.
VOTE_VERBS = frozenset({"voted", "abstained"})
# Past and participle look alike: whoever "hit" or "cut" without "was" in front does it.
DOING = frozenset({"hit", "cut", "shed"})
# Their object is no victim, so that what follows does not make the counted ones the doers of it.
KEEPS_SUBJECT = word_set(
    "fled flee flees fleeing escaped escape escapes escaping died die perished perish drowned contracted contract "
    "contracting survived survive surviving lost voted abstained caught crossed abandoned sought"
)
OBJECTS = NUMBER_WORDS | word_set(
    "the a an at more about some him her them himself up nearly around almost another scores both his their its"
)
# People who are named by a measure and may suffer another: "12 hostages were freed".
NAMED_BY_MEASURE = word_set(
    "hostages captives refugees detainees evacuees fugitives escapees survivors victims patients deportees seekers "
    "idps arrestees beneficiaries"
)
PARTS = word_set("none one half most some many few any third quarter thirds quarters")
CLAUSE = BE | {"who"}
FOR_NONE = BE | word_set("else reported believed yet so far seriously immediately")
PASSIVE_BEFORE = frozenset({"were", "was", "been", "be", "are", "is"})
# Measures that words around a number may tell; the others need a unit.
BY_WORDS = word_set("killed injured arrested missing displaced evacuated rescued escaped infected affected votes")
# For these a verb may count anything alive; for the rest the noun must be one that the vocabulary lists for it.
ANY_NOUN = frozenset({"killed", "injured", "arrested"})
LOOSE_CASES = frozenset({"case", "cases", "new cases", "patients"})
BEFORE_OWN_NOUN = frozenset({"more", "other", "confirmed", "suspected", "new", "further", "additional"})
DISEASE = re.compile(
    r"virus|covid|infect|disease|outbreak|epidemic|pandemic|cholera|ebola|measles|polio|influenza|\bflu\b|dengue|malaria|"
    r"mpox|monkeypox|plague|typhoid|fever|variant|health|(?:reported|recorded|registered|logged) [\d ,.]+new cases",
    re.IGNORECASE,
)
# Between a verb and what it counts there is none of these.
PARTING = word_set(
    ", and or when after of to in on with by for from as so that who which they he she it alongside but while"
)
