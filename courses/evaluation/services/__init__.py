"""Everything that changes an evaluation: it is prepared, opened, answered and closed, a module for
each.

What opens for a group, is answered and closes takes no actor and writes nothing to the audit log: a
log with a person and a time beside an answer would undo its anonymity. What staff do before anybody
is asked (`templates`, `surveys`) and with what was written afterwards (`reviewing`, `topics`) does
stand there, without a word of an answer.
"""

from courses.evaluation.box import Answer
from courses.evaluation.services.answering import submit
from courses.evaluation.services.asking import remind_due
from courses.evaluation.services.closing import close_due_forms, close_form
from courses.evaluation.services.opening import open_due_forms, open_form
from courses.evaluation.services.sealing import settle_boxes
from courses.evaluation.services.surveys import open_survey

__all__ = [
    "Answer",
    "close_due_forms",
    "close_form",
    "open_due_forms",
    "open_form",
    "open_survey",
    "remind_due",
    "settle_boxes",
    "submit",
]
