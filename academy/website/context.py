"""What every template gets."""

from django.conf import settings
from django.http import HttpRequest

from courses.catalogue.queries import infopunt
from courses.common import addresses


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, the Infopunt's details and, in the demo, the mailbox."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "infopunt": lambda: infopunt(request),
        "demo_mailbox_url": addresses.DEMO_MAILBOX if settings.DEMO else "",
        # What few pages say of themselves: a name that is not there costs more than one that is.
        "noindex": False,
        "body_class": "",
        "structured_data": "",
    }
