"""Forms on paper that were typed in and do not count yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.evaluation.models.forms import EvaluationForm


class PaperBatch(models.Model):
    """What was typed in from paper for a form that is open, encrypted as a whole.

    With the key of the form's sealed box, and always of the same size. It holds no person: who
    handed in a form is said when the batch is counted, and kept nowhere beside an answer.
    """

    form = models.OneToOneField(
        EvaluationForm, on_delete=models.CASCADE, primary_key=True, related_name="paper"
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = _("stapel overgetypte formulieren")
        verbose_name_plural = _("stapels overgetypte formulieren")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.form)
