"""Whose names the screening looks for in the texts of a form, and which words are no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from courses.editions.enums import District
from courses.evaluation.models import ScreeningException
from courses.people.models import User

if TYPE_CHECKING:
    from courses.evaluation.models import EvaluationForm


def names_around(form: EvaluationForm) -> list[str]:
    """First and last names of who was asked, and of who gave the training."""
    people = Q(evaluations__form=form.pk)
    if form.edition_id is not None:
        people |= Q(pk__in=User.objects.filter(editions=form.edition_id).values("pk"))
    found = User.objects.filter(people).order_by().values_list("first_name", "last_name")
    return [name for both in found.distinct() for name in both if name]


def no_names(form: EvaluationForm) -> list[str]:
    """Words that look like names and are none: the coordinators' own list, and what the training,
    its organisation and its places are called."""
    known = list(ScreeningException.objects.order_by().values_list("words", flat=True))
    known += [str(label) for label in District.labels]
    edition = form.edition
    if edition is None:
        return [*known, form.title]
    training = edition.training
    known.append(training.title)
    if training.partner is not None:
        known.append(training.partner.name)
    places = [edition.venue, *edition.sessions.order_by().values_list("venue", flat=True)]
    return known + sorted({place for place in places if place})
