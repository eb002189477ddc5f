"""Of WeasyPrint.

Everything here is used only once the library is loaded, which takes a second.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import zlib
from collections import OrderedDict
from copy import copy
from dataclasses import dataclass, field
from functools import partial, wraps
from math import ceil
from typing import TYPE_CHECKING, Any

import pydyf

from courses.common import process_cache

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from weasyprint import CSS, HTML, Document
    from weasyprint.pdf.stream import Stream
    from weasyprint.text.fonts import FontConfiguration

_any_bytes = pydyf._to_bytes


def _bytes(item: Inner) -> bytes:
    """What an operator or a value becomes when it is written.

    As the library's own, which asks four questions of each of some thousands.
    """
    kind = type(item)
    if kind is bytes:
        found: bytes = item
        return found
    if kind is str:
        text: str = item
        return text.encode("ascii")
    if kind is int:
        return b"%d" % item
    made: bytes = _any_bytes(item)
    return made


PLAIN = ("a", "A")
"""What the names begin with of the graphics states that only say how opaque something is."""


Inner = Any
"""An object of the library that has no types, or whose insides are used."""


class Pictures(OrderedDict[str, object]):
    """The pictures that documents share, by address (the library's `cache`).

    An address that begins with `DOTS` is a picture by itself (`Dots`), and is not kept.
    """

    def __contains__(self, address: object) -> bool:
        return super().__contains__(address) or str(address).startswith(DOTS)

    def __getitem__(self, address: str) -> object:
        if address.startswith(DOTS):
            return Dots(address)
        self.move_to_end(address)
        return super().__getitem__(address)

    def keep(self, most: int) -> None:
        """Forget all but those that were used last. Only between two documents."""
        while len(self) > most:
            self.popitem(last=False)

    def forget_drawings(self) -> None:
        """Forget those in SVG: each holds the whole document in which it was read first."""
        for address, one in list(self.items()):
            if hasattr(one, "_context"):
                del self[address]

    def take_from(self, others: Pictures) -> dict[str, object]:
        """Have what `others` has; gives it."""
        theirs = dict(others)
        self.update(theirs)
        return theirs

    def give_to(self, others: Pictures, taken: dict[str, object]) -> None:
        """Let `others` have all pictures, those last that were used last, and forget `taken`.

        A photo holds the pictures among which it was loaded, with its bytes. So those may not hold
        photos of documents before, which would stay as long.
        """
        for address, one in self.items():
            if hasattr(one, "get_intrinsic_size"):
                others[address] = one
                others.move_to_end(address)
        for address in taken:
            del self[address]


DOTS = "dots:"


class Dots:
    """A picture of dots in one colour on white, as a QR code is.

    Its address tells all of it: `dots:<colour>:<dots in a row>:<times>:<rows>`; the colour and the
    rows in hexadecimal, a bit for each dot, each row in whole bytes. Every dot becomes `times` by
    `times` dots. The library would pack such a picture, unpack it and pack it again.
    """

    def __init__(self, address: str) -> None:
        _name, self._colour, dots, times, self._rows = address.split(":")
        self._dots, self._times = int(dots), int(times)
        # Hexadecimal digits of a row.
        self._digits = 2 * ceil(self._dots / 8)
        self.id = hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Width, height, and how they are to each other; as the library asks of a picture."""
        width, height = self._size
        return width / resolution, height / resolution, width / height

    def draw(self, stream: Stream, width: float, height: float, style: object) -> None:
        """Put it on a page."""
        name = stream.add_image(self, False, 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """The picture as it stands in a PDF: a bit for each dot, and what the two values mean."""
        width, height = self._size
        rows = (
            self._rows[at : at + self._digits] for at in range(0, len(self._rows), self._digits)
        )
        content = b"".join(self._wide(row) * self._times for row in rows)
        extra = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": width,
            "Height": height,
            "ColorSpace": f"[/Indexed /DeviceRGB 1 <ffffff{self._colour}>]",
            "BitsPerComponent": 1,
            "Interpolate": "true" if interpolate else "false",
        }
        return pydyf.Stream([content], pydyf.Dictionary(extra), compress=True)

    @property
    def _size(self) -> tuple[int, int]:
        return self._dots * self._times, len(self._rows) // self._digits * self._times

    def _wide(self, row: str) -> bytes:
        bits = f"{int(row, 16):0{4 * len(row)}b}"[: self._dots]
        wide = "".join(bit * self._times for bit in bits)
        size = ceil(len(wide) / 8)
        return int(wide.ljust(8 * size, "0"), 2).to_bytes(size, "big")


USUAL = "".join(map(chr, (*range(0x20, 0x7F), *range(0xC0, 0x100)))) + "ĲĳŐőŠšŽžŸ–—‘’“”•…€·"
"""What Dutch texts are written with. Fonts are kept with these characters, whatever of them a
document has: so they are cut out once, and every document has the same bytes."""

MOST_KEPT = 64


@process_cache.for_machine
def _subsets() -> dict[tuple[bytes, frozenset[int], bool], bytes]:
    return {}


def install() -> None:
    """Let WeasyPrint keep, in this process, fonts that were cut down, pictures that were packed and
    drawings that were drawn.

    None has a place where the library asks for what somebody kept.
    """
    # Loaded by whoever makes a document; importing them up there would load them for everybody.
    from weasyprint import draw, images, text  # noqa: PLC0415 - slow to load
    from weasyprint.pdf import fonts  # noqa: PLC0415 - as above

    if hasattr(fonts.Font.clean, "__wrapped__"):
        return
    fonts.Font.clean = _keeping_subsets(fonts.Font.clean)
    images.RasterImage.get_x_object = _keeping_pixels(images.RasterImage.get_x_object)
    images.SVGImage.draw = _keeping_operators(images.SVGImage.draw)
    draw.draw_stacking_context = _keeping_paint(draw.draw_stacking_context)
    draw.draw_text = _telling_whole_text(draw.draw_text)
    pydyf._to_bytes = _bytes
    configuration = text.fonts.FontConfiguration
    configuration.__init__ = _noting_the_process(configuration.__init__)
    configuration.__del__ = _in_that_process(configuration.__del__)
    # What is loaded by now stays, and need not be gone through each time a document made garbage.
    gc.freeze()


def _noting_the_process(make: Callable[..., None]) -> Callable[..., None]:
    @wraps(make)
    def made(fonts: Inner, *args: Inner, **options: Inner) -> None:
        fonts.made_in = os.getpid()
        make(fonts, *args, **options)

    return made


def _in_that_process(remove: Callable[..., None]) -> Callable[..., None]:
    """The folder with fonts goes with the process that made it.

    WeasyPrint 70.0 removes it in a copy of that process too, where the others still need it: after
    one web process of several had ended, the next new style sheet failed in the others.
    """

    process = os.getpid  # the module is gone when Python ends

    @wraps(remove)
    def removed(fonts: Inner) -> None:
        if getattr(fonts, "made_in", None) == process():
            remove(fonts)

    return removed


def _keeping_subsets(clean: Callable[..., None]) -> Callable[..., None]:
    @wraps(clean)
    def kept_clean(font: Inner, to_unicode: Mapping[int, str], hinting: bool) -> None:
        wanted = frozenset(to_unicode)
        # Only fonts of which one part is used again and again: those that we bring ourselves.
        if not wanted or not font.family.startswith("Figtree") or font.missing:
            clean(font, to_unicode, hinting)
            return
        usual = _usual_glyphs(font)
        glyphs = usual if wanted <= usual else wanted
        key = (font.name + b"%d" % font.weight, glyphs, hinting)
        if key not in _subsets():
            clean(font, dict.fromkeys(glyphs, ""), hinting)
            if len(_subsets()) > MOST_KEPT:
                _subsets().clear()
            _subsets()[key] = font.file_content
        font.file_content = _subsets()[key]

    return kept_clean


@process_cache.for_machine
def _glyphs() -> dict[bytes, frozenset[int]]:
    return {}


def _usual_glyphs(font: Inner) -> frozenset[int]:
    """The numbers that the font gives to `USUAL`."""
    key = font.name + b"%d" % font.weight
    if key not in _glyphs():
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, and seldom needed

        with TTFont(io.BytesIO(font.file_content), fontNumber=font.index) as whole:
            names = whole.getBestCmap()
            _glyphs()[key] = frozenset(
                whole.getGlyphID(names[ord(one)]) for one in USUAL if ord(one) in names
            )
    return _glyphs()[key]


SILENT = "\u2060"
"""What a shape stands for that is no character by itself: nothing that is seen, and no space."""


FIRST_RIGHT_TO_LEFT, FIRST_SHAPED = "\u0590", "\u0900"
"""Where Hebrew and Arabic begin, which are not told whole: PDFium turns such a text around. After
them come the scripts of which letters are several shapes, before them those with one for each."""


def _telling_whole_text(draw: Callable[..., None]) -> Callable[..., None]:
    """Letters of many scripts become several shapes together, in another order. The library says
    the letters at the first of these, and of the others that they are nothing at all, which both
    profiles forbid. Here the others are silent, and the text is told as a whole (`ActualText`); so
    is one with white between its letters, which readers take for spaces."""

    @wraps(draw)
    def told_draw(stream: Stream, textbox: Inner, *arguments: object) -> None:
        draw(stream, textbox, *arguments)
        text = textbox.text
        is_shaped = not text.isascii() and (
            _silence_parts_of_letters(stream) or max(text) >= FIRST_SHAPED
        )
        if any(FIRST_RIGHT_TO_LEFT <= one < FIRST_SHAPED for one in text):
            return
        is_spaced = textbox.style["letter_spacing"] not in ("normal", 0)
        if (is_shaped or is_spaced) and textbox in (stream._tags or ()):
            number = stream._tags[textbox]["mcid"]
            for one in reversed(stream.stream):
                if isinstance(one, pydyf.Dictionary) and one.get("MCID") == number:
                    one["ActualText"] = pydyf.String(text)
                    break

    return told_draw


def _silence_parts_of_letters(stream: Stream) -> bool:
    """Whether there are any on this page."""
    are_there = False
    for font in stream._fonts.values():
        for glyph, text in font.to_unicode.items():
            if not text:
                font.to_unicode[glyph] = SILENT
            are_there = are_there or text in ("", SILENT)
    return are_there


def _keeping_pixels(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def kept_pixels(image: Inner, interpolate: bool, dpi_ratio: float) -> Inner:
        packed = image.__dict__.setdefault("_academy_packed", {})
        kept = packed.get((interpolate, dpi_ratio))
        if kept is None:
            made = make(image, interpolate, dpi_ratio)
            # A mask is an object of one document.
            if "SMask" in made.extra:
                return made
            made = _in_few_colours(image, made)
            packed[interpolate, dpi_ratio] = kept = (tuple(made.stream), dict(made.extra))
        stream, extra = kept
        return pydyf.Stream(list(stream), pydyf.Dictionary(extra))

    return kept_pixels


FEW_COLOURS = 16
"""So many that half a byte names one."""


def _in_few_colours(image: Inner, made: Inner) -> Inner:
    """The picture with its colours named once, as those of logos and signatures can be: half as
    many bytes, where the library writes three for each dot. As `made` where it has more colours."""
    from PIL import Image  # noqa: PLC0415 - only once for each picture

    if image.format != "PNG":
        return made
    with Image.open(io.BytesIO(image.image_data.data)) as whole:
        picture = whole.convert("RGB")
    if picture.getcolors(FEW_COLOURS) is None:
        return made
    few = picture.quantize(FEW_COLOURS)
    if few.convert("RGB").tobytes() != picture.tobytes():
        return made
    colours = bytes(few.getpalette() or ())
    number = len(colours) // 3
    # As many bits for a dot as Pillow takes for so many colours in a PNG.
    bits = next(one for one in (1, 2, 4) if number <= 1 << one)
    parameters = {"Predictor": 15, "Columns": few.width, "Colors": 1, "BitsPerComponent": bits}
    extra = {
        **made.extra,
        "ColorSpace": f"[/Indexed /DeviceRGB {number - 1} <{colours.hex()}>]",
        "BitsPerComponent": bits,
        "DecodeParms": pydyf.Dictionary(parameters),
    }
    return pydyf.Stream([image._get_png_data(few)], pydyf.Dictionary(extra))


def _keeping_operators(draw: Callable[..., None]) -> Callable[..., None]:
    """A drawing is drawn once in each size, and then put down as it was drawn.

    Drawing one takes longer than setting the text of a page, and what comes of it is always the
    same: the operators of a PDF page. One that needs more than those (pictures, gradients, text)
    is drawn anew each time.
    """

    @wraps(draw)
    def kept_draw(image: Inner, stream: Stream, width: float, height: float, style: object) -> None:
        drawn = image.__dict__.setdefault("_academy_drawn", {})
        size = (width, height)
        if size not in drawn:
            drawn[size] = (
                None
                if _has_text(image)
                else _operators(partial(draw, image), stream, width, height, style)
            )
        kept = drawn[size]
        if kept is None:
            draw(image, stream, width, height, style)
            return
        operators, states = kept
        stream._resources["ExtGState"].update(states)
        stream.stream.append(operators)
        # It ended the colours that were set, which the stream is to know; this writes nothing.
        stream.push_state()
        stream.pop_state()

    return kept_draw


def _has_text(image: Inner) -> bool:
    """Most that need more are charts: they need not be drawn twice to find that out."""
    return any(str(one.tag).endswith("}text") for one in image._svg.tree._etree_node.iter())


def _operators(
    draw: Callable[..., None], stream: Stream, width: float, height: float, style: object
) -> tuple[bytes, dict[str, Any]] | None:
    """What is drawn on an empty page, and the graphics states that it names; None when it needs
    more."""
    resources: dict[str, Any] = {name: type(one)() for name, one in stream._resources.items()}
    own = stream.clone(resources=resources, fonts={}, images={})
    draw(own, width, height, style)
    states = resources.pop("ExtGState")
    needs_more = any(resources.values()) or own._fonts or own._images
    if needs_more or not all(name.startswith(PLAIN) for name in states):
        return None
    return b"\n".join(map(_bytes, own.stream)), states


def pack_once(pdf: Inner) -> None:
    """Compress fonts and colour profiles as `pydyf` would, each once in a process."""
    for one in pdf.objects:
        extra = getattr(one, "extra", {})
        if getattr(one, "compress", False) and ("Length1" in extra or "N" in extra):
            one.stream = [_packed(b"".join(one.stream))]
            one.compress = False
            extra["Filter"] = "/FlateDecode"


class Settled(pydyf.Object):
    """An object of a finished PDF as the bytes that it becomes.

    The library makes those twice, and packs them twice: for the file, and for the number that tells
    files apart.
    """

    data = b""
    compressible = False

    def __init__(self, one: Inner) -> None:
        super().__init__()
        self.number, self.generation, self.free = one.number, one.generation, one.free
        self.data, self.compressible = one.data, one.compressible


def settle(pdf: Inner) -> None:
    """Make the bytes of all objects once; whatever changes afterwards is not written."""
    pdf.objects[:] = [one if one.free == "f" else Settled(one) for one in pdf.objects]


@process_cache.most_recent(32, plugin_free=True)
def _packed(content: bytes) -> bytes:
    packing = zlib.compressobj(level=9)
    return packing.compress(content) + packing.flush()


STAYS = "_academy_stays"
"""What a box has that is painted once and then put down as it was painted: a list for its `Paint`,
or for None when it must be painted anew. The library paints copies of boxes, which share it."""


class Paint:
    """What an element was painted with: operators, and what they need of the document.

    Marked content has numbers that go on from one element to the next, so those are put in anew.
    """

    def __init__(self, own: Stream) -> None:
        self._tags, self._fonts, self._images = own._tags, own._fonts, own._images
        self._resources = own._resources
        self._pieces: list[bytes | pydyf.Dictionary] = []
        plain: list[bytes] = []
        for one in own.stream:
            if isinstance(one, pydyf.Dictionary):
                self._pieces += [b"\n".join(plain), one]
                plain = []
            else:
                plain.append(_bytes(one))
        self._pieces.append(b"\n".join(plain))

    @classmethod
    def of(cls, draw: Callable[..., None], stream: Stream, context: Inner) -> Paint | None:
        """What an element is painted with on an empty page; None when it needs more."""
        resources: dict[str, Any] = {name: type(one)() for name, one in stream._resources.items()}
        own = stream.clone(resources=resources, fonts={}, images={}, tags={})
        draw(own, context)
        more = [one for name, one in resources.items() if name not in ("ExtGState", "XObject")]
        plain = all(name.startswith(PLAIN) for name in resources["ExtGState"])
        # A picture has nothing there; a group has a stream.
        if any(more) or any(resources["XObject"].values()) or not plain:
            return None
        return cls(own)

    def put_down(self, stream: Stream) -> None:
        """Paint it on a page."""
        before = len(stream._tags)
        for name in ("ExtGState", "XObject"):
            stream._resources[name].update(self._resources[name])
        for key, font in self._fonts.items():
            known = stream._fonts.get(key)
            if known is None:
                known = stream._fonts[key] = copy(font)
                known.to_unicode, known.widths = {}, {}
            for glyph, text in font.to_unicode.items():
                known.to_unicode.setdefault(glyph, text)
            for glyph, width in font.widths.items():
                known.widths.setdefault(glyph, width)
        for name, image in self._images.items():
            known = stream._images.setdefault(name, {**image, "dpi_ratios": set()})
            known["dpi_ratios"] |= image["dpi_ratios"]
        for box, tag in self._tags.items():
            stream._tags[box] = {**tag, "mcid": tag["mcid"] + before}
        for piece in self._pieces:
            if isinstance(piece, pydyf.Dictionary):
                stream.stream.append(pydyf.Dictionary({**piece, "MCID": piece["MCID"] + before}))
            else:
                stream.stream.append(piece)


def _keeping_paint(draw: Callable[..., None]) -> Callable[..., None]:
    @wraps(draw)
    def kept_draw(stream: Stream, context: Inner) -> None:
        kept = getattr(context.box, STAYS, None)
        if kept is None or stream._tags is None:
            draw(stream, context)
            return
        if not kept:
            kept.append(Paint.of(draw, stream, context))
        (paint,) = kept
        if paint is None:
            draw(stream, context)
        else:
            paint.put_down(stream)

    return kept_draw


@dataclass(frozen=True)
class Filling:
    """What stands in the parts of one document, each by the `id` of its element: texts, addresses
    of links, and pictures (`Dots`) with their words. And the document's title. The HTML of parts
    with the same `sizes` differs in nothing else."""

    title: str
    texts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    dots: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sizes: Hashable = None

    @property
    def shape(self) -> Hashable:
        """What the boxes of parts depend on: sizes, and which texts there are at all."""
        return self.sizes, tuple(name for name, text in self.texts.items() if text)


class BlankParts:
    """Parts of a sheet as boxes that were not laid out yet, to be filled in again and again.

    Of a document with nothing but these parts; `names` are their ids, and each is placed
    absolutely. Reading its HTML and finding out which rules hold for what takes longer than laying
    out and painting the parts.
    """

    def __init__(
        self,
        html: HTML,
        names: Sequence[str],
        *,
        stylesheets: Sequence[CSS],
        font_config: FontConfiguration | None,
        cache: Pictures,
    ) -> None:
        from weasyprint import DEFAULT_OPTIONS  # noqa: PLC0415 - slow to load
        from weasyprint.css.counters import CounterStyle  # noqa: PLC0415
        from weasyprint.document import Document, build_formatting_structure  # noqa: PLC0415
        from weasyprint.html import get_html_metadata  # noqa: PLC0415
        from weasyprint.pdf.metadata import DocumentMetadata  # noqa: PLC0415

        counters = CounterStyle()
        options = {**DEFAULT_OPTIONS, "stylesheets": stylesheets, "cache": cache}
        # As `Document._render` does, which goes on to lay out pages.
        self._context = Document._build_layout_context(html, font_config, counters, {}, options)
        root = build_formatting_structure(
            html.etree_element,
            self._context.style_for,
            self._context.get_image_from_uri,
            html.base_url,
            self._context.target_collector,
            counters,
            self._context.footnotes,
        )
        placed = [box for box in root.descendants() if box.style["position"] == "absolute"]
        self._boxes = {name: next(box for box in placed if _id_of(box) == name) for name in names}
        self._metadata = DocumentMetadata(**get_html_metadata(html))

    def metadata(self, filling: Filling) -> Inner:
        """What the document says of itself, with this title."""
        found = copy(self._metadata)
        found.title = filling.title
        return found

    def laid_out(self, page: Inner, filling: Filling) -> dict[str, Inner]:
        """Each part by its name, filled in and laid out as on this page."""
        from weasyprint.layout.absolute import absolute_box_layout  # noqa: PLC0415 - slow to load
        from weasyprint.layout.background import layout_box_backgrounds  # noqa: PLC0415

        context, found = self._context, {}
        context.page_bottom = page.content_box_y() + page.height
        context.current_page = 1
        context.create_block_formatting_context()
        for name, blank in self._boxes.items():
            box = blank.deepcopy()
            for one in box.descendants():
                _fill(one, filling)
            box.position_x, box.position_y = page.content_box_x(), page.content_box_y()
            found[name], _rest = absolute_box_layout(context, box, page, [], 0, None)
            layout_box_backgrounds(page, found[name], context.get_image_from_uri)
        context.finish_block_formatting_context()
        return found


def _id_of(box: Inner) -> str:
    return "" if box.element is None else str(box.element.get("id", ""))


def _is_text(box: Inner) -> bool:
    return hasattr(box, "text")


def _fill(box: Inner, filling: Filling) -> None:
    """Put in a box what stands in it in this document."""
    name = _id_of(box)
    if _is_text(box):
        if name in filling.texts:
            box.text = filling.texts[name]
    elif name in filling.dots:
        address, words = filling.dots[name]
        box.replacement = Dots(address)
        # Read when the tags are written.
        box.element.set("alt", words)
    elif box.link is not None and name in filling.links:
        box.link = ("url", ("external", filling.links[name]))


class KeptLayout:
    """A sheet that was laid out, of which some parts are set anew for each document.

    The parts are elements with an `id`, placed absolutely, so that nothing else moves with them.
    One at a time: WeasyPrint's boxes are changed, and written before they are changed again.
    """

    def __init__(self, document: Document, parts: Sequence[str]) -> None:
        self._document = document
        self._places = {name: _place_of(document, name) for name in parts}
        self.blanks: dict[Hashable, BlankParts] = {}
        for place in _places_in(document.pages[0]._page_box):
            if place not in self._places.values():
                setattr(place._box, STAYS, [])

    def height_of(self, name: str) -> float:
        """How high an element that is placed absolutely has become, in millimetres."""
        return float(_place_of(self._document, name)._box.height) * 25.4 / 96

    def write(
        self, parts: BlankParts | None = None, filling: Filling | None = None, /, **options: object
    ) -> bytes:
        """The PDF with these parts, filled in, in their places; without any, as it was laid out."""
        from weasyprint.document import Page  # noqa: PLC0415 - slow to load

        whole = self._document
        if parts is not None and filling is not None:
            for name, box in parts.laid_out(whole.pages[0]._page_box, filling).items():
                self._places[name].set_laid_out_box(box)
            # What a document collects while it is written.
            whole.fonts.clear()
            whole.color_profiles.clear()
            whole.metadata = parts.metadata(filling)
            whole.pages[:] = [Page(page._page_box) for page in whole.pages]
        pdf: bytes = whole.write_pdf(**options)
        return pdf


def _place_of(document: Document, name: str) -> Inner:
    """Where an element that is placed absolutely stands in the first page.

    Raises:
        ValueError: there is none.
    """
    found = _find(document.pages[0]._page_box, name)
    if found is None:
        raise ValueError(f"no element {name} that is placed absolutely")
    return found


def _places_in(box: Inner) -> Iterator[Inner]:
    """The elements that are placed absolutely, and stand in no other that is."""
    for child in getattr(box, "children", ()):
        if hasattr(child, "set_laid_out_box"):
            yield child
        else:
            yield from _places_in(child)


def _find(box: Inner, name: str) -> Inner:
    for child in getattr(box, "children", ()):
        is_place = hasattr(child, "set_laid_out_box")
        if is_place and child.element is not None and child.element.get("id") == name:
            return child
        found = _find(child, name)
        if found is not None:
            return found
    return None
