"""Whether a PDF keeps what all of ours claim: PDF/UA-1 and PDF/A-3a.

By page-validation, which the academy needs for its tests only: `is_installed` says whether it is
there.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

LENGTHS = "PDFA3A-STREAM-LENGTH-001"
"""Looked at here: page-validation 0.11.0 takes a last byte that happens to be a CR, as in one of
thirty files, for a part of the end of the line behind it."""

STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*?stream\r?\n")
END = re.compile(rb"\r?\nendstream")


def is_installed() -> bool:
    """Whether files can be held against the profiles on this machine."""
    return find_spec("page") is not None


def failed_rules(content: bytes) -> list[str]:
    """What a PDF breaks of both profiles, each rule once; empty when none.

    Raises:
        ImportError: page-validation is not installed.
    """
    from page import ValidationProfile, validate_pdf_bytes  # noqa: PLC0415 - only for tests

    failures = {
        f"{failure.rule_id}: {failure.message}"
        for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)
        for failure in validate_pdf_bytes(content, profile=profile).failures
        if failure.rule_id != LENGTHS
    }
    return sorted(failures) + [f"a stream of another length at {at}" for at in _wrong_ends(content)]


def _wrong_ends(content: bytes) -> list[int]:
    """Where a stream does not end where its length says, on a line of its own."""
    ends = [found.end() + int(found[1]) for found in STREAM.finditer(content)]
    return [at for at in ends if not END.match(content, at)]
