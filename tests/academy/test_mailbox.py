"""The mailbox of the demo shows what a program for mail would: text, layout and attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.test import RequestFactory

from academy.demo.mailbox import attachment_of, layout_of, newest_mails
from academy.website import views

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With two mails in one file, the second of text alone."""
    backend = EmailBackend(file_path=str(tmp_path))
    whole = EmailMultiAlternatives("Je bent ingeschreven", "Tot dinsdag.", to=["a@example.org"])
    whole.attach_alternative("<h1>Tot dinsdag</h1>", "text/html")
    whole.attach("training.ics", CALENDAR, "text/calendar")
    whole.attach("brief.pdf", b"%PDF-1.7", "application/pdf")
    backend.send_messages([whole, EmailMultiAlternatives("Code", "123", to=["b@example.org"])])
    return tmp_path


def test_each_mail_leads_to_its_layout_and_its_attachments(folder: Path) -> None:
    code, whole = newest_mails(folder)
    assert (code.subject, code.text.strip(), code.has_layout, code.attachments) == (
        "Code",
        "123",
        False,
        (),
    )
    assert (whole.has_layout, whole.attachments) == (True, ("training.ics", "brief.pdf"))
    assert "<h1>Tot dinsdag</h1>" in (layout_of(folder, whole.file, whole.number) or "")
    assert attachment_of(folder, whole.file, whole.number, 1) == ("brief.pdf", b"%PDF-1.7")
    name, content = attachment_of(folder, whole.file, whole.number, 0) or ("", b"")
    assert (name, content.split()) == ("training.ics", CALENDAR.split())


@pytest.mark.parametrize("file", ["../secret_key", "secret_key", "..", "20261201-1", ""])
def test_nothing_else_of_the_disk_is_shown(folder: Path, file: str) -> None:
    (kept,) = folder.glob("*.log")
    for place in (folder / "secret_key.log", folder.parent / "secret_key.log"):
        place.write_bytes(kept.read_bytes())
    assert layout_of(folder, file, 0) is None
    assert attachment_of(folder, file, 0, 0) is None


def test_what_is_not_there_is_none(folder: Path) -> None:
    code, whole = newest_mails(folder)
    assert layout_of(folder, code.file, code.number) is None
    assert layout_of(folder, whole.file, 2) is None
    assert attachment_of(folder, whole.file, whole.number, 2) is None
    assert attachment_of(folder, whole.file, 9, 0) is None


def test_a_mail_runs_nothing_and_a_file_is_kept(folder: Path, settings: Settings) -> None:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, folder
    _code, whole = newest_mails(folder)
    request = RequestFactory().get("/")
    shown = views.mail_layout(request, file=whole.file, number=whole.number)
    assert shown["Content-Security-Policy"].startswith("default-src 'none';")
    kept = views.mail_attachment(request, file=whole.file, number=whole.number, attachment=0)
    assert (kept.content.split(), kept["Content-Disposition"]) == (
        CALENDAR.split(),
        'attachment; filename="training.ics"',
    )
