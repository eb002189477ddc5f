"""What somebody has to do that nobody else does, and who takes it over when that person leaves.

Leaving is every way in which it ends: the account is erased or switched off, or loses its role.
Higher parts say what there is to do; this part knows no editions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.people.enums import Role
from courses.people.models import User
from courses.people.queries import people_with_role

if TYPE_CHECKING:
    from courses.common.form_types import Files, FormArguments, FormData

Duties = Callable[[Collection[int]], list[str]]
HandOver = Callable[[Collection[int], User, User | None], None]


@dataclass(frozen=True)
class DutySource:
    """What a part has: the duties of people as text, and the way to hand them over."""

    duties: Duties
    hand_over: HandOver


_keepers: list[DutySource] = []


def provide(*, duties: Duties, hand_over: HandOver) -> None:
    """Register a part: which duties nobody has when these people (by id) leave, and what to do
    for who takes them over (the people, who follows them, who says so). From `ready()`."""
    _keepers.append(DutySource(duties, hand_over))


def duties_of(people: Collection[int]) -> list[str]:
    """What nobody does when all of these people leave."""
    return [duty for keeper in _keepers for duty in keeper.duties(people)] if people else []


def hand_over(*, people: Collection[int], successor: User | None, actor: User | None) -> None:
    """Give the duties of people who leave to somebody else; to nobody when there is no one."""
    if successor is not None:
        for keeper in _keepers:
            keeper.hand_over(people, successor, actor)


class LeavingForm(forms.Form):
    """Asks what becomes of the duties of people who leave; asks nothing when there are none."""

    successor = forms.ModelChoiceField(
        label=_("Wie wordt de trainer?"), queryset=User.objects.none(), required=False
    )
    leave_open = forms.BooleanField(
        label=_("Laat deze uitvoeringen nu zonder trainer staan"), required=False
    )

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        leaving: Collection[int] = (),
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.leaving = leaving
        self.duties = duties_of(leaving)
        if self.duties:
            ask_about(self, self.duties, leaving)
        else:
            del self.fields["successor"], self.fields["leave_open"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if self.duties:
            refuse_unanswered(self, cleaned, self.duties)
        return cleaned

    def hand_over(self, actor: User | None) -> None:
        """Do what was chosen; call it while the people are still there."""
        if self.duties:
            successor = self.cleaned_data["successor"]
            hand_over(people=self.leaving, successor=successor, actor=actor)


def ask_about(form: forms.BaseForm, duties: list[str], leaving: Collection[int]) -> None:
    """Fill in the two questions of a form."""
    successor = form.fields["successor"]
    successor.queryset = people_with_role(Role.TRAINER).exclude(pk__in=leaving)  # type: ignore[attr-defined]
    successor.help_text = gettext(
        "Deze uitvoeringen houden anders geen trainer over: %(names)s."
    ) % {"names": "; ".join(duties)}


def refuse_unanswered(
    form: forms.BaseForm, cleaned: Mapping[str, object], duties: list[str]
) -> None:
    """Add an error when neither question is answered."""
    if not (cleaned.get("successor") or cleaned.get("leave_open")):
        form.add_error(
            "successor",
            gettext(
                "Deze uitvoeringen houden geen trainer over: %(names)s. Kies een andere trainer, "
                "of vink aan dat het zo mag blijven."
            )
            % {"names": "; ".join(duties)},
        )
