"""The one door to WeasyPrint, which is slow to import and needs Pango."""

from functools import cache, lru_cache
from typing import Any

from django.utils.translation import gettext


class PdfUnavailable(Exception):
    """The libraries that make PDFs are missing on this machine."""


@cache
def _font_configuration() -> Any:
    # Building this costs more than most pages; it is safe to share between documents.
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=16)
def _style_sheet(css: str) -> Any:
    # Parsing costs about as much as laying out a page, and the sheets seldom differ.
    from weasyprint import CSS

    return CSS(string=css, font_config=_font_configuration())


# Pictures that were read before, by address: the same ones stand on every certificate.
_pictures: dict[str, Any] = {}
MOST_PICTURES = 16


def render(html: str, *, css: str = "", tagged: bool = True) -> bytes:
    """A PDF of `html`; tagged for accessibility (PDF/UA-1) unless told otherwise.

    Language and title come from the HTML's `lang` and `<title>`. Nothing is fetched: images
    must be inline (`data:`).

    Raises:
        PdfUnavailable: Pango or another library is missing on this machine.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise PdfUnavailable(
            gettext("Op deze computer ontbreekt Pango; zonder Pango maken we geen pdf.")
        ) from error
    fonts = _font_configuration()
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    styles = [_style_sheet(css)] if css else []
    variant = "pdf/ua-1" if tagged else None
    if len(_pictures) > MOST_PICTURES:
        _pictures.clear()
    pdf: bytes = document.write_pdf(
        stylesheets=styles, font_config=fonts, pdf_variant=variant, cache=_pictures
    )
    return pdf
