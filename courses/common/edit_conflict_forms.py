"""Wagtail's own forms (pictures, documents, redirects, sites, workflows …) carry what they showed.

Their pages are Wagtail's, so what the page showed travels in a hidden field of the form, and a
conflict is an error above it that names both. To send once more is to choose for one's own. Views
of ours show it nicer, and compare under the lock: `edit_conflict_views.EditConflictMixin`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import EditView

from courses.common import edit_conflicts
from courses.common.edit_conflict_views import EditConflictMixin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import QueryDict


def install() -> None:
    """Let all of Wagtail's pages that change a row compare. Harmless to repeat."""
    EditView.get_form = _get_form


def _get_form(self: EditView, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
    form: forms.BaseForm = super(EditView, self).get_form(form_class)
    instance = getattr(form, "instance", None)
    if (
        isinstance(self, EditConflictMixin)
        or not isinstance(instance, Model)
        or instance.pk is None
    ):
        return form
    stored = type(instance)._default_manager.get(pk=instance.pk)
    fresh = form
    if form.is_bound and getattr(form, "formsets", None):
        fresh, form = _with_living_rows(self, type(form), stored)
    return _carry(
        cast("forms.BaseModelForm[Model]", form),
        stored,
        cast("forms.BaseModelForm[Model]", fresh),
    )


def _with_living_rows(
    view: EditView, form_class: type[forms.BaseForm], stored: Model
) -> tuple[forms.BaseForm, forms.BaseForm]:
    """The form as it is stored now, and what was sent, in which a removed row counts as new."""
    kwargs = view.get_form_kwargs()
    data = kwargs["data"]
    kept = {name: one for name, one in kwargs.items() if name not in ("data", "files")}
    fresh = form_class(**{**kept, "instance": stored})
    for formset in fresh.formsets.values():  # type: ignore[attr-defined]
        data = edit_conflicts.with_living_rows(data, formset)
    return fresh, form_class(**{**kwargs, "data": data})


def _carry(
    form: forms.BaseModelForm[Model], stored: Model, fresh: forms.BaseModelForm[Model]
) -> forms.BaseModelForm[Model]:
    """Give the form the hidden field, and let it compare once it is right."""
    shown = _FormFacts(form, stored, fresh)
    form.fields[edit_conflicts.FIELD] = forms.CharField(
        required=False, widget=forms.HiddenInput, initial=edit_conflicts.token(shown.stored)
    )
    if form.is_bound:
        form.full_clean = _comparing(form, shown, form.full_clean)  # type: ignore[method-assign]
    return form


class _FormFacts:
    """What the form has of the row, as it is stored."""

    def __init__(
        self,
        form: forms.BaseModelForm[Model],
        stored: Model,
        fresh: forms.BaseModelForm[Model],
    ) -> None:
        self.columns = [one.name for one in stored._meta.fields if one.name in form.fields]
        self.several = [one for one in stored._meta.many_to_many if one.name in form.fields]
        self.form = form
        # A form that was sent knows only the rows that it names itself.
        self._fresh = fresh
        self._stored = stored

    @cached_property
    def stored(self) -> edit_conflicts.Facts:
        """What stands there."""
        several = {one.name: getattr(self._stored, one.name).all() for one in self.several}
        return self._facts(self._stored, several, typed=False)

    def wanted(self) -> edit_conflicts.Facts:
        """What the form would make of it; known once the form is right."""
        return self._facts(self.form.instance, self.form.cleaned_data, typed=True)

    def _facts(
        self, instance: Model, several: Mapping[str, Iterable[object]], *, typed: bool
    ) -> dict[str, edit_conflicts.Fact]:
        found = edit_conflicts.facts_of(instance, self.columns)
        for field in self.several:
            # Tags come as words; all is known by its name here.
            names = sorted(map(str, several.get(field.name) or ()))
            found[field.name] = edit_conflicts.fact(field.verbose_name, names, ", ".join(names))
        return {**found, **self._sets(typed=typed)}

    def _sets(self, *, typed: bool) -> dict[str, edit_conflicts.Fact]:
        """The rows that go with the form, such as the steps of a workflow, in their order."""
        found = {}
        for name, formset in getattr(self.form if typed else self._fresh, "formsets", {}).items():
            rows = [
                {key: str(value) for key, value in _row(one, typed).items()}
                for one in formset.forms
                if not (typed and formset._should_delete_form(one))
                and (typed or one.initial or one.instance.pk)
            ]
            text = "; ".join(", ".join(row.values()) for row in rows)
            found[name] = edit_conflicts.fact(formset.model._meta.verbose_name_plural, rows, text)
        return found


def _row(form: forms.BaseModelForm[Model], typed: bool) -> dict[str, object]:
    names = [name for name in form.fields if name not in ("id", "ORDER", "DELETE")]
    values = form.cleaned_data if typed else form.initial
    return {name: _name_of(form, name, values.get(name)) for name in names}


def _name_of(form: forms.BaseModelForm[Model], name: str, value: object) -> object:
    """A row by its name, whether it comes as a key or as itself."""
    queryset = getattr(form.fields[name], "queryset", None)
    if queryset is None or isinstance(value, Model) or value in (None, ""):
        return value
    found: object = queryset.filter(pk=value).first()
    return found


def _comparing(
    form: forms.BaseModelForm[Model], shown: _FormFacts, clean: Callable[[], None]
) -> Callable[[], None]:
    def full_clean() -> None:
        clean()
        sets = getattr(form, "formsets", {}).values()
        if form.errors or not all(one.is_valid() for one in sets):
            return
        sent = form.cleaned_data.pop(edit_conflicts.FIELD, "")
        try:
            edit_conflicts.FormSnapshot.submitted({edit_conflicts.FIELD: sent}).refuse_if_stale(
                stored=shown.stored, wanted=shown.wanted()
            )
        except edit_conflicts.Conflict as conflict:
            form.add_error(
                None, ValidationError([str(conflict), *map(_both, conflict.differences)])
            )
            data = cast("QueryDict", form.data).copy()
            data[form.add_prefix(edit_conflicts.FIELD)] = conflict.token
            form.data = data

    return full_clean


def _both(one: edit_conflicts.Difference) -> str:
    return _("%(label)s: nu staat er “%(theirs)s”, jij vulde in “%(yours)s”.") % {
        "label": one.label,
        "theirs": one.theirs,
        "yours": one.yours,
    }
