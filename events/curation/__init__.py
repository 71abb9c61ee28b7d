"""Every decision of a person: merge, split, link, name, edit, lock, judge, and undo of any of them.

Each function takes the user (who has the *curate* right: callers check it), changes all it has to in one transaction,
and returns its Decision. CurationRefused says why something cannot be; CurationConflict, that somebody was faster.
"""

from events.curation.alias import add_alias
from events.curation.edit import EDITABLE, LOCKABLE, edit_fields, lock_fields, unlock_fields
from events.curation.errors import CurationConflict, CurationRefused, UndoRefused
from events.curation.judge import judge, verdict_on
from events.curation.link import create_actor_from_mention, link_mention, unlink_mention
from events.curation.merge import merge, merge_actors, merge_events, merge_locations
from events.curation.split import split_actor
from events.curation.undo import undo

__all__ = [
    "EDITABLE",
    "LOCKABLE",
    "CurationConflict",
    "CurationRefused",
    "UndoRefused",
    "add_alias",
    "create_actor_from_mention",
    "edit_fields",
    "judge",
    "link_mention",
    "lock_fields",
    "merge",
    "merge_actors",
    "merge_events",
    "merge_locations",
    "split_actor",
    "undo",
    "unlink_mention",
    "unlock_fields",
    "verdict_on",
]
