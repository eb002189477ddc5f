"""Of WeasyPrint.

Everything here is used only once the library is loaded, which takes a second.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Protocol, cast

import pydyf

if TYPE_CHECKING:
    from weasyprint.pdf.stream import Stream

_bytes = pydyf._to_bytes
"""What an operator becomes when it is written."""

PLAIN = ("a", "A")
"""What the names begin with of the graphics states that only say how opaque something is."""


class _Svg(Protocol):
    def get_intrinsic_size(
        self, image_resolution: float, font_size: float
    ) -> tuple[object, ...]: ...

    def draw(self, stream: Stream, width: float, height: float, style: object) -> None: ...


class Drawing:
    """A drawing (SVG) that is drawn once in each size, and then put down as it was drawn.

    Drawing one takes longer than setting the text of a page, and what comes of it is always the
    same: the operators of a PDF page. One that needs more than those (pictures, gradients, text)
    is drawn anew each time.
    """

    def __init__(self, svg: _Svg) -> None:
        self._svg = svg
        self._drawn: dict[tuple[float, float], tuple[bytes, dict[str, Any]] | None] = {}

    def get_intrinsic_size(self, image_resolution: float, font_size: float) -> tuple[object, ...]:
        """What the library asks of a picture."""
        return self._svg.get_intrinsic_size(image_resolution, font_size)

    def draw(self, stream: Stream, width: float, height: float, style: object) -> None:
        """Draw it, or put down what was drawn before."""
        size = (width, height)
        if size not in self._drawn:
            self._drawn[size] = self._operators(stream, width, height, style)
        drawn = self._drawn[size]
        if drawn is None:
            self._svg.draw(stream, width, height, style)
            return
        operators, states = drawn
        stream._resources["ExtGState"].update(states)
        stream.stream.append(operators)
        # It ended the colours that were set, which the stream is to know; this writes nothing.
        stream.push_state()
        stream.pop_state()

    def _operators(
        self, stream: Stream, width: float, height: float, style: object
    ) -> tuple[bytes, dict[str, Any]] | None:
        """What it draws on an empty page, and the graphics states which that names."""
        resources: dict[str, Any] = {name: type(one)() for name, one in stream._resources.items()}
        own = stream.clone(resources=resources, fonts={}, images={})
        self._svg.draw(own, width, height, style)
        states = resources.pop("ExtGState")
        needs_more = any(resources.values()) or own._fonts or own._images
        if needs_more or not all(name.startswith(PLAIN) for name in states):
            return None
        return b"\n".join(map(_bytes, own.stream)), states


class Pictures(OrderedDict[str, object]):
    """The pictures that documents share, by address (the library's `cache`)."""

    def __setitem__(self, address: str, picture: object) -> None:
        # Loaded by whoever makes a document; importing it up there would load it for everybody.
        from weasyprint.images import SVGImage  # noqa: PLC0415 - slow to load

        super().__setitem__(
            address, Drawing(cast("_Svg", picture)) if type(picture) is SVGImage else picture
        )

    def __getitem__(self, address: str) -> object:
        self.move_to_end(address)
        return super().__getitem__(address)

    def keep(self, most: int) -> None:
        """Forget all but those that were used last. Only between two documents."""
        while len(self) > most:
            self.popitem(last=False)
