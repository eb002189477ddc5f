"""A form whose answers are lost is asked anew, and people hear why."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from courses.common import clock
from courses.common.errors import Refusal
from courses.evaluation.enums import INVITATION_AGAIN, FormStatus
from courses.evaluation.keys import store
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import asked
from courses.evaluation.queries.closing import LOST_AFTER
from courses.evaluation.services import close_form, submit
from courses.evaluation.services.restarting import ask_again
from courses.notices.models import Notice
from courses.people.enums import Role
from tests.courses.evaluation.factories import answer, counted, mark, open_evaluation
from tests.factories import person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def lost_form() -> EvaluationForm:
    """Five of six people answered, and then the key went lost."""
    form = open_evaluation(people=6)
    answer(form, [mark(value) for value in (7, 8, 8, 9, 9)])
    key = EvaluationForm.objects.get(pk=form.pk).sealed_with
    assert key is not None
    store().destroy(key)
    with clock.at(form.closes_at + LOST_AFTER):
        close_form(form=EvaluationForm.objects.get(pk=form.pk))
    return EvaluationForm.objects.get(pk=form.pk)


@pytest.mark.both_databases
def test_a_lost_form_is_asked_anew_of_everybody_who_can_still_be_asked(client: Client) -> None:
    form = lost_form()
    assert (form.status, form.answered_count) == (FormStatus.LOST, 5)
    gone = form.participations.order_by("pk")[0]
    assert gone.person is not None
    gone.person.delete()
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/evaluatie/formulier/{form.pk}/opnieuw/"
    assert "Je vraagt het aan 5 mensen." in client.get(url).content.decode()
    with clock.at(form.closes_at + timedelta(days=5)):
        client.post(url)
        again = EvaluationForm.objects.get(pk=form.pk)
        assert (again.takes_answers, again.answered_count, again.reminders) == (True, None, 0)
        assert set(again.participations.values_list("answered", flat=True)) == {False}
        # What was sent before the answers were lost, asked nobody to do it anew.
        assert asked(again).count() == 0
        told = Notice.objects.filter(kind=INVITATION_AGAIN)
        assert told.count() == 5
        for one, value in zip(
            again.participations.select_related("person"), (6, 6, 7, 7, 7), strict=True
        ):
            assert one.person is not None
            submit(form=again, person=one.person, answers=mark(value))
    with clock.at(again.closes_at):
        closed = close_form(form=again)
    assert (closed.invited_count, closed.answered_count) == (5, 5)
    assert counted(closed) == {("overall", "6"): 2, ("overall", "7"): 3}
    with pytest.raises(Refusal, match="niet verloren"):
        ask_again(form=closed, actor=None)


def test_the_command_lists_what_is_lost_and_asks_anew() -> None:
    form = lost_form()
    out = StringIO()
    call_command("lost_evaluations", stdout=out)
    assert out.getvalue().split()[0] == str(form.pk)
    call_command("lost_evaluations", ask_again=form.pk, stdout=out)
    assert EvaluationForm.objects.get().takes_answers
    with pytest.raises(CommandError):
        call_command("lost_evaluations", ask_again=form.pk)


def test_a_form_of_which_nobody_is_left_is_not_asked_anew() -> None:
    form = lost_form()
    for one in form.participations.select_related("person"):
        assert one.person is not None
        one.person.is_active = False
        one.person.save(update_fields=["is_active"])
    with pytest.raises(Refusal, match="niemand meer"):
        ask_again(form=form, actor=None)
    with pytest.raises(CommandError, match="niemand meer"):
        call_command("lost_evaluations", ask_again=form.pk)
