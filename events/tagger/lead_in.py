"""Some plain sentences that are read before a short text, so that the network sees a window as long as those it learned on.

It was trained on windows of 180 pieces and more; on a sentence alone it sees peoples everywhere. Single sentences of
25 articles of ner-world dev, names exact: F1 0.717 alone, 0.809 after these sentences (peoples found wrongly: 59, 4), 0.802
after the sentence's own repetition.
"""

from __future__ import annotations

from functools import lru_cache

from .pieces import Pieces, cut_pieces, load_tokenizer

# Texts with fewer pieces are short. Longer ones gain less (62 pieces: 0.809 to 0.826) or lose (92: 0.844 to 0.838).
SHORT = 70
# Nobody is named in it and nobody says anything.
LEAD_IN = (
    "The weather stayed mild through most of the week. Shops opened as usual and traffic moved slowly in the morning. "
    "Children walked to school while their parents went to work. In the afternoon a light rain fell and the streets were "
    "quiet. People met in cafes to talk about the day, and some of them stayed until late in the evening. Nothing else of "
    "note was reported before the end of the week."
)


@lru_cache(maxsize=1)
def load_lead_in() -> Pieces:
    return cut_pieces(LEAD_IN, load_tokenizer())
