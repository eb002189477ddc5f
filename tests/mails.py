"""What was sent, as tests read it."""

from __future__ import annotations

import re

from django.core import mail

CODE = r"^\s*([A-Z]{4}-[A-Z]{4})\s*$"


def found_in_mail(pattern: str) -> str:
    """The first group of the pattern in the newest mail, which has it."""
    text = str(mail.outbox[-1].body)
    found = re.search(pattern, text, re.MULTILINE)
    assert found, text
    return found[1]


def newest_code() -> str:
    """The code in the newest mail."""
    return found_in_mail(CODE)


def message_parts(message: mail.EmailMessage) -> list[tuple[str, str]]:
    """The versions of a mail beside its plain text: of what type, and what is in them."""
    assert isinstance(message, mail.EmailMultiAlternatives)
    return [(str(kind), str(content)) for content, kind in message.alternatives]
