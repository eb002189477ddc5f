"""Reminding who has not answered, and mailing a link to who asks for one."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.common import clock, mail
from courses.common.errors import Refusal
from courses.evaluation import links
from courses.evaluation.enums import REMINDER
from courses.evaluation.models import EvaluationForm, Participation
from courses.evaluation.queries import asking
from courses.evaluation.queries.answering import asked
from courses.notices.services import Announcement, in_the_daytime, notify_all

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)


def remind_due() -> int:
    """Remind who has not answered, of every form whose turn it is; returns how many people."""
    return sum(remind(form=form) for form in asking.forms_to_remind())


@transaction.atomic
def remind(*, form: EvaluationForm) -> int:
    """Remind everybody at once who was asked and has not answered; returns how many.

    All at one moment, and never again for this number: so what the notices tell of somebody is
    whether they had answered by two moments that are the same for all, and no more. When the tick
    was away for long, only the last reminder goes out.
    """
    locked = (
        EvaluationForm.objects.select_for_update(of=("self",))
        .select_related("edition__training")
        .get(pk=form.pk)
    )
    due = asking.reminders_due(locked)
    if not locked.takes_answers or due <= locked.reminders:
        return 0
    told = notify_all(
        (
            Announcement(
                person=one.person,
                kind=REMINDER,
                key=f"{locked.pk} {due}",
                edition=locked.edition,
                facts={"form": locked.pk, "number": due},
            )
            for one in _to_remind(locked)
            if one.person is not None
        ),
        wait_until=in_the_daytime(clock.now()),
    )
    locked.reminders = due
    locked.save(update_fields=["reminders"])
    return len(told)


def _to_remind(form: EvaluationForm) -> QuerySet[Participation]:
    """Who was asked a while ago and has not answered, in an order that says nothing."""
    # Who got the letter yesterday is reminded next time.
    before = clock.now() - (form.closes_at - form.opened_at) / 6
    return (
        asked(form, before=before)
        .filter(answered=False, person__is_active=True)
        .select_related("person")
        .order_by("person")
    )


def send_link(*, form: EvaluationForm, address: str) -> bool:
    """Mail somebody the own link to a form, if that address is of somebody who is asked; whether.

    Sent at once, to who stands in the room with a telephone, and written down nowhere: a notice
    would tell when somebody was about to answer. The mail is in the person's own language.

    Raises:
        Refusal: no mail can go now.
    """
    participation = (
        Participation.objects.filter(
            form=form.pk, person__email__iexact=address, person__is_active=True
        )
        .select_related("person")
        .first()
    )
    if participation is None or participation.person is None or not form.takes_answers:
        return False
    person = participation.person
    path = reverse("evaluation:personal_form", args=[links.token_of(participation)])
    values = {
        "first_name": person.first_name,
        "subject": form.subject,
        "link": mail.absolute_url(path),
    }
    letter = mail.compose("evaluation_link", values, language=person.language)
    try:
        mail.send(to=str(person.email), letter=letter, language=person.language)
    except (OSError, SMTPException) as error:
        logger.exception("A link to an evaluation could not be mailed")
        raise Refusal(
            _("De mail lukt nu niet. Vraag een formulier op papier, of probeer het later nog eens.")
        ) from error
    return True
