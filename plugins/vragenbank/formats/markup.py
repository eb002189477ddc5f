"""HTML in questions: what is kept of it, in one form only.

Built up from what is allowed, never by taking away: whatever comes out has these elements and
attributes and no others, everything closed, every text escaped. It is well-formed XML too, so that
QTI can hold it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PARAGRAPHS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article", "pre"}
    | {"figure", "figcaption", "dl", "dt", "dd", "caption", "address", "center"}
)
LISTS = frozenset({"ul", "ol"})
INLINE = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
}
LINKS = ("https://", "http://", "mailto:")
SPACE = re.compile(r"\s+")
"""Of any kind: one that does not break is no more than a space here."""

UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and half of a character, which no database can."""

WITHOUT_WORDS = "(plaatje)"
"""Where there was a picture without words, and nothing else."""

PICTURE_SCHEME = "picture:"
"""How HTML that was cleaned names a picture: `picture:` and the name."""


class LeftOut(StrEnum):
    """What is not kept."""

    SCRIPT = "script"
    MEDIA = "media"
    FORMULA = "formula"
    TABLE = "table"
    STYLE = "style"
    FORM = "form"
    LINK = "link"
    EXTERNAL_PICTURE = "external_picture"
    MISSING_PICTURE = "missing_picture"
    BAD_PICTURE = "bad_picture"


SILENT = {
    "script": LeftOut.SCRIPT,
    "style": LeftOut.STYLE,
    "iframe": LeftOut.MEDIA,
    "object": LeftOut.MEDIA,
    "video": LeftOut.MEDIA,
    "audio": LeftOut.MEDIA,
    "canvas": LeftOut.MEDIA,
    "svg": LeftOut.MEDIA,
    "math": LeftOut.FORMULA,
    "template": None,
    "head": None,
    "select": LeftOut.FORM,
    "textarea": LeftOut.FORM,
    "button": LeftOut.FORM,
}
"""What goes with all that is in it."""

NOTED = {"embed": LeftOut.MEDIA, "input": LeftOut.FORM, "form": LeftOut.FORM}
VOID = frozenset({"img", "br", "hr", "input", "source", "track", "wbr", "meta", "link", "embed"})


@dataclass
class Cleaned:
    """HTML as it is kept, and what was not."""

    html: str
    left_out: set[LeftOut] = field(default_factory=set)


def cleaned(
    html: str,
    *,
    picture: Callable[[str], str | LeftOut] | None = None,
    inline: bool = False,
) -> Cleaned:
    """What is kept of `html`; cleaning that again changes nothing.

    `picture` gives for each address the name under which the picture is kept, or why it is not;
    without it `picture:` addresses stay as they are. `inline` says that it must stand in one line,
    such as a label: paragraphs are then parted by line breaks.
    """
    reader = _Reader(picture or own_picture)
    reader.feed(UNKEEPABLE.sub("", html))
    reader.close()
    found = reader.finished(inline=inline)
    # Where paragraphs are put together, what was bold in both is bold as a whole.
    return Cleaned(cleaned(found).html if inline else found, reader.left_out)


def own_picture(address: str) -> str | LeftOut:
    """The name in an address as cleaned HTML has it."""
    if address.startswith(PICTURE_SCHEME):
        return address.removeprefix(PICTURE_SCHEME)
    return LeftOut.EXTERNAL_PICTURE


def escaped(text: str) -> str:
    """Plain text as HTML; line ends become line breaks."""
    return cleaned(escape(text.strip()).replace("\n", "<br/>")).html


def line(text: str) -> str:
    """Plain text of one line, as titles and typed answers are."""
    return " ".join(UNKEEPABLE.sub("", text).split())


def plain(html: str) -> str:
    """The words of HTML, in one line."""
    return line(" ".join(_words(html)))


def _words(html: str) -> Iterable[str]:
    found: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

        def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
            if tag not in INLINE and tag != "a":
                found.append(" ")

    words = Words(convert_charrefs=True)
    words.feed(html)
    words.close()
    return ["".join(found)]


def pictures_in(html: str) -> list[str]:
    """The names of the pictures in HTML that was cleaned."""
    return re.findall(rf'src="{PICTURE_SCHEME}([^"]+)"', html)


def without_pictures(html: str) -> str:
    """HTML that was cleaned, with the words that stand for a picture in its place."""
    if not pictures_in(html):
        return html
    return cleaned(html, picture=lambda _address: LeftOut.MISSING_PICTURE).html or WITHOUT_WORDS


def shown(html: str, address_of: Callable[[str], str]) -> str:
    """HTML that was cleaned, with an address for each picture."""
    return re.sub(
        rf'src="{PICTURE_SCHEME}([^"]+)"',
        lambda found: f'src="{escape(address_of(found[1]))}"',
        html,
    )


# --- Reading -----------------------------------------------------------------------------------


@dataclass
class _Box:
    """Something that holds paragraphs and lists: all of it, a quotation, or an item of a list."""

    tag: str
    children: list[str | _Box] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, picture: Callable[[str], str | LeftOut]) -> None:
        super().__init__(convert_charrefs=True)
        self.left_out: set[LeftOut] = set()
        self._picture = picture
        self._boxes = [_Box("")]
        self._silent: list[str] = []
        # The paragraph that is being written.
        self._line: list[str] = []
        self._wanted: list[tuple[str, str]] = []
        """Elements within the line that are open in the source: name and whole opening tag."""
        self._written: list[tuple[str, str]] = []
        """The same, as far as they have been written: that waits for a text."""
        self._breaks = 0
        self._gap = False

    # --- What the parser calls ---

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if self._silent:
            if tag not in VOID:
                self._silent.append(tag)
            return
        values = {name: value or "" for name, value in attrs}
        self._note(tag, values)
        if tag in SILENT:
            self._silent.append(tag)
        elif not self._began_in_line(tag, values):
            self._begin_box(tag)

    def _began_in_line(self, tag: str, values: dict[str, str]) -> bool:
        """Whether it is something within a line."""
        if tag == "br":
            self._breaks += 1 if self._line else 0
            self._gap = False
        elif tag == "img":
            self._image(values)
        elif tag in INLINE:
            self._wanted.append((INLINE[tag], f"<{INLINE[tag]}>"))
        elif tag == "a":
            self._link(values.get("href", "").strip())
        else:
            return False
        return True

    def _begin_box(self, tag: str) -> None:
        if tag in PARAGRAPHS or tag == "hr":
            self._end_line()
        elif tag == "blockquote" or tag in LISTS:
            self._open(tag)
        elif tag == "li":
            self._item()
        elif tag in {"td", "th"}:
            self._gap = True

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            return
        if tag in INLINE or tag == "a":
            self._unwant(INLINE.get(tag, tag))
        elif tag in PARAGRAPHS:
            self._end_line()
        elif tag in LISTS or tag in {"li", "blockquote"}:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        for number, word in enumerate(SPACE.split(data)):
            self._gap = self._gap or number > 0
            if word:
                self._write(escape(word, quote=False))

    def finished(self, *, inline: bool) -> str:
        """All of it, with what is still open closed."""
        self._end_line()
        root = self._boxes[0]
        _prune(root)
        if inline:
            return "<br/>".join(_lines(root))
        if len(root.children) == 1 and isinstance(root.children[0], str):
            return root.children[0]
        return _rendered(root)

    # --- Within a line ---

    def _note(self, tag: str, values: dict[str, str]) -> None:
        what = SILENT.get(tag) or NOTED.get(tag)
        if what:
            self.left_out.add(what)
        if tag == "table":
            self.left_out.add(LeftOut.TABLE)
        if any(name.startswith("on") for name in values):
            self.left_out.add(LeftOut.SCRIPT)
        if "style" in values:
            self.left_out.add(LeftOut.STYLE)

    def _image(self, values: dict[str, str]) -> None:
        found = self._picture(values.get("src", "").strip())
        alt = SPACE.sub(" ", values.get("alt", "")).strip()
        if isinstance(found, LeftOut):
            self.left_out.add(found)
            self.handle_data(alt)
            return
        self._write(f'<img src="{PICTURE_SCHEME}{escape(found)}" alt="{escape(alt)}"/>')

    def _link(self, address: str) -> None:
        address = SPACE.sub("", address)
        if any(name == "a" for name, _tag in self._wanted):
            return
        if not address.lower().startswith(LINKS):
            if address:
                self.left_out.add(LeftOut.LINK)
            self._wanted.append(("a", ""))
            return
        self._wanted.append(("a", f'<a href="{escape(address)}">'))

    def _unwant(self, name: str) -> None:
        for place in reversed(range(len(self._wanted))):
            if self._wanted[place][0] == name:
                del self._wanted[place]
                return

    def _write(self, text: str) -> None:
        """Add a text or a picture, with the space, the line breaks and the elements before it."""
        wanted = _once(self._wanted)
        same = 0
        while same < min(len(wanted), len(self._written)) and wanted[same] == self._written[same]:
            same += 1
        for name, _tag in reversed(self._written[same:]):
            self._line.append(f"</{name}>")
        if self._line:
            self._line.append("<br/>" * self._breaks or (" " if self._gap else ""))
        self._breaks, self._gap = 0, False
        self._line += [tag for _name, tag in wanted[same:]]
        self._written = wanted
        self._line.append(text)

    def _end_line(self) -> None:
        if self._line:
            self._line += [f"</{name}>" for name, _tag in reversed(self._written)]
            self._holder().children.append("".join(self._line))
        self._line, self._written, self._breaks, self._gap = [], [], 0, False

    # --- Boxes ---

    def _holder(self) -> _Box:
        """Where a paragraph goes: never straight into a list."""
        if self._boxes[-1].tag in LISTS:
            self._push("li")
        return self._boxes[-1]

    def _open(self, tag: str) -> None:
        self._end_line()
        self._holder()
        self._push(tag)

    def _item(self) -> None:
        self._end_line()
        tags = [box.tag for box in self._boxes]
        lists = [place for place, tag in enumerate(tags) if tag in LISTS]
        if not lists:
            return
        del self._boxes[lists[-1] + 1 :]
        self._push("li")

    def _push(self, tag: str) -> None:
        box = _Box(tag)
        self._boxes[-1].children.append(box)
        self._boxes.append(box)

    def _close(self, tag: str) -> None:
        self._end_line()
        places = [place for place, box in enumerate(self._boxes) if box.tag == tag]
        if places:
            del self._boxes[places[-1] :]


def _once(wanted: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each element once: what is bold in bold is bold. Without links that were left out."""
    found: dict[str, tuple[str, str]] = {}
    for name, tag in wanted:
        if tag:
            found.setdefault(name, (name, tag))
    return list(found.values())


def _prune(box: _Box) -> None:
    """Take out what holds nothing."""
    for child in box.children:
        if isinstance(child, _Box):
            _prune(child)
    box.children = [one for one in box.children if isinstance(one, str) or one.children]


def _rendered(box: _Box) -> str:
    parts = []
    for place, child in enumerate(box.children):
        if isinstance(child, str):
            first_of_item = box.tag == "li" and place == 0
            alone = all(isinstance(one, _Box) and one.tag in LISTS for one in box.children[1:])
            parts.append(child if first_of_item and alone else f"<p>{child}</p>")
        else:
            parts.append(f"<{child.tag}>{_rendered(child)}</{child.tag}>")
    return "".join(parts)


def _lines(box: _Box) -> Iterable[str]:
    for child in box.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _lines(child)
