"""What only the demo has. None of it exists outside the demo (settings.DEMO)."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from courses.people.models import User

DEMO_DOMAIN = "@demo.example"
DEMO_PASSWORD = "demo"  # noqa: S105 - the demo's public password; refused outside the demo


class DemoPasswordBackend(ModelBackend):
    """Lets the demo's accounts in with the password that the README prints.

    No password is stored: outside the demo the same database lets nobody in this way.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        *,
        email: str | None = None,
        **credentials: object,
    ) -> User | None:
        address = (email or username or "").lower()
        if not settings.DEMO or password != DEMO_PASSWORD or not address.endswith(DEMO_DOMAIN):
            return None
        return User.objects.filter(email=address, is_active=True).first()
