from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.evaluation import QuestionKind

ENOUGH = 5
"""From how many answers to a question is shown: of people who were in the group when it opened."""

MARKS = range(1, 11)
"""The marks that people can give."""

OTHER = "__other__"
"""The counted value of "Anders, namelijk …"."""


class FormStatus(TextChoices):
    """Whether a form still takes answers. Nothing is shown before it is closed."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Gesloten")
    LOST = "lost", _("Antwoorden verloren")


class Occasion(TextChoices):
    """When people are asked. A survey is about no edition: it goes to a list of people."""

    END = "end", _("Na de laatste bijeenkomst")
    TEN_WEEKS = "ten_weeks", _("Tien weken later")
    YEAR = "year", _("Een jaar later")
    SURVEY = "survey", _("Enquête")


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
