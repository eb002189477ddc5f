"""PDFs as those who read, archive and check them get them."""

from __future__ import annotations

import io

from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

PROFILES = (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)
"""What every PDF of the academy claims to be."""


def failed_rules(content: bytes) -> list[str]:
    """What a PDF breaks of the profiles that it claims, each rule once; empty when none."""
    return sorted(
        {
            f"{failure.rule_id}: {failure.message}"
            for profile in PROFILES
            for failure in validate_pdf_bytes(content, profile=profile).failures
        }
    )


def read_pdf(content: bytes) -> PdfReader:
    """A PDF to look into, which is accessible and fit for an archive."""
    failed = failed_rules(content)
    assert not failed, failed
    return PdfReader(io.BytesIO(content))
