"""Cut a text into words, numbers and signs, once, with their offsets; every other module of the tagger reads these."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .wordlists import word_set

# Abbreviations whose dot belongs to them: before names, in names, before numbers.
ABBREVIATIONS = word_set(
    """
    Mr Mrs Ms Messrs Dr Prof Rev Fr Sr Jr Hon Sen Sens Rep Reps Gov Govs Gen Lt Col Maj Capt Cpl Sgt Pvt Cmdr
    Adm Brig Insp Supt Det Pres Amb Atty Dist Dept St Ste Mt Ft No Nos Vol Fig Inc Co Cos Corp Ltd Bros Jan
    Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md
    Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo vs etc approx ca viz cf al Ave
    Blvd Rd Esq Ph.D
    """
)
_LETTER = r"[^\W\d_]"
_MARKS = r"[\u0300-\u036f]"
_TOKEN = re.compile(
    rf"""
      (?:[A-Z]\.){{2,}}                                                     # U.S.  J.R.R.
    | (?:{"|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True))}|[A-Z])\.(?=[\s,;:)’'"”])   # Mr.  W.
    | ['’][sS]\b                                                            # the possessive, apart from its name
    | {_LETTER}(?:[\w]|{_MARKS})*+(?:[-‐‑'’](?!s\b|S\b)\w(?:\w|{_MARKS})*+)*+   # Al-Qaim  O'Brien  don't  G7
    | \d+(?:[.,]\d+)*+\w*+                                                  # 1,200  3.4bn  19th
    | \n
    | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, as parallel lists; `lower` has the words case-folded one for one."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)


def tokenize(text: str) -> Tokens:
    """Cut the text into tokens; a line end is a token of its own, other white space is none."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        words.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(text, words, [word.lower() for word in words], starts, ends)
