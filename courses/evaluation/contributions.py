"""What the evaluation part adds, through the same extension points that plugins have."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from courses.common.errors import Refusal
from courses.enrolment.enums import TAKES_PART
from courses.evaluation.enums import Occasion
from courses.evaluation.queries.opening import editions_to_open, open_forms
from courses.evaluation.services.opening import open_form
from courses.plugin_api.contributions.evaluation import (
    EvaluationQuestions,
    Question,
    QuestionKind,
    QuestionsContext,
)
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EditionEnded, EnrolmentChanged, Event

if TYPE_CHECKING:
    from collections.abc import Sequence


class CoreQuestions(EvaluationQuestions):
    """The questions that every form has.

    The Dutch text is what is stored; a reader in another language gets its translation.
    """

    name = "core"

    def questions(self, ctx: QuestionsContext) -> Sequence[Question]:
        return (
            Question(
                key="overall",
                kind=QuestionKind.SCORE,
                text=gettext_noop("Welk cijfer geef je de training?"),
                required=True,
            ),
            Question(
                key="trainer",
                kind=QuestionKind.SCORE,
                text=gettext_noop("Welk cijfer geef je de trainer?"),
            ),
            Question(
                key="content",
                kind=QuestionKind.SCORE,
                text=gettext_noop("Welk cijfer geef je de inhoud?"),
            ),
            Question(
                key="mix",
                kind=QuestionKind.CHOICE,
                text=gettext_noop("Wat vond je van de mix van uitleg en oefenen?"),
                options=(
                    gettext_noop("Te veel uitleg"),
                    gettext_noop("Precies goed"),
                    gettext_noop("Te veel oefenen"),
                ),
            ),
            Question(
                key="practice",
                kind=QuestionKind.CHOICE,
                text=gettext_noop("Kun je dit in de praktijk gebruiken?"),
                options=(
                    gettext_noop("Ja"),
                    gettext_noop("Een beetje"),
                    gettext_noop("Nee"),
                ),
            ),
            Question(
                key="improve",
                kind=QuestionKind.MULTIPLE,
                text=gettext_noop("Wat kan beter?"),
                options=(
                    gettext_noop("Aandacht voor verschillende groepen mensen"),
                    gettext_noop("De moeilijkheid"),
                    gettext_noop("Meer oefenen"),
                    gettext_noop("Het tempo"),
                    gettext_noop("De ruimte of de techniek"),
                ),
                other=True,
            ),
            Question(
                key="takeaway",
                kind=QuestionKind.OPEN,
                text=gettext_noop("Wat neem je mee uit de training?"),
            ),
            Question(
                key="remarks",
                kind=QuestionKind.OPEN,
                text=gettext_noop("Wat wil je nog kwijt?"),
            ),
        )


class OpenForm(EventHandler):
    """Opens the form when the last session is over."""

    name = "open_form"
    events = (EditionEnded,)

    def handle(self, event: Event) -> None:
        assert isinstance(event, EditionEnded)  # noqa: S101 - `events` says so
        edition = editions_to_open().filter(pk=event.edition_id).first()
        if edition is not None:
            with suppress(Refusal):
                open_form(edition=edition)


class InviteLateParticipants(EventHandler):
    """Invites someone who joins the group while the form is open."""

    name = "invite_late_participants"
    events = (EnrolmentChanged,)

    def handle(self, event: Event) -> None:
        assert isinstance(event, EnrolmentChanged)  # noqa: S101 - `events` says so
        if event.status in TAKES_PART:
            for form in open_forms().filter(
                edition__enrolments=event.enrolment_id, occasion=Occasion.END
            ):
                assert form.edition is not None  # noqa: S101 - it is found by its edition
                open_form(edition=form.edition)
