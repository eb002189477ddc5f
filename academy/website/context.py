"""What every template gets."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, the Infopunt's details and, in the demo, the mailbox."""
    from courses.catalogue.queries import infopunt

    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "infopunt": lambda: infopunt(request),
        "demo_mailbox_url": "/demo/post/" if settings.DEMO_MAILBOX else "",
    }
