"""People in the administration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from courses.people import services
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


class AcademyUserViewSet(UserViewSet):  # type: ignore[misc]
    """Wagtail's own user pages with our fields."""

    def get_form_class(self, for_update: bool = False) -> Any:
        return AcademyUserEditForm if for_update else AcademyUserCreationForm
