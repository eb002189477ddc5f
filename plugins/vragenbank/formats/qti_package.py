"""Packages of QTI: a zip with a manifest, items, the pictures in them, and a test for the order.

The sections of the test are the categories. A bank is not asked as a whole, so the test is no more
than its table of contents.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from lxml import etree

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.categories import MOST_LEVELS, category_name
from plugins.vragenbank.formats.losses import is_held_by_qti
from plugins.vragenbank.formats.markup import line, pictures_in
from plugins.vragenbank.formats.model import html_of
from plugins.vragenbank.formats.qti_names import (
    Version,
    as_version,
    with_21_names,
)
from plugins.vragenbank.formats.qti_reader import read_item
from plugins.vragenbank.formats.qti_writer import PICTURES, add, write_item
from plugins.vragenbank.formats.reading import FoundQuestion, ReadFile, refuse_if_too_many
from plugins.vragenbank.formats.xml import Element, children, name_of, root_of
from plugins.vragenbank.formats.zip_files import ZipFiles, beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.vragenbank.formats.model import Bank, Question

MANIFEST = "imsmanifest.xml"
TEST = "test.xml"
ITEM_TYPE = re.compile(r"imsqti_(apip)?item_xmlv[23]p\d|imsqti_item", re.IGNORECASE)
TEST_TYPE = re.compile(r"imsqti_(apip)?test_xmlv[23]p\d|imsqti_(assessment|test)", re.IGNORECASE)
WHEN = (2000, 1, 1, 0, 0, 0)
"""The time of each file in a zip, so that the same bank makes the same package."""

PACKAGES = {
    Version.QTI_21: ("http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.1 Package", "1.0.0", "v2p1"),
    Version.QTI_30: (
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        "QTI Package",
        "3.0.0",
        "v3p0",
    ),
}
"""Of each version the namespace of its manifest, its name, its number, and the end of types."""


# --- Reading -----------------------------------------------------------------------------------


def read_qti(content: bytes) -> ReadFile:
    """The questions in a package, or in a single item.

    Raises:
        Refusal: it is neither, or far too much.
    """
    if not content.startswith(b"PK"):
        pictures: dict[str, bytes] = {}
        return ReadFile((read_item(content, place=_("Deze vraag"), pictures=pictures),), pictures)
    files = ZipFiles(content)
    manifest = next((one for one in files.paths if one.lower().endswith(MANIFEST)), None)
    if manifest is None:
        raise Refusal(
            _("Dit zip-bestand is geen pakket van QTI. Er zit geen lijst met vragen in."),
            field="file",
        )
    return _read_package(files, manifest)


def _read_package(files: ZipFiles, manifest: str) -> ReadFile:
    root = root_of(files.read(manifest) or b"")
    resources = [one for one in root.iter() if name_of(one) == "resource"]
    paths = {
        kind: [
            beside(manifest, one.get("href") or "")
            for one in resources
            if pattern.match(one.get("type") or "") and one.get("href")
        ]
        for kind, pattern in (("item", ITEM_TYPE), ("test", TEST_TYPE))
    }
    in_order = dict(_in_tests(files, paths["test"]))
    categories = {path: in_order.get(path, ()) for path in [*in_order, *paths["item"]]}
    refuse_if_too_many(len(categories))
    pictures: dict[str, bytes] = {}
    found = tuple(
        _read_one(files, path, category, pictures) for path, category in categories.items()
    )
    if not found:
        raise Refusal(_("In dit pakket staan geen vragen in QTI 2 of 3."), field="file")
    return ReadFile(found, pictures)


def _read_one(
    files: ZipFiles, path: str, category: tuple[str, ...], pictures: dict[str, bytes]
) -> FoundQuestion:
    content = files.read(path)
    if content is None:
        return FoundQuestion(path, path, refused=_("Dit bestand zit niet in het pakket."))
    try:
        return read_item(
            content,
            place=path,
            category=category,
            pictures=pictures,
            attached=lambda address: files.read(beside(path, address)),
        )
    except Refusal as refusal:
        return FoundQuestion(path, path, refused=str(refusal))


def _in_tests(files: ZipFiles, paths: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The items in tests, each with the names of the sections around it."""
    for path in paths:
        content = files.read(path)
        if content is None:
            continue
        root = root_of(content)
        with_21_names(root)
        title = line(root.get("title") or "")
        for part in children(root, "testPart"):
            sections = list(children(part, "assessmentSection"))
            # The section around all that has the name of the test says nothing.
            is_whole = len(sections) == 1 and line(sections[0].get("title") or "") == title
            for section in sections:
                yield from _in_section(path, section, () if is_whole else (_title(section),))


def _in_section(
    path: str, section: Element, category: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in section:
        if name_of(one) == "assessmentItemRef" and one.get("href"):
            yield beside(path, one.get("href")), tuple(filter(None, category))[:MOST_LEVELS]
        elif name_of(one) == "assessmentSection":
            yield from _in_section(path, one, (*category, _title(one)))


def _title(section: Element) -> str:
    return category_name(section.get("title") or "")


# --- Writing -----------------------------------------------------------------------------------


def write_qti(bank: Bank, version: Version, *, title: str) -> bytes:
    """A package with the questions of a bank that QTI can hold."""
    questions = [one for one in bank.questions if is_held_by_qti(one)]
    files: dict[str, bytes] = {
        MANIFEST: _manifest(questions, version),
        TEST: _test(questions, version, title),
    }
    for question in questions:
        files[_path(question)] = write_item(question, version)
        for name in _pictures(question):
            files[PICTURES + name] = bank.pictures.get(name, b"")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, WHEN), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _path(question: Question) -> str:
    return f"{question.key}.xml"


def _pictures(question: Question) -> list[str]:
    return list(dict.fromkeys(name for html in html_of(question) for name in pictures_in(html)))


def _manifest(questions: list[Question], version: Version) -> bytes:
    namespace, name, number, types = PACKAGES[version]
    root = etree.Element("manifest", {"identifier": "MANIFEST"}, nsmap={None: namespace})
    metadata = add(root, "metadata")
    add(metadata, "schema", name)
    add(metadata, "schemaversion", number)
    add(root, "organizations")
    resources = add(root, "resources")
    test = add(resources, "resource", identifier="TEST", type=f"imsqti_test_xml{types}", href=TEST)
    add(test, "file", href=TEST)
    for question in questions:
        add(test, "dependency", identifierref=f"RES_{question.key}")
        one = add(
            resources,
            "resource",
            identifier=f"RES_{question.key}",
            type=f"imsqti_item_xml{types}",
            href=_path(question),
        )
        add(one, "file", href=_path(question))
        for picture in _pictures(question):
            add(one, "file", href=PICTURES + picture)
    for element in root.iter():
        element.tag = f"{{{namespace}}}{element.tag}"
    etree.indent(root)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content


def _test(questions: list[Question], version: Version, title: str) -> bytes:
    root = etree.Element("assessmentTest", {"identifier": "TEST", "title": line(title) or "Bank"})
    part = add(
        root,
        "testPart",
        identifier="PART",
        navigationMode="nonlinear",
        submissionMode="individual",
    )
    whole = _section(part, "SECTION_0", root.get("title"))
    section, number = whole, 0
    category: tuple[str, ...] = ()
    for question in questions:
        if question.category != category:
            category, section = question.category, whole
            for name in category:
                number += 1
                section = _section(section, f"SECTION_{number}", name)
        add(
            section,
            "assessmentItemRef",
            identifier=f"REF_{question.key}",
            href=_path(question),
        )
    content: bytes = etree.tostring(
        as_version(root, version), xml_declaration=True, encoding="UTF-8"
    )
    return content


def _section(parent: Element, identifier: str, title: str) -> Element:
    return add(parent, "assessmentSection", identifier=identifier, title=title, visible="true")
