"""QTI 2.1 and 3.0 say the same in other words: `choiceInteraction` is `qti-choice-interaction`.

Inside we use the names of 2.1. HTML has the same names in both.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from lxml import etree

from plugins.vragenbank.formats.xml import name_of

if TYPE_CHECKING:
    from plugins.vragenbank.formats.xml import Element


class Version(StrEnum):
    """The versions that we write. 2.0, 2.1 and 2.2 are read alike."""

    QTI_21 = "2.1"
    QTI_30 = "3.0"


NAMESPACES = {
    Version.QTI_21: "http://www.imsglobal.org/xsd/imsqti_v2p1",
    Version.QTI_30: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
SCHEMAS = {
    Version.QTI_21: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    Version.QTI_30: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
}
TEMPLATES = {
    Version.QTI_21: "http://www.imsglobal.org/question/qti_v2p1/rptemplates/%s",
    Version.QTI_30: "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/%s.xml",
}
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HTML = frozenset(
    {"p", "br", "strong", "em", "sub", "sup", "code", "ul", "ol", "li", "blockquote", "a", "img"}
    | {"div", "span"}
)


def as_version(root: Element, version: Version) -> Element:
    """A tree with names of 2.1 and no namespace, as it is in a version, with its namespace."""
    namespace = NAMESPACES[version]
    made = etree.Element(
        f"{{{namespace}}}{_name(root.tag, version)}", nsmap={None: namespace, "xsi": XSI}
    )
    made.set(f"{{{XSI}}}schemaLocation", f"{namespace} {SCHEMAS[version]}")
    _copy(root, made, version)
    return made


def _copy(source: Element, target: Element, version: Version) -> None:
    is_html = source.tag in HTML
    for name, value in source.attrib.items():
        kept = name if is_html or name.startswith("{") else _attribute(name, version)
        target.set(kept, value)
    target.text, target.tail = source.text, source.tail
    for one in source:
        tag = f"{{{NAMESPACES[version]}}}{_name(one.tag, version)}"
        _copy(one, etree.SubElement(target, tag), version)


def _name(name: str, version: Version) -> str:
    if version is Version.QTI_21 or name in HTML:
        return name
    return f"qti-{_attribute(name, version)}"


def _attribute(name: str, version: Version) -> str:
    if version is Version.QTI_21:
        return name
    return re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name)


def with_21_names(root: Element) -> None:
    """Give a tree of any version the names of 2.1, in place, without namespaces."""
    for element in root.iter():
        name = name_of(element)
        if not name:
            continue
        element.tag = _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name
        for attribute in list(element.attrib):
            if "-" in attribute and not attribute.startswith(("{", "data-", "aria-")):
                value = element.attrib.pop(attribute)
                element.set(_camel(attribute), value)


def _camel(name: str) -> str:
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)
