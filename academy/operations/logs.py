"""Lines for a log that many may read: without what tells who somebody is."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

LEFT_OUT = "…"
PATTERN = "%(levelname)s %(name)s: %(message)s"
ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.-])(?:\+|00|0)[1-9](?:[ -]?\d){8,12}(?![\w-])")
"""A telephone number, as people write them."""
CODE = re.compile(r"(?<=/)(?=[\w-]*\d)[\w-]{12,}(?=[/?#\s\"']|$)|(?<==)[^\s&\"']{12,}")
"""In an address: what opens somebody's certificate, offer or evaluation."""
NETWORK = re.compile(r"(?<=\bip=)[\da-f.:]*[\da-f]", re.IGNORECASE)
"""From where somebody asked something, as gunicorn writes it."""


def without_people(text: str) -> str:
    """The text without addresses of mail and networks, telephone numbers and codes of links."""
    text = ADDRESS.sub(LEFT_OUT, text)
    text = NETWORK.sub(LEFT_OUT, text)
    text = CODE.sub(LEFT_OUT, text)
    return NUMBER.sub(LEFT_OUT, text)


class Line(logging.Formatter):
    """A line to read, and the trace of an error after it."""

    def __init__(self, pattern: str = PATTERN, moments: str | None = None) -> None:
        super().__init__(pattern, moments)

    def format(self, record: logging.LogRecord) -> str:
        return without_people(super().format(record))


class Json(logging.Formatter):
    """One object a line, for a program that collects logs.

    `at` is UTC; `message` and `trace` are without what tells who somebody is.
    """

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": _at(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": without_people(record.getMessage()),
        }
        status = getattr(record, "status_code", None)
        if status is not None:
            told["status"] = status
        if record.exc_info:
            told["trace"] = without_people(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


def as_object(program: str, line: str) -> str:
    """A line that a program said, as an object which tells the program too.

    What is an object already stays as it is. The rest is what a command prints, or Python when it
    cannot start.
    """
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        told = {"at": _at(datetime.now(UTC)), "message": without_people(line)}
    return json.dumps({**told, "program": program}, ensure_ascii=False)


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
