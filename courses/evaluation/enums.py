from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.evaluation import QuestionKind

MARKS = range(1, 11)
"""The marks that people can give."""

OTHER = "__other__"
"""The counted value of "Anders, namelijk …"."""


class FormStatus(TextChoices):
    """Whether a form still takes answers. Nothing is shown before it is closed."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Gesloten")


class Kind(TextChoices):
    """How a question is answered; the values are those of the plugin contract."""

    SCORE = QuestionKind.SCORE.value, _("Cijfer van 1 tot 10")
    CHOICE = QuestionKind.CHOICE.value, _("Eén keuze")
    MULTIPLE = QuestionKind.MULTIPLE.value, _("Meer keuzes")
    OPEN = QuestionKind.OPEN.value, _("Open vraag")
