"""The closed word classes of English that the attribution rules lean on. Words of the world are in the vocabulary."""

from __future__ import annotations

from .wordlists import word_set

BE = word_set("is are was were be been being am 's ’s")
HAVE = word_set("has have had having")
MODALS = word_set("will would can could may might must shall should did does do didn't don't doesn't")
AUXILIARIES = (
    BE - {"'s", "’s"} | HAVE | MODALS | {"didn’t", "don’t", "doesn’t", "wouldn’t", "wouldn't", "won’t", "won't"}
)
NEGATIONS = word_set("not never n't no")
ADVERBS = word_set(
    """
    also later earlier initially first then again already previously now still once since even just always
    often soon meanwhile further however only reportedly subsequently afterwards ever twice both all instead
    too simply
    """
)
DETERMINERS = word_set(
    "the a an this that these those his her its their our my your any some no each every another such"
)
PRONOUNS = word_set("he she they it we i you who")
RELATIVES = word_set("who which that whom")
PREPOSITIONS = word_set(
    """
    in on at during after before from to with by for about over under through via of as near outside inside
    since amid following upon against into among between despite
    """
)
CONJUNCTIONS = word_set("and but or yet")
SUBORDINATORS = word_set(
    """
    that because after before when while although though if as since until unless whether where whereas so
    than why how what once
    """
)
CONNECTIVES = word_set(
    """
    however meanwhile but and still then later earlier also yet so instead moreover nevertheless nonetheless
    furthermore additionally separately today yesterday tonight though now afterwards recently eventually
    finally initially previously indeed thus therefore reportedly or
    """
)
TIME_WORDS = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning
    afternoon evening night week month year mon tue tues wed thu thurs fri sat sun earlier later recently
    january february march april may june july august september october november december jan. feb. mar. apr.
    jun. jul. aug. sep. sept. oct. nov. dec. last this next past late early day days weeks months years
    weekend ago
    """
)
SENTENCE_SIGNS = frozenset({".", "!", "?", "…"})
# Past forms that -ed does not show; without a parser they tell where a clause has its verb.
IRREGULAR_PAST = word_set(
    """
    said told went came took made gave got saw knew found thought felt left kept let put set ran met led held
    brought bought began became broke built chose drew drove fell fought flew forgot grew heard hit hurt lay
    lost paid read rose sat sent shot showed spoke spent stood stole struck swore taught threw understood won
    wore wrote says fired shook woke swung sang sank slept bent bit blew caught dealt dug drank ate fed fled
    flung froze hung hid knelt leapt meant rode sold shut slid spread sprang stuck swam swept tore wept began
    sought
    """
)


def is_adverb(word: str) -> bool:
    return (
        len(word) > 4
        and word.endswith("ly")
        and word not in {"family", "italy", "july", "reply", "supply", "assembly", "ally"}
    )


def may_be_finite(word: str) -> bool:
    """Whether a word may be a clause's verb: an auxiliary, or a past form."""
    return (
        word in AUXILIARIES
        or word in IRREGULAR_PAST
        or (
            len(word) > 4
            and word.endswith("ed")
            and "-" not in word
            and word not in {"united", "hundred", "allied", "armed"}
        )
    )
