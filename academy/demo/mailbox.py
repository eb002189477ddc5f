"""Reads back the mails that the demo wrote to files."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SEPARATOR = b"-" * 79
NEWEST = 500


FILE = re.compile(r"[0-9-]+")
"""What the name of a file with mails is made of, without its ending."""


@dataclass(frozen=True)
class DemoMail:
    """One mail as the mailbox page shows it; `file` and `number` say where it is kept."""

    subject: str
    to: str
    sent_at: datetime
    text: str
    file: str
    number: int
    has_layout: bool
    attachments: tuple[str, ...]


def newest_mails(folder: Path) -> list[DemoMail]:
    """The mails in `folder`, newest first; at most the newest 500."""
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails: list[DemoMail] = []
    for path in files:
        if len(mails) >= NEWEST:
            break
        mails.extend(reversed(_read(path)))
    return mails[:NEWEST]


def attachment_of(
    folder: Path, file: str, number: int, attachment: int
) -> tuple[str, bytes] | None:
    """The name and the content of an attachment, both counted from 0; None when it is not there."""
    message = _message(folder, file, number)
    for part in [*message.iter_attachments()][attachment : attachment + 1] if message else ():
        content = part.get_payload(decode=True)
        return _name_of(part), content if isinstance(content, bytes) else b""
    return None


def layout_of(folder: Path, file: str, number: int) -> str | None:
    """A mail as a program for mail shows it, in HTML; None when it has no such form."""
    message = _message(folder, file, number)
    body = message.get_body(("html",)) if message else None
    return str(body.get_content()) if body else None


def _message(folder: Path, file: str, number: int) -> EmailMessage | None:
    path = folder / f"{file}.log"
    if not FILE.fullmatch(file) or not path.is_file():
        return None
    found = _messages(path)[number : number + 1]
    return found[0] if found else None


def _messages(path: Path) -> list[EmailMessage]:
    parts = path.read_bytes().split(SEPARATOR + b"\n")
    return [_parsed(part) for part in parts if part.strip()]


def _parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the default policy makes
    return message


def _read(path: Path) -> list[DemoMail]:
    return [_shown(one, path.stem, number) for number, one in enumerate(_messages(path))]


def _name_of(part: EmailMessage) -> str:
    return part.get_filename() or "?"


def _shown(message: EmailMessage, file: str, number: int) -> DemoMail:
    body = message.get_body(("plain", "html"))
    date = message["Date"].datetime if message["Date"] else datetime.now(UTC)
    if date.tzinfo is None:
        # "-0000": the moment in UTC, without saying where.
        date = date.replace(tzinfo=UTC)
    return DemoMail(
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sent_at=date,
        text=body.get_content() if body else "",
        file=file,
        number=number,
        has_layout=message.get_body(("html",)) is not None,
        attachments=tuple(_name_of(part) for part in message.iter_attachments()),
    )
