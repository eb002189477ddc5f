"""The way in which Wagtail's own pages for a model carry what they showed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.permissions import policy_registry

from courses.common import clock, edit_conflicts

if TYPE_CHECKING:
    import builtins

    from django.forms import BaseModelForm


def _columns(instance: Model) -> list[str]:
    return [field.name for field in (*instance._meta.fields, *instance._meta.many_to_many)]


M = TypeVar("M", bound=Model)


class EditConflictMixin(Generic[M]):
    """For an edit view: a conflict is shown, and what was typed stays.

    Where a service stores, the view gives it `self.shown`; else it is compared here.
    """

    template_name = "common/admin/edit.html"
    conflict: edit_conflicts.Conflict | None = None

    # What Wagtail's view has.
    request: HttpRequest
    object: M
    model: type[M]
    form: BaseModelForm[M]

    @property
    def shown(self) -> edit_conflicts.FormSnapshot:
        """What the page showed that this form comes from."""
        return edit_conflicts.FormSnapshot.submitted(self.request.POST)

    def facts(self, instance: M) -> edit_conflicts.Facts:
        """What the page shows of a row: the fields of its form."""
        form_class = self.get_form_class()  # type: ignore[attr-defined]
        names = [name for name in _columns(instance) if name in form_class.base_fields]
        return edit_conflicts.facts_of(instance, names)

    def get_form_kwargs(self) -> dict[str, builtins.object]:
        kwargs: dict[str, builtins.object] = super().get_form_kwargs()  # type: ignore[misc]
        data = kwargs.get("data")
        if isinstance(data, QueryDict):
            kwargs["data"] = self._sent(data, kwargs)
        return kwargs

    def _sent(self, data: QueryDict, kwargs: dict[str, builtins.object]) -> QueryDict:
        form_class = self.get_form_class()  # type: ignore[attr-defined]
        takes = edit_conflicts.TAKE in data
        if not takes and not getattr(form_class, "formsets", None):
            return data
        fresh = form_class(**{k: v for k, v in kwargs.items() if k not in ("data", "files")})
        if takes:
            data = edit_conflicts.with_theirs(data, fresh)
        for formset in getattr(fresh, "formsets", {}).values():
            data = edit_conflicts.with_living_rows(data, formset)
        return data

    def save_instance(self) -> M:
        self.compare()
        saved: M = super().save_instance()  # type: ignore[misc]
        return saved

    def _rows(self) -> QuerySet[M]:
        return self.model._default_manager.all()

    def compare(self) -> None:
        """Under the lock: Wagtail stores in the same transaction."""
        stored = self._rows().select_for_update(of=("self",)).get(pk=self.object.pk)
        self.shown.refuse_if_stale(stored=self.facts(stored), wanted=self.wanted())

    def wanted(self) -> edit_conflicts.Facts:
        """What the form would make of the row."""
        form = self.form
        found = dict(self.facts(form.instance))
        for name, one in found.items():
            if form.instance._meta.get_field(name).many_to_many and name in form.cleaned_data:
                chosen = sorted(form.cleaned_data[name], key=lambda row: row.pk)
                text = ", ".join(str(row) for row in chosen)
                found[name] = edit_conflicts.fact(one.label, [row.pk for row in chosen], text)
        return found

    def form_valid(self, form: BaseModelForm[M]) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except edit_conflicts.Conflict as conflict:
            self.note(conflict)
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]
        return response

    def note(self, conflict: edit_conflicts.Conflict) -> None:
        """Have the page show a conflict."""
        self.conflict = conflict
        self.produced_error_code = "conflict"
        self.produced_error_message = str(conflict)

    def get_context_data(self, **kwargs: builtins.object) -> dict[str, builtins.object]:
        context: dict[str, builtins.object] = super().get_context_data(**kwargs)  # type: ignore[misc]
        stored = self._rows().get(pk=self.object.pk)
        context["conflict"] = self.conflict
        context["snapshot_token"] = self._token(stored)
        if self.request.method == "GET" and self._may_ask_who_else_edits():
            context["editing_sessions"] = self._editing_session()
        return context

    def _token(self, stored: M) -> str:
        """What the page shows: after an error, still what it showed before that."""
        if self.conflict is not None:
            return self.conflict.token
        sent: str | None = self.request.POST.get(edit_conflicts.FIELD)
        return edit_conflicts.token(self.facts(stored)) if sent is None else sent

    def _may_ask_who_else_edits(self) -> bool:
        """Whether Wagtail answers the page that asks it, again and again, who else has it open.

        It goes by its own permissions, and not by those of the view.
        """
        policy = policy_registry.get_by_type(self.model, fallback=False)
        return policy is not None and policy.user_has_permission_for_instance(
            self.request.user, "change", self.object
        )

    def _editing_session(self) -> EditingSessionsModule:
        """Wagtail's note at the top that somebody else has the page open too."""
        EditingSession.cleanup()
        meta = self.model._meta
        session = EditingSession.objects.create(
            user=self.request.user,
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=self.object.pk,
            last_seen_at=clock.now(),
        )
        address = (meta.app_label, meta.model_name, quote(self.object.pk), session.pk)
        return EditingSessionsModule(
            session,
            reverse("wagtailadmin_editing_sessions:ping", args=address),
            reverse("wagtailadmin_editing_sessions:release", args=(session.pk,)),
            [],
            None,
        )
