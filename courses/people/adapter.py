"""Where allauth meets our own people."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import Group

from courses.common.mail import absolute_url
from courses.people.enums import Role


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Gives a new account the role of volunteer, and mails the site's own address."""

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> Any:
        # Made of the request, a link would lead to whatever host and port a proxy asked for.
        links = {
            name: absolute_url(urlsplit(value).path)
            for name, value in context.items()
            if name.endswith("_url") and isinstance(value, str)
        }
        return super().render_mail(template_prefix, email, {**context, **links}, headers)

    def save_user(self, request: Any, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            user.groups.add(Group.objects.get(name=Role.VOLUNTEER))
        return user
