"""Lines for a log that many may read: without what tells who somebody is."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

LEFT_OUT = "…"
ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.-])(?:\+|00|0)[1-9](?:[ -]?\d){8,12}(?![\w-])")
"""A telephone number, as people write them."""
CODE = re.compile(r"(?<=/)(?=[\w-]*\d)[\w-]{12,}(?=[/?#\s\"']|$)|(?<==)[^\s&\"']{12,}")
"""In an address: what opens somebody's certificate, offer or evaluation."""


def without_people(text: str) -> str:
    """The text without mail addresses, telephone numbers and codes of links."""
    text = ADDRESS.sub(LEFT_OUT, text)
    text = CODE.sub(LEFT_OUT, text)
    return NUMBER.sub(LEFT_OUT, text)


class Line(logging.Formatter):
    """A line to read, and the trace of an error after it."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return without_people(super().format(record))


class Json(logging.Formatter):
    """One object a line, for a program that collects logs.

    `at` is UTC; `message` and `trace` are without what tells who somebody is.
    """

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
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
