"""Two people at the dialogue that says who may see a page or a collection of files.

Who left it open and then saves would make public what somebody else closed in the meantime. Its
two views have nothing in common but their form, so that compares: `edit_conflicts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.view_restrictions import BaseViewRestrictionForm
from wagtail.models import BaseViewRestriction

from courses.common import edit_conflicts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import Group

_init = BaseViewRestrictionForm.__init__
KIND = "restriction_type"


def install() -> None:
    """Let the dialogue compare. Harmless to repeat."""
    BaseViewRestrictionForm.__init__ = _with_snapshot
    BaseViewRestrictionForm.clean = _clean


def _with_snapshot(self: BaseViewRestrictionForm, *args: object, **kwargs: object) -> None:
    _init(self, *args, **kwargs)
    self.fields[edit_conflicts.FIELD] = forms.CharField(
        required=False,
        widget=forms.HiddenInput,
        initial=edit_conflicts.token(_stored(self.instance)),
    )


def _stored(restriction: BaseViewRestriction) -> edit_conflicts.Facts:
    if restriction.pk is None:
        return _facts(BaseViewRestriction.NONE, "", ())
    return _facts(restriction.restriction_type, restriction.password, restriction.groups.all())


def _facts(kind: str, password: str, groups: Iterable[Group]) -> edit_conflicts.Facts:
    """One thing of it all: what goes with another kind than the chosen one means nothing."""
    text = str(dict(BaseViewRestriction.RESTRICTION_CHOICES).get(kind, kind))
    more = ""
    if kind == BaseViewRestriction.PASSWORD:
        more = password
    elif kind == BaseViewRestriction.GROUPS:
        more = ", ".join(sorted(map(str, groups)))
    shown = f"{text} ({more})" if more else text
    return {KIND: edit_conflicts.fact(_("Zichtbaarheid"), [kind, more], shown)}


def _clean(self: BaseViewRestrictionForm) -> dict[str, object]:
    data: dict[str, object] = super(BaseViewRestrictionForm, self).clean()
    chosen = self.cleaned_data
    stored = _stored(self.instance)
    wanted = _facts(
        str(chosen.get(KIND, "")), str(chosen.get("password", "")), chosen.get("groups") or ()
    )
    sent = {edit_conflicts.FIELD: chosen.pop(edit_conflicts.FIELD, "")}
    try:
        edit_conflicts.FormSnapshot.submitted(sent).refuse_if_stale(stored=stored, wanted=wanted)
    except edit_conflicts.Conflict as conflict:
        (both,) = conflict.differences
        self.add_error(KIND, ValidationError([str(conflict), edit_conflicts.in_words(both)]))
        self.data = self.data.copy()
        self.data[self.add_prefix(edit_conflicts.FIELD)] = conflict.token
    return data
