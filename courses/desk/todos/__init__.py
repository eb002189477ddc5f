"""What waits for somebody, each kind as one sentence with where to do it.

A kind is a function that is given who looks, and gives a `Todo` or None. What a kind counts is
asked of the part that knows; here is only who sees it, in which words, and in which order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.desk.todos import afterwards, editions, evaluations, people, reach
from courses.desk.todos.todo import LOOKED_FOR

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.desk.todos.todo import Kind, Todo
    from courses.people.models import User

KINDS: tuple[Kind, ...] = (
    reach.trainers_who_cannot_come,
    reach.to_call,
    reach.to_find,
    editions.offers_that_end,
    editions.too_few,
    editions.without_trainer,
    afterwards.sessions_to_mark,
    afterwards.lists_to_round_off,
    reach.to_print,
    reach.failed_mails,
    people.maybe_doubles,
    editions.drafts_to_judge,
    editions.drafts_sent_back,
    editions.drafts_of_editions,
    editions.few_people,
    editions.full_with_many_waiting,
    editions.wanted_dates,
    editions.places_without_bus,
    evaluations.without_evaluation,
    evaluations.without_reaction,
    evaluations.lost_evaluations,
    evaluations.paper_to_count,
    evaluations.texts_to_review,
    afterwards.certificates_in_doubt,
    afterwards.certificates_earned_again,
    afterwards.certificates_waiting,
    people.trainings_elsewhere,
    evaluations.year_report,
    people.not_erased_yet,
    people.wanted_erased,
    people.papers_of_erased,
)
"""All kinds of the courses, in the order in which they stand. Plugins have panels."""

_provided: list[Kind] = []


def provide(kind: Kind) -> Kind:
    """Add a kind, behind all others; for the site around the courses, from an app's `ready()`."""
    _provided.append(kind)
    return kind


def todos_for(user: User, present: Collection[object] | None = None) -> list[Todo]:
    """All that waits for this person, what is urgent first.

    `present` are those of `LOOKED_FOR` that find something, if that is known.
    """
    kinds = [kind for kind in KINDS if present is None or kind not in LOOKED_FOR or kind in present]
    found = [todo for kind in (*kinds, *_provided) if (todo := kind(user)) is not None]
    return sorted(found, key=lambda one: not one.urgent)
