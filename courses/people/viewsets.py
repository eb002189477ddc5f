"""People in the administration."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions import DeleteBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet

from courses.common.errors import Refusal
from courses.people import queries, services
from courses.people.models import User

PROFILE_FIELDS = {"background", "partner", "language"}


class _OptionalEmail:
    """An account may be without an e-mail address; no two may share one."""

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit=commit)  # type: ignore[misc]
        if commit:
            services.keep_address(person=user)
        return user

    def _clean_username(self) -> None:
        # The model's own unique check does this, and knows that "none" is not a duplicate.
        return


class AcademyUserCreationForm(_OptionalEmail, UserCreationForm):  # type: ignore[misc]
    email = forms.EmailField(required=False, label=_("E-mailadres"))

    class Meta(UserCreationForm.Meta):  # type: ignore[misc]
        model = User
        fields = UserCreationForm.Meta.fields | PROFILE_FIELDS


class AcademyUserEditForm(_OptionalEmail, UserEditForm):  # type: ignore[misc]
    email = forms.EmailField(required=False, label=_("E-mailadres"))

    class Meta(UserEditForm.Meta):  # type: ignore[misc]
        model = User
        fields = UserEditForm.Meta.fields | PROFILE_FIELDS


class _OnlySuperusersMakeSuperusers:
    """An administrator gives out roles, and not the right to everything."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        if not self.request.user.is_superuser:  # type: ignore[attr-defined]
            form.fields.pop("is_superuser", None)
        return form


class AcademyUserIndexView(IndexView):  # type: ignore[misc]
    """People in the order of their surnames, as they stand in a Dutch list."""

    @cached_property
    def columns(self) -> list[Any]:
        columns: list[Any] = super().columns
        for column in columns:
            if column.name == "name":
                column.accessor = attrgetter("name_in_list")
        return columns

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering in {"name", "-name"}:
            sign = self.ordering.removesuffix("name")
            return queryset.order_by(f"{sign}sort_name", f"{sign}pk")
        return super().order_queryset(queryset)


class AcademyUserCreateView(_OnlySuperusersMakeSuperusers, CreateView):  # type: ignore[misc]
    pass


class AcademyUserEditView(_OnlySuperusersMakeSuperusers, EditView):  # type: ignore[misc]
    def get_object(self, queryset: Any = None) -> Any:
        person = super().get_object(queryset)
        if person.is_superuser and not self.request.user.is_superuser:
            # With another's address one could sign in as that person.
            raise PermissionDenied
        return person


class AcademyUserDeleteView(DeleteView):  # type: ignore[misc]
    """Erases everything about the person, or says why that cannot be."""

    def delete_action(self) -> None:
        services.erase_person(person=self.object, actor=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except Refusal as no:
            messages.error(self.request, str(no))
            return redirect("wagtailusers_users:edit", self.object.pk)
        return response


class AcademyUserBulkDelete(DeleteBulkAction):  # type: ignore[misc]
    """Leaves out whoever must stay, and whoever cannot be erased; the page says so."""

    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and not queries.must_stay(obj)

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "request": self.request}

    @classmethod
    def execute_action(
        cls, objects: Iterable[User], *, request: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        erased = 0
        for person in objects:
            name = person.name
            try:
                services.erase_person(person=person, actor=request.user)
            except Refusal as no:
                messages.error(request, f"{name}: {no}")
            else:
                erased += 1
        return erased, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> Any:
        if num_parent_objects:
            return super().get_success_message(num_parent_objects, num_child_objects)
        return None


class AcademyUserViewSet(UserViewSet):  # type: ignore[misc]
    """Wagtail's own user pages with our fields."""

    ordering = "name"
    index_view_class = AcademyUserIndexView
    add_view_class = AcademyUserCreateView
    edit_view_class = AcademyUserEditView
    delete_view_class = AcademyUserDeleteView

    def get_form_class(self, for_update: bool = False) -> Any:
        return AcademyUserEditForm if for_update else AcademyUserCreationForm
