"""Reads back the mails that the demo wrote to files."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SEPARATOR = b"-" * 79
NEWEST = 500


@dataclass(frozen=True)
class DemoMail:
    """One mail as the mailbox page shows it."""

    subject: str
    to: str
    sent_at: datetime
    text: str
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


def _read(path: Path) -> list[DemoMail]:
    parts = path.read_bytes().split(SEPARATOR + b"\n")
    return [_parse(part) for part in parts if part.strip()]


def _parse(content: bytes) -> DemoMail:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the default policy makes
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
        attachments=tuple(part.get_filename() or "?" for part in message.iter_attachments()),
    )
