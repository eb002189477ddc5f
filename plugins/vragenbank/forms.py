"""The forms of staff, and the settings of the plugin in a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.people.models import Partner
from courses.people.queries import is_coordinator
from plugins.vragenbank.formats.losses import NAMES
from plugins.vragenbank.marks import PASS_MARK_AT_FIRST
from plugins.vragenbank.queries import trainings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from courses.people.models import User
    from plugins.vragenbank.models import QuestionBank


class PassMarkForm(forms.Form):
    """What a trainer asks of who answers questions of a bank."""

    pass_mark = forms.IntegerField(
        label=_("Hoeveel procent van de vragen moet goed zijn?"),
        min_value=0,
        max_value=100,
        initial=PASS_MARK_AT_FIRST,
        help_text=_(
            "Dit geldt voor alle vragen uit een bank in deze training. Bij 0 tellen ze niet mee "
            "voor het certificaat."
        ),
    )


class BankForm(forms.Form):
    """A bank as staff name it; only trainings that one may choose."""

    # What is empty is not wrong before it is sent.
    use_required_attribute = False

    title = forms.CharField(label=_("Naam"), max_length=120)
    training = forms.ModelChoiceField(
        TrainingPage.objects.none(),
        label=_("Training"),
        required=False,
        empty_label=_("Voor alle trainingen"),
    )
    partner = forms.ModelChoiceField(
        Partner.objects.order_by("name"),
        label=_("Partnerorganisatie"),
        required=False,
        empty_label=_("Geen"),
        help_text=_("Van wie zijn de vragen? Mag leeg blijven."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, user: User, bank: QuestionBank | None = None
    ) -> None:
        initial = (
            {"title": bank.title, "training": bank.training_id, "partner": bank.partner_id}
            if bank
            else {}
        )
        super().__init__(data, initial=initial)
        training = _offer_trainings(self, user)
        if not is_coordinator(user):
            training.required = True
            training.empty_label = _("Kies een training")


class UploadForm(forms.Form):
    """A file with questions."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Bestand met vragen"),
        allow_empty_file=True,
        help_text=_(
            "GIFT of XML van Moodle, of QTI 2.1, 2.2 of 3.0 (een zip of één vraag). Hoogstens "
            "10 MB."
        ),
    )


class ChoiceForm(forms.Form):
    """Which questions of a file are taken over, by their number in it."""

    chosen = forms.MultipleChoiceField(
        label=_("Vragen"), required=False, error_messages={"invalid_choice": _("Kies opnieuw.")}
    )

    def __init__(self, data: QueryDict | None = None, *, numbers: Iterable[int]) -> None:
        super().__init__(data)
        chosen = cast("forms.MultipleChoiceField", self.fields["chosen"])
        chosen.choices = [(str(one), str(one)) for one in numbers]


class TrainingForm(forms.Form):
    """A training of which the lessons hold knowledge checks."""

    use_required_attribute = False

    training = forms.ModelChoiceField(
        TrainingPage.objects.none(), label=_("Training"), empty_label=_("Kies een training")
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        _offer_trainings(self, user)


class LessonsForm(TrainingForm):
    """Knowledge checks in the lessons of a training, to take along."""

    form = forms.ChoiceField(
        label=_("Formaat"), choices=[(key.value, name) for key, name in NAMES.items()]
    )


def _offer_trainings(form: forms.Form, user: User) -> forms.ModelChoiceField[Any]:
    """The field, with the trainings that somebody gives or oversees."""
    field = cast("forms.ModelChoiceField[Any]", form.fields["training"])
    field.queryset = trainings_of(user)
    return field
