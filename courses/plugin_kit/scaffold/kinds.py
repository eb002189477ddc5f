"""What a plugin can be made with: a kind for each extension point, and the example for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.common.errors import Refusal
from courses.plugin_api import api

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.plugin_api.contributions.base import Contribution


@dataclass(frozen=True)
class Kind:
    """An extension point, and the contributions of the example for it as (module, class).

    `dutch` and `english` finish the sentence "This plugin adds: …". With `settings` there is a
    `fields.py.tpl`: fields of the form for the settings.
    """

    name: str
    point: type[Contribution]
    contributions: tuple[tuple[str, str], ...]
    dutch: str
    english: str
    settings: bool = False


_ALL = (
    Kind("training", api.Training, (("trainings", "FirstVisit"),), "een training", "a training"),
    Kind(
        "block",
        api.ContentBlock,
        (("blocks", "StepByStep"),),
        "een stappenplan voor in lessen",
        "a plan in steps for lessons",
    ),
    Kind(
        "exercise",
        api.Exercise,
        (("exercises", "TrueOrFalse"),),
        "de opdracht ‘Waar of niet waar?’",
        "the exercise “True or false?”",
    ),
    Kind(
        "rule",
        api.EnrolmentRule,
        (("rules", "NotTooMuchAtOnce"),),
        "een regel voor wie al veel doet",
        "a rule for who does a lot already",
        settings=True,
    ),
    Kind(
        "criterion",
        api.CompletionCriterion,
        (("criteria", "EnoughExercises"),),
        "een aantal opdrachten dat nodig is",
        "a number of exercises that must be done",
        settings=True,
    ),
    Kind(
        "questions",
        api.EvaluationQuestions,
        (("questions", "LookingAhead"),),
        "vragen voor de evaluatie",
        "questions for the evaluation",
    ),
    Kind(
        "certificate",
        api.CertificateTemplate,
        (("certificates", "PlainCertificate"),),
        "een eigen certificaat",
        "a certificate of its own",
    ),
    Kind(
        "attachments",
        api.CertificateAttachments,
        (("attachments", "HoursAsJson"),),
        "een bestand met de uren in het certificaat",
        "a file with the hours in the certificate",
    ),
    Kind(
        "panel",
        api.DashboardPanel,
        (("panels", "WaitingPeople"),),
        "een paneel over de wachtlijst",
        "a panel about the waiting list",
    ),
    Kind(
        "report",
        api.Report,
        (("reports", "EnrolmentsPerTraining"),),
        "een rapport over inschrijvingen",
        "a report on enrolments",
    ),
    Kind(
        "mails",
        api.NotificationTexts,
        (("letters", "AfterWithdrawal"),),
        "een zin in de mail bij afmelden",
        "a line in the mail after withdrawing",
    ),
    Kind(
        "placeholders",
        api.MailPlaceholders,
        (("placeholders", "Lessons"),),
        "een invulwoord voor mails",
        "a placeholder for mails",
    ),
    Kind(
        "pages",
        api.CourseUrls,
        (("pages", "LessonOverview"),),
        "een overzicht van de lessen",
        "an overview of the lessons",
    ),
    Kind(
        "slot",
        api.Slot,
        (("slots", "HowManyDidIt"),),
        "een regel op de pagina van een training",
        "a line on the page of a training",
    ),
    Kind(
        "screens",
        api.Screens,
        (("screens", "NobodyGives"),),
        "een lijst in het beheer",
        "a list in the administration",
    ),
    Kind(
        "documents",
        api.PublicDocuments,
        (("documents", "Numbers"),),
        "aantallen voor andere programma's",
        "numbers for other programs",
    ),
    Kind(
        "endpoints",
        api.Endpoints,
        (("endpoints", "ForNeighbours"),),
        "een lijst van trainingen voor een ander systeem",
        "a list of trainings for another system",
    ),
    Kind(
        "files",
        api.Files,
        (("files", "Handouts"), ("handouts", "HandoutPages")),
        "hand-outs om mee te nemen",
        "hand-outs to take along",
    ),
    Kind(
        "data",
        api.PersonalData,
        (("notes", "NotePages"), ("privacy", "OwnNotes")),
        "eigen notities",
        "notes of one's own",
    ),
    Kind(
        "handler",
        api.EventHandler,
        (("handlers", "Congratulate"),),
        "een mail na het afronden",
        "a mail on completing",
    ),
    Kind(
        "job",
        api.DailyJob,
        (("jobs", "CountWhoWaits"),),
        "een telling van elke dag",
        "a count of each day",
    ),
    Kind(
        "task",
        api.LongTask,
        (("tasks", "CountWords"),),
        "een telling die lang duurt",
        "a count that takes long",
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""By the name that an author types, in the order of the extension points."""

DEFAULT = ("exercise", "criterion")


def kinds_in(text: str) -> Sequence[Kind]:
    """The kinds that `text` names, with commas between; each once, in the order of the points.

    Raises:
        Refusal: nothing is named, or what does not exist.
    """
    names = {one.strip() for one in text.split(",") if one.strip()}
    if names == {"all"}:
        return _ALL
    unknown = sorted(names - set(KINDS))
    if unknown or not names:
        raise Refusal(
            _("Ik ken niet: %(names)s. Kies uit: %(kinds)s; of all.")
            % {"names": ", ".join(unknown) or "–", "kinds": ", ".join(KINDS)}
        )
    return tuple(kind for name, kind in KINDS.items() if name in names)
