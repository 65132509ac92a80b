"""What other rooms, pages and commands ask of the search: each change of its state."""

from kenno.search.actions.digests import send_due_digests
from kenno.search.actions.following import (
    change_frequency,
    confirm,
    make_link,
    prune_saved_searches,
    resume,
    save_for_address,
    save_for_person,
    saved_search_of_link,
    stop,
    unconfirmed_of_link,
)
from kenno.search.actions.journal import (
    JOURNAL_ROWS_KEPT,
    catch_up,
    index,
    prune_journal,
    rebuild,
)
from kenno.search.actions.noting import note_search, prune_search_records

__all__ = [
    "JOURNAL_ROWS_KEPT",
    "catch_up",
    "change_frequency",
    "confirm",
    "index",
    "make_link",
    "note_search",
    "prune_journal",
    "prune_saved_searches",
    "prune_search_records",
    "rebuild",
    "resume",
    "save_for_address",
    "save_for_person",
    "saved_search_of_link",
    "send_due_digests",
    "stop",
    "unconfirmed_of_link",
]
