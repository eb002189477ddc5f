"""Reading XML that others wrote: no entities, no document types, nothing fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from lxml import etree

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.encodings import UnknownEncodingError, decoded_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

PROLOG = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
DOCTYPE = "<!DOCTYPE"
MOST_DEPTH = 100

Element = Any
"""An element of lxml, which says no types."""


def root_of(content: bytes) -> Element:
    """The root of an XML file.

    Raises:
        Refusal: it is not well-formed, is nested too deep, or brings a document type, which is
            where entities are defined.
    """
    try:
        text = decoded_xml(content)
    except UnknownEncodingError as error:
        raise Refusal(
            _("We kunnen de tekens in dit bestand niet lezen. Bewaar het als UTF-8."), field="file"
        ) from error
    prolog = PROLOG.match(text)
    if prolog and text[prolog.end() :].upper().startswith(DOCTYPE):
        raise Refusal(
            _("In dit bestand staat een DOCTYPE. Die nemen we voor de veiligheid niet aan."),
            field="file",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise Refusal(
            _("Dit bestand is geen goede XML. Kijk naar regel %(line)s.") % {"line": line},
            field="file",
        ) from error
    if any(_depth(one) > MOST_DEPTH for one in root.iter() if not len(one)):
        raise Refusal(_("Dit bestand zit te ingewikkeld in elkaar."), field="file")
    return root


def _depth(element: Element) -> int:
    return sum(1 for _one in element.iterancestors())


def name_of(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The children with this name."""
    return (one for one in element if name_of(one) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child with this name."""
    return None if element is None else next(children(element, name), None)


def text_of(element: Element | None) -> str:
    """All text in an element."""
    return "" if element is None else "".join(element.itertext())
