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
