"""Which mentions of one article name the same thing: repeats, surnames, titles, acronyms, "known as".

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

from events.names import bare, fold
from events.names.people import read_person
from events.names.sounds import sound
from events.pipeline.compare_names import compare_organizations, compare_people
from events.pipeline.records import Entity

ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,6}$")
PERSON = "person"
ORGANISATIONS = frozenset({"organization", "group"})
# More names of one kind than this are a list (a squad, an honours roll); comparing each with each says nothing there.
MOST_COMPARED = 60
LONGEST_GAP = 40
# What ties two names that stand one behind the other. "Called" and the like need a comma: "Berg called Lind" is a call.
_STATED = re.compile(
    r"^(?:,? (?:\()?(?:(?:also|better|widely|formerly|previously|once|now|who is|who was|popularly) )*known(?: in \w+)? as"
    r"|(?:, | \()(?:(?:also|formerly|previously|once) )?(?:called|nicknamed|dubbed|styled|elected as|founded as|born|n[ée]e)"
    r"|,? (?:\()?(?:formerly|alias|a\.?k\.?a\.?)|,? whose (?:real|given|full|birth) name (?:is|was))"
    r" (?:the )?[\"“'‘]?$"
)
_OPENS = re.compile(r"^ ?\($")

Groups = dict[tuple[str, str], int]


def group_mentions(entities: Sequence[Entity], body: str) -> list[list[int]]:
    """Return groups of indices into `entities` that name one actor or place within the article.

    Joined: equal folded names of one type; a person's surname, with or without a title, after exactly one full name
    that has it; other spellings and fuller forms of a name; an organisation and its acronym, in brackets or by its
    initials; two names that the text itself says are one ("known as").
    """
    group_of: Groups = {}
    groups: list[list[int]] = []
    for index, entity in enumerate(entities):
        key = (coarse_type(entity.type), bare(entity.text) or entity.text)
        if key not in group_of:
            group_of[key] = len(groups)
            groups.append([])
        groups[group_of[key]].append(index)
    parent = list(range(len(groups)))
    texts = {kind: [entities[groups[number][0]].text for (k, _), number in group_of.items() if k == kind] for kind in
             (PERSON, "organization")}  # fmt: skip
    _join_alike(texts[PERSON], PERSON, lambda a, b: _are_one_person(a, b), group_of, parent)
    _join_alike(texts["organization"], "organization", _are_one_body, group_of, parent)
    _join_surnames(texts[PERSON], group_of, parent)
    _join_initials(texts["organization"], group_of, parent)
    _join_neighbours(entities, body, group_of, parent)
    merged: dict[int, list[int]] = {}
    for number, members in enumerate(groups):
        merged.setdefault(_root(parent, number), []).extend(members)
    return [sorted(members) for members in merged.values()]


def coarse_type(kind: str) -> str:
    """Organisations and groups share one space of names: taggers, and people, call a militia now this, now that."""
    return "organization" if kind in ORGANISATIONS else kind


def full_form(texts: Sequence[str]) -> str:
    """Return the fullest name of a group: most words, then longest, then first."""
    return max(texts, key=lambda text: (len(fold(text).split(" ")), len(text)))


def _join_alike(
    texts: Sequence[str], kind: str, are_one: Callable[[str, str], bool], group_of: Groups, parent: list[int]
) -> None:
    if len(texts) > MOST_COMPARED:
        return
    for one, other in combinations([text for text in texts if " " in text or kind != PERSON], 2):
        if are_one(one, other):
            _join(parent, group_of[(kind, bare(one) or one)], group_of[(kind, bare(other) or other)])


def _are_one_person(one: str, other: str) -> bool:
    """Within one article the same name spelled otherwise, or with a middle name, is the same person."""
    match = compare_people(one, other)
    return match is not None and (match.level in ("same", "spelling") or (match.level == "part" and match.words > 1))


def _are_one_body(one: str, other: str) -> bool:
    match = compare_organizations(one, other)
    return match is not None and match.level == "same"


def _join_surnames(texts: Sequence[str], group_of: Groups, parent: list[int]) -> None:
    """Tie "Musleh" and "Gen. Musleh" to the one full name that has it, at its end rather than at its front."""
    names = [(text, read_person(text), group_of[(PERSON, bare(text) or text)]) for text in texts]
    full = [(name, number) for _, name, number in names if len(name.words) > 1]
    for _, name, number in names:
        if len(name.words) != 1:
            continue
        word = name.words[0].text
        ends = {_root(parent, other) for known, other in full if _bears(known.words[-1].text, word)}
        fronts = {_root(parent, other) for known, other in full if known.words[0].text == word}
        chosen = ends or fronts
        if len(chosen) == 1:  # two relatives with one surname: left apart
            _join(parent, number, chosen.pop())


def _bears(surname: str, word: str) -> bool:
    return surname == word or (len(word) > 4 and surname[0] == word[0] and sound(surname) == sound(word))


def _join_initials(texts: Sequence[str], group_of: Groups, parent: list[int]) -> None:
    """Tie an acronym to the one name of three words or more in the article that it abbreviates."""
    spelled = [(text, _initials(text)) for text in texts if len(text.split()) > 2]
    for text in texts:
        letters = text.replace(".", "")
        if not (letters.isupper() and letters.isalpha() and 2 < len(letters) < 9):
            continue
        full = {
            _root(parent, group_of[("organization", bare(long) or long)])
            for long, all_of in spelled
            if letters in all_of
        }
        if len(full) == 1:
            _join(parent, group_of[("organization", bare(text) or text)], full.pop())


def _initials(text: str) -> set[str]:
    """The acronyms that a name may have: of all its words, and of the capitalised ones."""
    words = [word for word in re.split(r"[^\w]+", re.sub(r"['’]s?\b", "", text)) if word]
    words = words[1:] if words and words[0].lower() == "the" else words
    return {"".join(word[0] for word in words).upper(), "".join(word[0] for word in words if word[0].isupper())}


def _join_neighbours(entities: Sequence[Entity], body: str, group_of: Groups, parent: list[int]) -> None:
    """Tie what the text puts side by side: "Name (ACR)", "ACR (Name)", "Name, known as Name"."""
    named = sorted((e for e in entities if e.field == "body" and e.type != "location"), key=lambda e: e.start)
    for entity in named:
        match = re.match(r"\s?\(([^()\s]{2,10})\)", body[entity.end : entity.end + 14])
        if entity.type in ORGANISATIONS and match and ACRONYM.match(match[1]) and " " in fold(entity.text):
            short = group_of.get(("organization", bare(match[1])))
            if short is not None:
                _join(parent, short, group_of[("organization", bare(entity.text) or entity.text)])
    for one, other in pairwise(named):
        kind = coarse_type(one.type)
        gap = body[one.end : other.start]
        if coarse_type(other.type) != kind or one.end > other.start or len(gap) > LONGEST_GAP:
            continue
        spelled = _OPENS.match(gap) and one.text.replace(".", "") in _initials(other.text)
        if spelled or _STATED.match(gap):
            _join(
                parent, group_of[(kind, bare(one.text) or one.text)], group_of[(kind, bare(other.text) or other.text)]
            )


def _join(parent: list[int], one: int, other: int) -> None:
    parent[_root(parent, one)] = _root(parent, other)


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        number = parent[number]
    return number
