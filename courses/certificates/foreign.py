"""A certificate that a plugin made up: checked, and then made into a PDF."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext

from courses.common import pdf, time_limit
from courses.plugin_api.contributions.certificates import CertificateData, CertificateHtml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.common.pdf_profile import EmbeddedFile

MOST_PAGES = 2

INVISIBLE = frozenset({"title", "style", "script", "template", "noscript", "textarea", "select"})
"""Elements whose text is no text on the sheet; the words of an SVG are in its `<title>`."""

WITHOUT_INK = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Characters that only say where a word may break."""


REPLACES = (
    '<p style="bottom: 2mm; color: #1b2429; font: 8pt sans-serif; left: 10mm; margin: 0;'
    ' position: absolute; right: 10mm; text-align: center">{}</p>'
)
"""Stands at the foot of the first page: a plugin's template does not know of corrections."""


def to_pdf(
    document: object,
    data: CertificateData,
    *,
    language: str = "nl",
    replaces: str = "",
    files: Sequence[EmbeddedFile] = (),
) -> bytes:
    """The PDF of what a plugin's template gave; `replaces` is the code of the one before it,
    `language` what was asked of it.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        TypeError, ValueError: it is no document, or does not say what a certificate must.
        TimeoutError: making the PDF takes too long.
        Exception: the library cannot make a PDF of it.
    """
    if not isinstance(document, CertificateHtml):
        raise TypeError(f"render() gave {type(document).__name__}, not CertificateHtml")
    if not isinstance(document.html, str) or not isinstance(document.css, str):
        raise TypeError("the document and its style sheet are texts")
    if len(document.html) + len(document.css) > pdf.CHARACTER_LIMIT:
        raise ValueError("the document is too long")
    time_limit.within(pdf.SECONDS, lambda: _check(document.html, data, language))
    html = _with_note(document.html, replaces) if replaces else document.html
    return pdf.render_foreign(html, css=document.css, most_pages=MOST_PAGES, files=files)


def _with_note(html: str, replaces: str) -> str:
    """The document with, at its foot, which certificate it replaces."""
    note = format_html(
        REPLACES, gettext("Dit certificaat vervangt certificaat %(code)s.") % {"code": replaces}
    )
    end = html.lower().rfind("</body>")
    return html[:end] + note + html[end:] if end >= 0 else html + note


def _check(html: str, data: CertificateData, language: str) -> None:
    sheet = _Sheet()
    sheet.feed(html)
    sheet.close()
    # Without these two, who cannot see the sheet hears neither what it is nor its language well.
    if not sheet.language.lower().startswith(language):
        raise ValueError(f"the document does not say that its language is {language!r}")
    if not _bare(sheet.title):
        raise ValueError("the document has no title")
    text = _bare("".join(sheet.text))
    address = _bare(data.check_url.partition("://")[2].rstrip("/"))
    if address not in text:
        raise ValueError("the address of the check page is missing")
    # The address ends with the code, so look for the code in what is left.
    if _bare(data.code) not in text.replace(address, " "):
        raise ValueError("the code is missing")
    if _bare(data.name) not in text:
        raise ValueError("the name is missing")
    if _bare(data.training) not in text:
        raise ValueError("the training is missing")


def _bare(text: str) -> str:
    """The text without white space, which says nothing about what a reader sees."""
    return "".join(text.translate(WITHOUT_INK).split())


class _Sheet(HTMLParser):
    """The text that a document shows, with its language and title."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.title = ""
        self.text: list[str] = []
        self._hidden: list[str] = []
        self._pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = self.language or dict(attrs).get("lang") or ""
        self._pictures += tag == "svg"
        if tag in INVISIBLE:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._pictures -= tag == "svg"
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)
        elif self._hidden[-1] == "title" and not self._pictures:
            self.title += data
