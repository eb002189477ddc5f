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
    """Send the mail `email/<template>_subject.txt`, `.txt` and `.html` to one address."""
    with translation.override(language):
        data = {**context, "site_name": settings.WAGTAIL_SITE_NAME, "base_url": absolute_url("")}
        subject = " ".join(render_to_string(f"email/{template}_subject.txt", data).split())
        message = EmailMultiAlternatives(
            subject, render_to_string(f"email/{template}.txt", data), to=[to]
        )
        message.attach_alternative(render_to_string(f"email/{template}.html", data), "text/html")
    for name, content, mimetype in attachments or []:
        message.attach(name, content, mimetype)
    message.send()
