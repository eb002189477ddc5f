"""PDFs as those who read, archive and check them get them."""

from __future__ import annotations

import io
import re

from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

PROFILES = (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)
"""What every PDF of the academy claims to be."""

LENGTHS = "PDFA3A-STREAM-LENGTH-001"
"""Looked at here: page-validation 0.11.0 takes a last byte that happens to be a CR, as in one of
thirty files, for a part of the end of the line behind it."""

STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*?stream\r?\n")


def failed_rules(content: bytes) -> list[str]:
    """What a PDF breaks of the profiles that it claims, each rule once; empty when none."""
    failures = {
        f"{failure.rule_id}: {failure.message}"
        for profile in PROFILES
        for failure in validate_pdf_bytes(content, profile=profile).failures
        if failure.rule_id != LENGTHS
    }
    return sorted(failures) + [f"a stream of another length at {at}" for at in _wrong_ends(content)]


def _wrong_ends(content: bytes) -> list[int]:
    """Where a stream does not end where its length says, on a line of its own."""
    ends = [found.end() + int(found[1]) for found in STREAM.finditer(content)]
    return [at for at in ends if not re.compile(rb"\r?\nendstream").match(content, at)]


def read_pdf(content: bytes) -> PdfReader:
    """A PDF to look into, which is accessible and fit for an archive."""
    failed = failed_rules(content)
    assert not failed, failed
    return PdfReader(io.BytesIO(content))
