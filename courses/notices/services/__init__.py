"""Everything that changes a notice.

Others write one with `notify`, in the transaction of what happened.
"""

from courses.notices.services.calls import (
    begin_call,
    carry_notes,
    end_call,
    note_call,
    record_attempt,
    settle_call,
    tell_along,
)
from courses.notices.services.notifying import (
    DAY_BEGINS,
    Announcement,
    id_of,
    in_the_daytime,
    notify,
    notify_all,
    tell_person,
    tell_trainers,
    tell_trainers_of_change,
    write_letter,
)
from courses.notices.services.printing import print_letters
from courses.notices.services.upkeep import (
    FACTS_KEPT,
    KEPT,
    NOTES_KEPT,
    drop_doubles,
    drop_if_stale,
    drop_outdated,
    drop_stale,
    facts_to_forget,
    forget_facts,
    forget_notes,
    forget_old,
    notes_to_forget,
    old_notices,
    send_due,
)
from courses.notices.services.ways import (
    go_as_liked,
    make_letter,
    mark_done,
    send_again,
    take_back,
)
from courses.notices.services.wording import change_text, checked_text, reset_text

__all__ = [
    "DAY_BEGINS",
    "FACTS_KEPT",
    "KEPT",
    "NOTES_KEPT",
    "Announcement",
    "begin_call",
    "carry_notes",
    "change_text",
    "checked_text",
    "drop_doubles",
    "drop_if_stale",
    "drop_outdated",
    "drop_stale",
    "end_call",
    "facts_to_forget",
    "forget_facts",
    "forget_notes",
    "forget_old",
    "go_as_liked",
    "id_of",
    "in_the_daytime",
    "make_letter",
    "mark_done",
    "note_call",
    "notes_to_forget",
    "notify",
    "notify_all",
    "old_notices",
    "print_letters",
    "record_attempt",
    "reset_text",
    "send_again",
    "send_due",
    "settle_call",
    "take_back",
    "tell_along",
    "tell_person",
    "tell_trainers",
    "tell_trainers_of_change",
    "write_letter",
]
