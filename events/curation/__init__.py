"""Every decision of a person: merge, split, link, name, edit, lock, judge, and undo of any of them.

Each function takes the user (who has the *curate* right: callers check it), changes all it has to in one transaction,
and returns its Decision. CurationRefused says why something cannot be; CurationConflict, that somebody was faster.
"""

from events.curation.alias import add_alias, set_strength
from events.curation.disown import disown_actor
from events.curation.edit import EDITABLE, LOCKABLE, edit_fields, lock_fields, unlock_fields
from events.curation.errors import CurationConflict, CurationRefused, UndoRefused
from events.curation.jobs import carry_out_jobs
from events.curation.judge import judge, verdict_on
from events.curation.link import (
    create_actor_from_mention,
    link_mention,
    link_mentions,
    unlink_mention,
    unlink_mentions,
)
from events.curation.merge import merge, merge_actors, merge_events, merge_locations
from events.curation.seen import find_versions
from events.curation.split import SPLIT_AT_ONCE, ask_for_split, split_actor
from events.curation.suppress import suppress_actor
from events.curation.take_down import take_down
from events.curation.undo import undo

__all__ = [
    "EDITABLE",
    "LOCKABLE",
    "SPLIT_AT_ONCE",
    "CurationConflict",
    "CurationRefused",
    "UndoRefused",
    "add_alias",
    "ask_for_split",
    "carry_out_jobs",
    "create_actor_from_mention",
    "disown_actor",
    "edit_fields",
    "find_versions",
    "judge",
    "link_mention",
    "link_mentions",
    "lock_fields",
    "merge",
    "merge_actors",
    "merge_events",
    "merge_locations",
    "set_strength",
    "split_actor",
    "suppress_actor",
    "take_down",
    "undo",
    "unlink_mention",
    "unlink_mentions",
    "unlock_fields",
    "verdict_on",
]
