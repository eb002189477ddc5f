"""HTML of a lesson for paper, and for a file that is read without a network.

What is on the site may hold anything: forms, drawings, scripts of a plugin. Here only text with its
structure is left, and pictures of our own, put inside. Of an exercise also the places for an answer
are left: to tick or to write on. Whatever is opened is closed again, so that no part can spoil what
comes behind it.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from courses.common.mail import absolute_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST_PICTURE = 400 * 1024
"""Bytes of a picture that goes along; of a larger one its description does."""

BLOCKS = frozenset(
    {"p", "ul", "ol", "li", "blockquote", "figure", "figcaption", "section", "div", "dl", "dt"}
    | {"dd", "table", "caption", "thead", "tbody", "tr", "th", "td"}
)
INLINE = frozenset({"strong", "b", "em", "i", "span", "sup", "sub", "q", "cite", "a"})
HEADINGS = frozenset({"h1", "h2"})
TITLES = frozenset({"h3", "h4", "h5", "h6", "summary", "legend"})
"""What heads a box: a line in bold letters, since a box may come before any heading."""

SILENT = frozenset(
    {"script", "style", "svg", "form", "button", "select", "textarea", "template", "iframe"}
    | {"object", "video", "audio", "canvas", "noscript", "nav", "dialog", "head", "math"}
)
"""What is left out with all that is in it."""

VOID = frozenset({"img", "br", "hr", "input", "source", "track", "wbr", "meta", "link", "embed"})
LINKS = ("https://", "http://", "mailto:", "tel:")

WRITTEN = frozenset({"text", "number", "date", "time", "email", "tel", "url", "search"})
"""The kinds of field in which one writes."""

MARK = '<span class="va-mark"></span> '
"""Where one ticks an answer; a style sheet draws it."""

LINE = '<span class="va-write"></span>'
MOST_LINES = 8


NUMBERED = re.compile(r"(\d+)\.\s+(?=\S)")
"""How an answer begins that its exercise numbers itself."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What stands before the others, so that the answers at the back can name them."""


@dataclass(frozen=True)
class OnPaper:
    """An exercise on paper, whether there is anything in it to tick or to write on, and how many
    questions it has, each in a `va-question`. `signs` has what stands before each answer to tick:
    its number or letter, by its words."""

    html: SafeString
    can_be_answered: bool
    questions: int
    signs: Mapping[str, str]


def reduced(html: str, *, heading: str = "h3", with_links: bool = True) -> SafeString:
    """Only the text of `html` with its structure, its headings all of one level."""
    reader = _Reader(heading, with_links=with_links)
    reader.feed(html)
    reader.close()
    return mark_safe("".join(reader.finished()))


def exercise_on_paper(html: str, *, with_links: bool = True) -> OnPaper:
    """What stands in the form of an exercise: the same, with places to tick and to write on."""
    reader = _ExerciseReader("h3", with_links=with_links)
    reader.feed(html)
    reader.close()
    made = mark_safe("".join(reader.finished()))
    return OnPaper(made, reader.places > 0, reader.questions, reader.signs)


@dataclass
class _Option:
    """An answer to tick: of which question, where its sign goes, and its words."""

    question: int
    place: int
    said: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join("".join(self.said).split())


class _Reader(HTMLParser):
    def __init__(self, heading: str, *, with_links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._heading = heading
        self._with_links = with_links
        self._out: list[str] = []
        self._open: list[tuple[str, str]] = []
        """What was opened: as it was called there, and here (empty for nothing)."""
        self._silent = 0
        """How many of those say that nothing is shown."""

    def _is_silent(self, tag: str) -> bool:
        return tag in SILENT

    def _is_left_out(self, values: dict[str, str]) -> bool:
        names = values.get("class", "").split()
        # A button to go on with leads nowhere from paper; in a file its link does.
        return "va-visually-hidden" in names or (not self._with_links and "va-no-print" in names)

    def finished(self) -> list[str]:
        """All of it, with what is still open closed."""
        while self._open:
            self._close()
        return self._out

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in VOID:
            if not self._silent:
                self._void(tag, values)
            return
        hides = self._is_silent(tag) or "hidden" in values or self._is_left_out(values)
        if hides or self._silent:
            self._silent += 1
            self._open.append((tag, ""))
            return
        name = self._name_of(tag, values)
        self._open.append((tag, name))
        if name:
            self._out.append(f"<{name}{self._attributes(tag, values)}>")

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _here in self._open):
            return
        while self._open:
            if self._close() == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._out.append(escape(data))

    def _close(self) -> str:
        tag, name = self._open.pop()
        if self._silent:
            self._silent -= 1
        elif name:
            self._out.append(f"</{name}>")
        return tag

    def _name_of(self, tag: str, values: dict[str, str]) -> str:
        if tag in HEADINGS:
            return self._heading
        if tag in TITLES:
            return "p"
        if tag == "a" and not (self._with_links and self._target(values)):
            return ""
        return tag if tag in BLOCKS | INLINE else ""

    def _target(self, values: dict[str, str]) -> str:
        """The whole address of a link; nothing for what leads nowhere from a file."""
        href = values.get("href", "").strip()
        if href.startswith("/") and not href.startswith("//"):
            return absolute_url(href)
        return href if href.lower().startswith(LINKS) else ""

    def _attributes(self, tag: str, values: dict[str, str]) -> str:
        own = [one for one in values.get("class", "").split() if one.startswith("va-")]
        if tag in TITLES:
            own.append("va-title")
        kept = {"class": " ".join(own), "lang": values.get("lang", "")}
        if tag == "a":
            kept["href"] = self._target(values)
        if tag == "th":
            kept["scope"] = values.get("scope", "")
        return "".join(format_html(' {}="{}"', *one) for one in kept.items() if one[1])

    def _void(self, tag: str, values: dict[str, str]) -> None:
        in_link = any(name == "a" for _tag, name in self._open)
        if tag == "br":
            # A line that breaks inside a link makes two links of it in a PDF.
            self._out.append(" " if in_link else "<br>")
        elif tag == "img" and values.get("alt", "").strip():
            source = picture_inside(values.get("src", ""))
            alt = values["alt"]
            self._out.append(
                format_html('<img src="{}" alt="{}">', source, alt) if source else escape(alt)
            )


class _ExerciseReader(_Reader):
    """Writes places to tick or to write on where there are fields."""

    def __init__(self, heading: str, *, with_links: bool) -> None:
        super().__init__(heading, with_links=with_links)
        self.places = 0
        self.questions = 0
        self.signs: dict[str, str] = {}
        self._options: list[_Option] = []
        self._in_option = False

    def finished(self) -> list[str]:
        """All of it, with a letter before each answer to tick that has no number of its own."""
        super().finished()
        for number in {one.question for one in self._options}:
            self._sign([one for one in self._options if one.question == number])
        return self._out

    def _sign(self, options: Sequence[_Option]) -> None:
        own = [NUMBERED.match(one.words) for one in options]
        if all(own):
            for one, found in zip(options, own, strict=True):
                assert found is not None  # noqa: S101 - all were found
                self._keep_sign(one.words[found.end() :], found[1])
        elif 1 < len(options) <= len(LETTERS):
            for one, letter in zip(options, LETTERS, strict=False):
                self._out[one.place] = f"<b>{letter}.</b> "
                self._keep_sign(one.words, letter)

    def _keep_sign(self, words: str, sign: str) -> None:
        # Where two questions have the same answer in another place, its words alone tell which.
        self.signs[words] = sign if self.signs.get(words, sign) == sign else ""

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if self._in_option and not self._silent:
            self._options[-1].said.append(data)

    def _close(self) -> str:
        tag = super()._close()
        if tag in {"li", "label", "fieldset"}:
            self._in_option = False
        return tag

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if not self._silent and "hidden" not in values:
            if tag == "textarea":
                self._lines(values.get("rows", ""))
            elif tag == "option" and values.get("value"):
                self._place(f"<br>{MARK}")
        super().handle_starttag(tag, attrs)

    def _name_of(self, tag: str, values: dict[str, str]) -> str:
        if tag != "fieldset":
            return super()._name_of(tag, values)
        self.questions += 1
        return "div"

    def _attributes(self, tag: str, values: dict[str, str]) -> str:
        # What a page may not tear apart, where it fits on one.
        if tag == "fieldset":
            values = {**values, "class": f"{values.get('class', '')} va-question"}
        return super()._attributes(tag, values)

    def _is_silent(self, tag: str) -> bool:
        # Its options stand below each other, each with its mark.
        return tag != "select" and super()._is_silent(tag)

    def _void(self, tag: str, values: dict[str, str]) -> None:
        kind = values.get("type", "text").lower()
        if tag != "input":
            super()._void(tag, values)
        elif kind in {"radio", "checkbox"}:
            self._place(MARK)
            self._options.append(_Option(self.questions, len(self._out)))
            self._out.append("")
            self._in_option = True
        elif kind in WRITTEN:
            self._place(LINE)

    def _lines(self, rows: str) -> None:
        number = min(int(rows), MOST_LINES) if rows.isdecimal() else 2
        self._place(LINE * max(number, 1))

    def _place(self, html: str) -> None:
        self.places += 1
        self._out.append(html)


def picture_inside(address: str) -> str:
    """A picture of this site as an address that holds it; empty when it is none or too large."""
    if not address.startswith(settings.MEDIA_URL):
        return ""
    name = address.removeprefix(settings.MEDIA_URL)
    kind, _encoding = mimetypes.guess_type(name)
    try:
        if default_storage.size(name) > LARGEST_PICTURE:
            return ""
        with default_storage.open(name) as file:
            content = file.read()
    except (OSError, ValueError, SuspiciousFileOperation):
        # It is not there, or the name leads out of the folder of pictures.
        return ""
    return f"data:{kind or 'image/jpeg'};base64,{base64.b64encode(content).decode()}"
