"""The review queue: finding what a person should look at, handing it out, and carrying out the answers.

What to ask is searched for in the background (`refresh_queue`, by beat): a person then waits for one indexed row, two
never get the same one, and the number left is a count of rows.
"""

from events.curation.review.answer import ReviewGone, answer_item, skip_item, take_back
from events.curation.review.hand_out import HOLD, claim_item, release_item
from events.curation.review.mentions_of import mentions_in_doubt
from events.curation.review.pairs import read_pair
from events.curation.review.refresh import Found, refresh_queue
from events.curation.review.survivor import choose_survivor

__all__ = [
    "HOLD",
    "Found",
    "ReviewGone",
    "answer_item",
    "choose_survivor",
    "claim_item",
    "mentions_in_doubt",
    "read_pair",
    "refresh_queue",
    "release_item",
    "skip_item",
    "take_back",
]
