from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.evaluation import QuestionKind

ENOUGH = 5
"""From how many answers to a question is shown: of people who were in the group when it opened."""

MARKS = range(1, 11)
"""The marks that people can give."""

OTHER = "__other__"
"""The counted value of "Anders, namelijk …"."""


MOST_REMINDERS = 2
"""How often somebody is reminded of one form at most."""

INVITATION = "evaluation_invitation"
INVITATION_LATER = "evaluation_later"
INVITATION_SURVEY = "evaluation_survey"
INVITATION_AGAIN = "evaluation_again"
REMINDER = "evaluation_reminder"
REACTION = "evaluation_reaction"
"""The names of the kinds of notices about evaluations."""


class FormStatus(TextChoices):
    """Whether a form still takes answers. Nothing is shown before it is closed."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Gesloten")
    LOST = "lost", _("Antwoorden verloren")


class ReactionStatus(TextChoices):
    """Whether people can read what was done with what they said."""

    DRAFT = "draft", _("Concept")
    PUBLISHED = "published", _("Gepubliceerd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class Occasion(TextChoices):
    """When people are asked. A survey is about no edition: it goes to a list of people."""

    END = "end", _("Na de laatste bijeenkomst")
    TEN_WEEKS = "ten_weeks", _("Tien weken later")
    YEAR = "year", _("Een jaar later")
    SURVEY = "survey", _("Enquête")


INVITATIONS = {
    Occasion.END: INVITATION,
    Occasion.TEN_WEEKS: INVITATION_LATER,
    Occasion.YEAR: INVITATION_LATER,
    Occasion.SURVEY: INVITATION_SURVEY,
}
"""By which kind of notice people are asked."""


class Purpose(TextChoices):
    """What a form is made for. At the end a lecture and a network meeting ask less."""

    END = "end", _("Na een training")
    SHORT = "short", _("Na een lezing of netwerkbijeenkomst")
    TEN_WEEKS = "ten_weeks", _("Tien weken later")
    YEAR = "year", _("Een jaar later")
    SURVEY = "survey", _("Enquête")


class Kind(TextChoices):
    """How a question is answered. All but `INTRO` are those of the plugin contract."""

    SCORE = QuestionKind.SCORE.value, _("Cijfer van 1 tot 10")
    CHOICE = QuestionKind.CHOICE.value, _("Eén keuze")
    MULTIPLE = QuestionKind.MULTIPLE.value, _("Meer keuzes")
    OPEN = QuestionKind.OPEN.value, _("Open vraag")
    INTRO = "intro", _("Tekst tussendoor")


class TextStatus(TextChoices):
    """How far what somebody wrote is on its way to readers. Only who reviews sees it before it is
    released; nobody does where too few people answered the question."""

    WAITING = "waiting", _("Nog te bekijken")
    SEEN = "seen", _("Bekeken")
    LEFT_OUT = "left_out", _("Weg te laten")
    RELEASED = "released", _("Vrijgegeven")
    GONE = "gone", _("Weggelaten")


IN_REVIEW = (TextStatus.WAITING, TextStatus.SEEN, TextStatus.LEFT_OUT)
"""Texts that no reader sees, and that still are as they were written."""


class Finding(TextChoices):
    """What somebody could be recognised by: found by the screening, or by who reviewed."""

    NAME = "name", _("naam")
    EMAIL = "email", _("e-mailadres")
    TELEPHONE = "telephone", _("telefoonnummer")
    LINK = "link", _("link")
    ADDRESS = "address", _("adres")
    ACCOUNT = "account", _("rekeningnummer")
    NUMBER = "number", _("nummer")
    CHOSEN = "chosen", _("zelf gekozen")


class Tool(TextChoices):
    """Where the answers of an evaluation come from that was held elsewhere."""

    LIMESURVEY = "limesurvey", "LimeSurvey"
    MICROSOFT = "microsoft", "Microsoft Forms"
    GOOGLE = "google", "Google Forms"
    OTHER = "other", _("Een ander bestand")
    BY_HAND = "by_hand", _("Overgetypt")
