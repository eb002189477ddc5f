"""Mail that the academy sends: a subject and body template, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


def absolute_url(path: str) -> str:
    """The full address of a path of this site, for use in mails and PDFs."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def send(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str = "nl",
    attachments: list[tuple[str, bytes, str]] | None = None,
) -> None:
    """Send the mail `email/<template>_subject.txt` and `.txt` to one address.

    The HTML version is the same text in the academy's mail layout, so the two never differ.
    """
    with translation.override(language):
        data = {**context, "site_name": settings.WAGTAIL_SITE_NAME, "base_url": absolute_url("")}
        subject = " ".join(render_to_string(f"email/{template}_subject.txt", data).split())
        body = render_to_string(f"email/{template}.txt", data).strip() + "\n"
        message = EmailMultiAlternatives(subject, body, to=[to])
        html = render_to_string("email/message.html", {**data, "subject": subject, "body": body})
        message.attach_alternative(html, "text/html")
    for name, content, mimetype in attachments or []:
        message.attach(name, content, mimetype)
    message.send()
