"""PDFs as those who read, archive and check them get them."""

from __future__ import annotations

import io

from pypdf import PdfReader

from courses.common.pdf_rules import failed_rules

__all__ = ["failed_rules", "read_pdf"]


def read_pdf(content: bytes) -> PdfReader:
    """A PDF to look into, which is accessible and fit for an archive."""
    failed = failed_rules(content)
    assert not failed, failed
    return PdfReader(io.BytesIO(content))
