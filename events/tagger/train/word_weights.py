"""Count the words of news texts into data/word_weights.tsv: words with document frequencies, no text.

    NEWSBASE_EVAL=folder/of/jsonl python -m events.tagger.train.word_weights

Reads the documents of ner-*, claims-*, events-* and places-*.jsonl ("text" of each line). A word is shipped when at
least MIN_DOCUMENTS documents have it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from events.tagger.sentences import split_sentences
from events.tagger.words import FILE

MIN_DOCUMENTS = 5
PATTERNS = ("ner-*.jsonl", "claims-*.jsonl", "events-*.jsonl", "places-*.jsonl")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def read_texts(folder: Path) -> Iterator[str]:
    """Every distinct text of the development files."""
    seen: set[int] = set()
    for pattern in PATTERNS:
        for file in sorted(folder.glob(pattern)):
            for line in file.read_text(encoding="utf-8").split("\n"):
                text = json.loads(line).get("text") if line.strip() else None
                if text and hash(text) not in seen:
                    seen.add(hash(text))
                    yield text


def count_words(folder: Path) -> tuple[int, Counter[str], Counter[str], Counter[str]]:
    """Documents, and by lower-case word: documents with it, uses inside sentences, capitalised uses inside sentences."""
    documents, having, uses, capitalised = 0, Counter[str](), Counter[str](), Counter[str]()
    for text in read_texts(folder):
        documents += 1
        found: set[str] = set()
        for start, end in split_sentences(text):
            for number, match in enumerate(_WORD.finditer(text, start, end)):
                word = match.group()
                lower = word.lower().replace("’", "'").removesuffix("'s")
                found.add(lower)
                if number:
                    uses[lower] += 1
                    capitalised[lower] += word[0].isupper()
        having.update(found)
    return documents, having, uses, capitalised


def main() -> int:
    folder = Path(os.environ.get("NEWSBASE_EVAL", ""))
    if not os.environ.get("NEWSBASE_EVAL") or not folder.is_dir():
        print("NEWSBASE_EVAL must name the folder with the development files (*.jsonl)", file=sys.stderr)
        return 2
    documents, having, uses, capitalised = count_words(folder)
    lines = [f"documents\t{documents}"]
    for word, count in sorted(having.items()):
        if count >= MIN_DOCUMENTS and 2 <= len(word) <= 30:
            lines.append(f"{word}\t{count}\t{round(9 * capitalised[word] / uses[word]) if uses[word] else 9}")
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} words of {documents} documents, {FILE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
