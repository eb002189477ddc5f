"""Wagtail's own forms (pictures, documents, redirects, sites, workflows …) carry what they showed.

Their pages are Wagtail's, so what the page showed travels in a hidden field of the form, and a
conflict is an error above it that names both. It is looked for under the lock of the row, where
Wagtail stores. To send once more is to choose for one's own. Views of ours show it nicer:
`edit_conflict_views.EditConflictMixin`; pages have versions: `revision_conflicts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.views.generic import EditView
from wagtail.models import RevisionMixin

from courses.common import edit_conflicts
from courses.common.edit_conflict_views import EditConflictMixin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpResponse, QueryDict

    FormAnswer = Callable[[forms.BaseForm], HttpResponse]


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
    model_form = cast("forms.BaseModelForm[Model]", form)
    facts = _FormFacts(self, model_form, type(instance)._default_manager.get(pk=instance.pk))
    if form.is_bound:
        model_form = facts.form = _with_living_rows(self, facts)
        self.form_valid = _telling(self, model_form, self.form_valid)
        self.save_instance = _comparing(self, model_form, self.save_instance)
    model_form.fields[edit_conflicts.FIELD] = forms.CharField(
        required=False, widget=forms.HiddenInput, initial=edit_conflicts.token(facts.stored)
    )
    return model_form


def _with_living_rows(view: EditView, facts: _FormFacts) -> forms.BaseModelForm[Model]:
    """What was sent, in which a row that somebody removed counts as new."""
    formsets = getattr(facts.fresh, "formsets", {})
    if not formsets:
        return facts.form
    kwargs = view.get_form_kwargs()
    for formset in formsets.values():
        kwargs["data"] = edit_conflicts.with_living_rows(kwargs["data"], formset)
    return type(facts.form)(**kwargs)


class _FormFacts:
    """What the form has of the row, as it is stored."""

    def __init__(self, view: EditView, form: forms.BaseModelForm[Model], row: Model) -> None:
        self.view = view
        self.form = form
        # Of what has drafts, the form is about the newest one.
        versions = row if isinstance(row, RevisionMixin) else None
        self._stored: Model = versions.get_latest_revision_as_object() if versions else row
        self.columns = [one.name for one in row._meta.fields if one.name in form.fields]
        self.several = [one for one in row._meta.many_to_many if one.name in form.fields]

    @cached_property
    def fresh(self) -> forms.BaseModelForm[Model]:
        """The form as it is stored. A form that was sent knows only the rows that it names."""
        if not (self.form.is_bound and getattr(self.form, "formsets", None)):
            return self.form
        kwargs = self.view.get_form_kwargs()
        kept = {name: one for name, one in kwargs.items() if name not in ("data", "files")}
        return type(self.form)(**{**kept, "instance": self._stored})

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
        for name, formset in getattr(self.form if typed else self.fresh, "formsets", {}).items():
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


def _telling(
    view: EditView, form: forms.BaseModelForm[Model], form_valid: FormAnswer
) -> FormAnswer:
    """`form_valid` that shows a conflict as an error above the form."""

    def valid(sent: forms.BaseForm) -> HttpResponse:
        try:
            return form_valid(sent)
        except edit_conflicts.Conflict as conflict:
            form.add_error(
                None,
                ValidationError(
                    [str(conflict), *map(edit_conflicts.in_words, conflict.differences)]
                ),
            )
            data = cast("QueryDict", form.data).copy()
            data[form.add_prefix(edit_conflicts.FIELD)] = conflict.token
            form.data = data
            view.produced_error_code = "conflict"
            view.produced_error_message = view.get_error_message()
            view.autosave_enabled = False
            page: HttpResponse = view.form_invalid(form)
            return page

    return valid


def _comparing(
    view: EditView, form: forms.BaseModelForm[Model], save_instance: Callable[[], Model]
) -> Callable[[], Model]:
    """`save_instance` that compares first; Wagtail calls it in a transaction, so under the lock."""

    def save() -> Model:
        sent = form.cleaned_data.pop(edit_conflicts.FIELD, "")
        rows = type(form.instance)._default_manager.select_for_update(of=("self",))
        row = get_object_or_404(rows, pk=form.instance.pk)
        if not _is_newest(view, row):
            facts = _FormFacts(view, form, row)
            edit_conflicts.FormSnapshot.submitted({edit_conflicts.FIELD: sent}).refuse_if_stale(
                stored=facts.stored, wanted=facts.wanted()
            )
        return save_instance()

    return save


def _is_newest(view: EditView, row: Model) -> bool:
    """Of what has versions, whether the form comes from the newest: one's own script saves too."""
    if not isinstance(row, RevisionMixin) or not hasattr(view, "is_out_of_date"):
        return False
    view.object.latest_revision = row.latest_revision
    for name in ("latest_revision", "latest_revision_created_at", "is_out_of_date"):
        vars(view).pop(name, None)
    newest: bool = not view.is_out_of_date
    return newest
