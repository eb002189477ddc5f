"""Mail that the academy sends: plain text and the same in HTML, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import iri_to_uri

if TYPE_CHECKING:
    from collections.abc import Mapping


Attachment = tuple[str, bytes, str]
"""The name of a file, what is in it, and its type. Without a name it is no file: another version of
the text, such as `CALENDAR_TYPE`, which programs look for there (iMIP, RFC 6047)."""

CALENDAR_TYPE = "text/calendar"
FILE_TYPE = "application/ics"
"""The type of the same as a file. As `text/calendar` programs would act upon it twice."""


@dataclass(frozen=True)
class Letter:
    """What a mail says, as plain text; the subject is one line."""

    subject: str
    body: str


def absolute_url(path: str) -> str:
    """The full address of a path of this site, for use in mails, calendars and PDFs.

    Escaped: programs that make a link of plain text stop at an `ö`.
    """
    address: str = iri_to_uri(settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path)
    return address


def compose(template: str, context: Mapping[str, object], *, language: str = "nl") -> Letter:
    """What the templates `email/<template>_subject.txt` and `.txt` say."""
    with translation.override(language):
        data = {**context, **_of_the_site()}
        return Letter(
            subject=render_to_string(f"email/{template}_subject.txt", data),
            body=render_to_string(f"email/{template}.txt", data),
        )


def send(
    *,
    to: str,
    letter: Letter,
    language: str = "nl",
    attachments: list[Attachment] | None = None,
    message_id: str = "",
) -> None:
    """Send a letter to one address.

    The HTML version is the same text in the academy's mail layout, so the two never differ. With
    the same `message_id` many mailboxes show a mail once that comes twice.
    """
    subject = " ".join(letter.subject.split())
    body = letter.body.strip() + "\n"
    headers = {"Message-ID": f"<{message_id}@{_host()}>"} if message_id else None
    message = EmailMultiAlternatives(subject, body, to=[to], headers=headers)
    with translation.override(language):
        message.attach_alternative(as_html(subject, body), "text/html")
    for name, content, mimetype in attachments or []:
        if not name:
            message.attach_alternative(content.decode(), mimetype)
        else:
            message.attach(name, content, mimetype)
    message.send()


def as_html(subject: str, body: str) -> str:
    """A plain text in the academy's mail layout, in the language that is set."""
    # Without what a template may have said of it: it is text, and escaped here.
    data = {**_of_the_site(), "subject": subject, "body": "".join(body)}
    return render_to_string("email/message.html", data)


def _host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def _of_the_site() -> dict[str, str]:
    return {"site_name": settings.WAGTAIL_SITE_NAME, "base_url": absolute_url("")}
