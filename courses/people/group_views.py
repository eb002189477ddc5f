"""The rights of a group in the administration: an older page undoes nobody's newer choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as words_of_wagtail
from wagtail.users.templatetags.wagtailusers_tags import normalize_permission_label
from wagtail.users.views.groups import EditView, GroupViewSet, get_permission_panel_classes

from courses.common import edit_conflicts
from courses.common.edit_conflict_views import EditConflictMixin

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpResponse, QueryDict
    from wagtail.users.forms import GroupForm

    from courses.common.form_types import ModelFormSet

Granted = Mapping[str, str]
"""Rights, by what is stored of them: how people read each."""

Panel: TypeAlias = "forms.BaseForm | ModelFormSet"
"""One kind of rights on a group's page: Wagtail's parts make a form of it, or rows of forms."""

Row: TypeAlias = Mapping[str, Any]
"""What is filled in, by the name of the field."""

# What Wagtail calls them in its own headings.
HEADINGS = {
    "page_permissions": words_of_wagtail("Page permissions"),
    "document_permissions": words_of_wagtail("Document permissions"),
    "image_permissions": words_of_wagtail("Image permissions"),
    "collection_permissions": words_of_wagtail("Collection management permissions"),
}
ACTIONS = {
    "add": words_of_wagtail("Add"),
    "change": words_of_wagtail("Change"),
    "delete": words_of_wagtail("Delete"),
}


def _label(panel: Panel) -> str:
    if panel.prefix in HEADINGS:
        return str(HEADINGS[panel.prefix])
    model = getattr(panel, "settings_model", None)
    return str(model._meta.verbose_name if model else _("Rechten"))


def _object_rights(permissions: Iterable[Permission]) -> dict[str, str]:
    found = {}
    for one in permissions:
        action = ACTIONS.get(one.codename.removesuffix(f"_{one.content_type.model}"))
        words = str(action) if action else gettext(normalize_permission_label(one))
        found[str(one.pk)] = f"{capfirst(one.content_type.name)}: {words}"
    return found


def _rows(panel: Panel) -> Iterator[Row]:
    """What stands in a panel: as it was sent, or as it is stored."""
    if isinstance(panel, forms.BaseForm):
        yield panel.cleaned_data if panel.is_bound else panel.initial
    elif panel.is_bound:
        deleted = panel.deleted_forms
        yield from (form.cleaned_data for form in panel.forms if form not in deleted)
    else:
        yield from (form.initial for form in panel.initial_forms)


def _panel_rights(panel: Panel) -> dict[str, str]:
    called = {codename: long for codename, _short, long in getattr(panel, "permission_types", ())}
    found = {}
    for row in _rows(panel):
        for where in _places(row):
            if "permissions" not in row:
                found[str(where.pk)] = str(where)
            for right in row.get("permissions", ()):
                words = called.get(right.codename, right.name)
                found[f"{where.pk} {right.codename}"] = f"{where}: {words}"
    return found


def _places(row: Row) -> Iterator[Model]:
    """Where the rights of a row are: a page or a collection; or several sites."""
    for name, value in row.items():
        if name == "sites":
            yield from value
        elif name in {"page", "collection"}:
            yield value


def _in_words(granted: Granted, other: Granted) -> str:
    """Only what differs: a group has a hundred rights."""
    more = [words for key, words in granted.items() if key not in other]
    fewer = [words for key, words in other.items() if key not in granted]
    lines = [gettext("Aangevinkt: %(right)s") % {"right": words} for words in more]
    lines += [gettext("Niet aangevinkt: %(right)s") % {"right": words} for words in fewer]
    return "\n".join(lines)


def _fact(label: str, granted: Granted, other: Granted) -> edit_conflicts.Fact:
    return edit_conflicts.fact(label, sorted(granted), _in_words(granted, other))


class AcademyGroupEditView(EditConflictMixin[Group], EditView):
    """Compares the name and every kind of right, and stores them together or not at all."""

    def process_form(self) -> HttpResponse:
        # Wagtail stores the panels after its own transaction, in which the group was locked.
        with transaction.atomic():
            response: HttpResponse = super().process_form()
        return response

    def is_valid(self, form: GroupForm) -> bool:
        if not super().is_valid(form):
            return False
        try:
            self._compare(form)
        except edit_conflicts.Conflict as conflict:
            self.note(conflict)
            return False
        return True

    def compare(self) -> None:
        """Was done before anything is stored; the lock holds until all is."""

    def _compare(self, form: GroupForm) -> None:
        stored = Group.objects.select_for_update(of=("self",)).get(pk=self.object.pk)
        theirs = self._stored_rights(stored)
        yours = self._sent_rights(form)
        name = edit_conflicts.facts_of(stored, ["name"])
        self.shown.refuse_if_stale(
            stored={**name, **self._facts(theirs, yours)},
            wanted={
                **edit_conflicts.facts_of(form.instance, ["name"]),
                **self._facts(yours, theirs),
            },
        )

    def facts(self, instance: Group) -> edit_conflicts.Facts:
        rights = self._stored_rights(instance)
        return {**edit_conflicts.facts_of(instance, ["name"]), **self._facts(rights, rights)}

    def _facts(
        self, rights: Mapping[str, Granted], other: Mapping[str, Granted]
    ) -> dict[str, edit_conflicts.Fact]:
        labels = {panel.prefix: _label(panel) for panel in self.permission_panel_forms}
        labels["permissions"] = str(words_of_wagtail("Permissions"))
        return {key: _fact(labels[key], one, other[key]) for key, one in rights.items()}

    def _stored_rights(self, group: Group) -> dict[str, Granted]:
        offered = self.get_form_class()().fields["permissions"].queryset
        mine = offered.filter(group=group) if group.pk else Permission.objects.none()
        panels = [cls(instance=group) for cls in get_permission_panel_classes()]
        return {
            "permissions": _object_rights(mine),
            **{panel.prefix: _panel_rights(panel) for panel in panels},
        }

    def _sent_rights(self, form: GroupForm) -> dict[str, Granted]:
        return {
            "permissions": _object_rights(form.cleaned_data["permissions"]),
            **{panel.prefix: _panel_rights(panel) for panel in self.permission_panel_forms},
        }

    # --- What was sent, with the other's where that was taken ------------------------------------

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs: dict[str, object] = super().get_form_kwargs()
        if "data" in kwargs:
            kwargs["data"] = self.sent
        return kwargs

    def get_permission_panel_form_kwargs(self, cls: type[Panel]) -> dict[str, object]:
        kwargs: dict[str, object] = super().get_permission_panel_form_kwargs(cls)
        if "data" in kwargs:
            kwargs["data"] = self.sent
        return kwargs

    def _sent(self, data: QueryDict, kwargs: dict[str, object]) -> QueryDict:
        return self.sent

    @cached_property
    def sent(self) -> QueryDict:
        data: QueryDict = self.request.POST
        if edit_conflicts.TAKE not in data:
            return data
        fresh = self.get_form_class()(instance=Group.objects.get(pk=self.object.pk))
        panels = [cls(instance=fresh.instance) for cls in get_permission_panel_classes()]
        fresh.formsets = {panel.prefix: panel for panel in panels}
        return edit_conflicts.with_theirs(data, fresh)


class AcademyGroupViewSet(GroupViewSet):
    """Wagtail's own group pages, which compare what the page showed."""

    edit_view_class = AcademyGroupEditView
