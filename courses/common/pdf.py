"""The one door to WeasyPrint, which is slow to import and needs Pango."""

from __future__ import annotations

import gc
import io
import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.translation import gettext

from courses.common import pdf_fonts, pdf_profile, process_cache, time_limit
from courses.common.internals import of_weasyprint
from courses.common.internals.of_weasyprint import Pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
    from types import ModuleType

    from weasyprint import CSS, Attachment, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    from courses.common.internals.of_weasyprint import BlankParts
    from courses.common.pdf_profile import EmbeddedFile


def _profile(files: Sequence[EmbeddedFile] = ()) -> dict[str, Any]:
    """How every PDF is written."""
    return {
        "pdf_variant": pdf_profile.ARCHIVED,
        "finisher": pdf_profile.finisher_for(files),
        "attachments": [_attached(file) for file in files],
    }


def _attached(file: EmbeddedFile) -> Attachment:
    moment = file.moment.astimezone(UTC)
    return _weasyprint().Attachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        relationship=file.relationship,
        created=moment,
        modified=moment,
    )


_one_at_a_time = threading.Lock()
"""Documents share fonts and pictures, which no two threads may use at the same moment."""

CHARACTER_LIMIT = 2_000_000
"""The longest document (pictures included) that we take from somebody else."""

SECONDS = 20.0
"""How long making a PDF of it may take; a certificate takes a twentieth of a second."""


class PdfUnavailable(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """The libraries that make PDFs are missing on this machine."""


class TooLong(ValueError):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """What was to be printed does not fit on so many pages."""


class MissingGlyphs(ValueError):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """No font on this machine has these characters: the PDF would have boxes in their place."""

    def __init__(self, characters: str) -> None:
        super().__init__("no font has " + ", ".join(f"U+{ord(one):04X}" for one in characters))
        self.characters = characters


def _weasyprint() -> ModuleType:
    """The library with all that we use of it, which takes a second to load the first time."""
    # Slow, and it fails where Pango is missing: only who makes a PDF may notice.
    import weasyprint.text.fonts  # noqa: PLC0415 - slow, and it fails without Pango
    import weasyprint.urls  # noqa: PLC0415 - slow, and it fails without Pango

    of_weasyprint.install()
    module: ModuleType = weasyprint
    return module


@process_cache.for_machine
def _font_configuration() -> FontConfiguration:
    # Building this costs more than most pages; it is safe to share between documents.
    return _weasyprint().text.fonts.FontConfiguration()


@process_cache.most_recent(16, plugin_free=True)
def _style_sheet(css: str) -> CSS:
    # Parsing costs about as much as laying out a page, and the sheets seldom differ.
    return _weasyprint().CSS(string=css, font_config=_font_configuration())


MOST_PICTURES = 32
"""How many pictures are kept for the next document; a photo has two rows."""


@process_cache.for_process
def _pictures() -> Pictures:
    """Pictures that were used before, by address: the same ones stand on every certificate."""
    return Pictures()


def css_of(template: str) -> str:
    """A style sheet that stands among the templates, as it is written there."""
    # Django keeps what it read, and reads it anew where templates can change.
    return str(get_template(template).template.source)  # type: ignore[attr-defined]


def css_in_own_type(template: str) -> str:
    """The same, with the academy's own type: for what people keep and show."""
    return f"{pdf_fonts.font_faces()}\n{css_of(template)}"


def load() -> None:
    """Load the library, which takes a second the first time.

    Raises:
        PdfUnavailable: Pango or another library is missing on this machine.
    """
    try:
        _weasyprint()
    except (ImportError, OSError) as error:
        raise PdfUnavailable(
            gettext("Op deze computer ontbreekt Pango; zonder Pango maken we geen pdf.")
        ) from error


def render(
    html: str,
    *,
    css: str = "",
    tagged: bool = True,
    most_pages: int | None = None,
    files: Sequence[EmbeddedFile] = (),
) -> bytes:
    """A PDF of `html`: accessible (PDF/UA-1) and for an archive (PDF/A-3a), unless told otherwise.

    `files` are put inside, in the order of their names. Language and title come from the HTML's
    `lang` and `<title>`. Nothing is fetched: images must be inline (`data:`).

    Raises:
        PdfUnavailable: Pango or another library is missing on this machine.
        MissingGlyphs: no font has some of the characters.
        TooLong: it has more than `most_pages` pages.
    """
    load()
    made, pages = _made(html, css, tagged, most_pages, files)
    if pages >= MANY_PAGES:
        # Its boxes hold each other, and Python would not look for such before there are ten of
        # these documents in memory. What is younger than its last great look will do.
        gc.collect(1)
    return made


MANY_PAGES = 4
"""From so many on what a document leaves in memory is some megabytes."""


def _made(
    html: str, css: str, tagged: bool, most_pages: int | None, files: Sequence[EmbeddedFile]
) -> tuple[bytes, int]:
    """The PDF, and how many pages it has."""
    fonts, pictures = _font_configuration(), _pictures()
    document = _weasyprint().HTML(string=html, url_fetcher=_own_fetcher())
    styles = [_style_sheet(css)] if css else []
    profile = _profile(files) if tagged else {}
    # One at a time: Pango ends the process when two threads set text at once.
    with _one_at_a_time, _without_boxes():
        pictures.keep(MOST_PICTURES)
        laid_out = document.render(
            stylesheets=styles,
            font_config=fonts,
            cache=pictures,
            pdf_variant=profile.get("pdf_variant"),
        )
        if most_pages is not None and len(laid_out.pages) > most_pages:
            raise TooLong(f"{len(laid_out.pages)} pages; {most_pages} is the most")
        pdf: bytes = laid_out.write_pdf(**profile)
        pictures.forget_drawings()
    return pdf, len(laid_out.pages)


MOST_LAYOUTS = 12
"""How many sheets are kept as they were laid out; an edition has one."""


@process_cache.for_process
def _layouts() -> dict[Hashable, of_weasyprint.KeptLayout]:
    return {}


Filling = of_weasyprint.Filling

MOST_SHAPES = 8
"""For how many sizes of its parts a sheet is kept; names of people come in three or four."""


@dataclass(frozen=True)
class Sheet:
    """One sheet, of which only some parts differ from another one with this `key`.

    `whole` makes the HTML of all of it. `parts` makes that of the elements that differ alone, each
    placed absolutely by its `top` and `left`, and with one of `names` as its `id`. `parts_css` is
    `css`, and need not have what stands behind the parts. `most` says how high, in millimetres,
    elements of `whole` may be.
    """

    key: Hashable
    whole: Callable[[], str]
    css: str
    parts: Callable[[], str]
    parts_css: str
    names: Sequence[str]
    most: Mapping[str, float]


def render_sheet(sheet: Sheet, filling: Filling, *, files: Sequence[EmbeddedFile] = ()) -> bytes:
    """The PDF of a sheet with its parts filled in; its HTML has the same words.

    The bytes do not depend on what was kept of sheets before. `files` are put inside.

    Raises:
        PdfUnavailable: Pango or another library is missing on this machine.
        MissingGlyphs: no font has some of the characters.
        TooLong: an element is higher than it may be.
    """
    load()
    layouts = _layouts()
    with _one_at_a_time, _kept_unless_it_fails(sheet.key), _without_boxes():
        layout = layouts.get(sheet.key)
        if layout is None:
            layout = of_weasyprint.KeptLayout(_laid_out(sheet.whole(), sheet.css), sheet.names)
            for name, height in sheet.most.items():
                if layout.height_of(name) > height:
                    raise TooLong(f"{name} is higher than {height} mm")
            if len(layouts) >= MOST_LAYOUTS:
                layouts.clear()
            layouts[sheet.key] = layout
            return layout.write(**_profile(files))
        if filling.shape not in layout.blanks:
            if len(layout.blanks) >= MOST_SHAPES:
                layout.blanks.clear()
            layout.blanks[filling.shape] = _blank_parts(sheet)
        return layout.write(layout.blanks[filling.shape], filling, **_profile(files))


def _blank_parts(sheet: Sheet) -> BlankParts:
    return of_weasyprint.BlankParts(
        _weasyprint().HTML(string=sheet.parts(), url_fetcher=_own_fetcher()),
        sheet.names,
        stylesheets=[_style_sheet(sheet.parts_css)],
        font_config=_font_configuration(),
        cache=Pictures(),
    )


@contextmanager
def _kept_unless_it_fails(key: Hashable) -> Iterator[None]:
    """Forget a sheet that has boxes for characters: what is not painted again would not tell."""
    try:
        yield
    except Exception:
        _layouts().pop(key, None)
        raise


@process_cache.for_process
def _pictures_of_sheets() -> Pictures:
    """Pictures on sheets that were laid out, by address; the same stand on those of a partner."""
    return Pictures()


def _laid_out(html: str, css: str) -> Document:
    # Of its own: a sheet that is kept needs the bytes of its photos for as long.
    shared, pictures = _pictures_of_sheets(), Pictures()
    taken = pictures.take_from(shared)
    document: Document = (
        _weasyprint()
        .HTML(string=html, url_fetcher=_own_fetcher())
        .render(
            stylesheets=[_style_sheet(css)],
            font_config=_font_configuration(),
            cache=pictures,
            pdf_variant=pdf_profile.ARCHIVED,
        )
    )
    pictures.give_to(shared, taken)
    shared.keep(MOST_PICTURES)
    return document


def characters_without_font(text: str) -> str:
    """The characters of `text` for which no font on this machine has a shape; each once, in order.

    Found by setting the text as a document would, so with the same fonts. None where no PDFs are
    made at all.
    """
    # What every font has that we ask for; saves loading the library for most names.
    if all(character < "\u0180" and character.isprintable() for character in text):
        return ""
    try:
        render(f"<html lang=nl><title>.</title><p>{escape(text)}", tagged=False)
    except MissingGlyphs as missing:
        return missing.characters
    except PdfUnavailable:
        return ""
    return ""


class _MissingGlyphHandler(logging.Handler):
    """Hears of what the library draws as a box, in the thread that listens."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: dict[str, None] = {}
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread and str(record.msg).startswith(".notdef"):
            character, _codepoint = record.args or ("?", 0)
            self.characters[str(character)] = None


@contextmanager
def _without_boxes() -> Iterator[None]:
    """Raise `MissingGlyphs` when the document that is made within has a box for a character."""
    logger, boxes = logging.getLogger("weasyprint"), _MissingGlyphHandler()
    logger.addHandler(boxes)
    try:
        yield
    finally:
        logger.removeHandler(boxes)
    if boxes.characters:
        raise MissingGlyphs("".join(boxes.characters))


def render_foreign(
    html: str, *, css: str, most_pages: int, files: Sequence[EmbeddedFile] = ()
) -> bytes:
    """A tagged PDF of a document that somebody else made, and that may be rubbish.

    Its fonts and pictures are kept apart from ours.

    Raises:
        PdfUnavailable: Pango or another library is missing on this machine.
        ValueError: the document is too long, or has more than `most_pages` pages.
        MissingGlyphs: no font has some of the characters.
        TimeoutError: it takes longer than `SECONDS`.
        Exception: whatever the library raises for rubbish.
    """
    if len(html) + len(css) > CHARACTER_LIMIT:
        raise ValueError(f"a document of more than {CHARACTER_LIMIT} characters")
    load()
    return time_limit.within(SECONDS, lambda: _render_foreign(html, css, most_pages, files))


def _render_foreign(html: str, css: str, most_pages: int, files: Sequence[EmbeddedFile]) -> bytes:
    library = _weasyprint()
    # Own fonts: those that it brings would change the documents that come later.
    fonts = library.text.fonts.FontConfiguration()
    style = library.CSS(string=css, font_config=fonts, url_fetcher=_fetcher())
    document = library.HTML(string=html, url_fetcher=_fetcher()).render(
        stylesheets=[style], font_config=fonts, pdf_variant=pdf_profile.ARCHIVED
    )
    if len(document.pages) > most_pages:
        raise ValueError(f"{len(document.pages)} pages; {most_pages} is the most")
    with _without_boxes():
        pdf: bytes = document.write_pdf(**_profile(files))
    return pdf


@process_cache.for_process
def _own_fetcher() -> URLFetcher:
    """For documents of ours, which are made one at a time: it remembers what it fetches."""
    return _fetcher()


def _fetcher() -> URLFetcher:
    return _weasyprint().urls.URLFetcher(allowed_protocols={"data"})
