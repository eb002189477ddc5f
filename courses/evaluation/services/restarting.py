"""Asking anew what was answered to a form of which the key, and so all answers, went lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.evaluation.enums import INVITATION_AGAIN, FormStatus
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.closing import people_to_ask_again
from courses.evaluation.queries.opening import OPEN_FOR
from courses.evaluation.services.sealing import make_room, start_box
from courses.notices.services import Announcement, in_the_daytime, notify_all

if TYPE_CHECKING:
    from courses.people.models import User


@transaction.atomic
def ask_again(*, form: EvaluationForm, actor: User | None) -> EvaluationForm:
    """Open a form anew whose answers are lost: with a new key, and nobody has answered. Everybody
    who was invited is asked once more, in words that say what happened; returns the form.

    Who was erased since cannot be asked, and is not among the invited any more.

    Raises:
        Refusal: its answers are not lost, nobody can be asked, or answers cannot be sealed now.
    """
    locked = (
        EvaluationForm.objects.select_for_update(of=("self",))
        .select_related("edition__training")
        .get(pk=form.pk)
    )
    if locked.status != FormStatus.LOST:
        raise Refusal(_("De antwoorden van dit formulier zijn niet verloren."))
    people = people_to_ask_again(locked)
    if not people:
        raise Refusal(_("Er is niemand meer om het aan te vragen."))
    now = clock.now()
    EvaluationForm.objects.filter(pk=locked.pk).update(
        status=FormStatus.OPEN,
        opened_at=now,
        closes_at=now + OPEN_FOR,
        reminders=0,
        invited_count=None,
        asked_count=None,
        answered_count=None,
    )
    locked.participations.filter(person=None).delete()
    locked.participations.update(answered=False)
    locked.refresh_from_db()
    try:
        start_box(locked)
    except KeysAway as away:
        raise Refusal(_("Antwoorden kunnen nu niet veilig worden bewaard.")) from away
    make_room(locked)
    notify_all(
        (
            Announcement(
                person=person,
                kind=INVITATION_AGAIN,
                key=f"{locked.pk} {now.isoformat()}",
                edition=locked.edition,
                facts={"form": locked.pk},
            )
            for person in people
        ),
        wait_until=in_the_daytime(now),
    )
    audit.record(locked, "evaluation.asked_again", actor=actor, people=len(people))
    return locked
