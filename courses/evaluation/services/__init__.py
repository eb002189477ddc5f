"""Everything that changes an evaluation: it is opened, answered and closed, a module for each.

No service here takes an actor or writes to the audit log: a log with a person and a time beside an
answer would undo its anonymity. Nothing that people answer is logged either.
"""

from courses.evaluation.services.answering import Answer, submit
from courses.evaluation.services.closing import close_due_forms, close_form
from courses.evaluation.services.opening import open_due_forms, open_form

__all__ = ["Answer", "close_due_forms", "close_form", "open_due_forms", "open_form", "submit"]
