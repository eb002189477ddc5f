"""Where allauth meets our own people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import Group

from courses.people.enums import Role


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Gives a new account the role of volunteer."""

    def save_user(self, request: Any, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            user.groups.add(Group.objects.get(name=Role.VOLUNTEER))
        return user
