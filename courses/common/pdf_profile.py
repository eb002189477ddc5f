"""What our PDFs claim to be: accessible (PDF/UA-1) and fit for an archive (PDF/A-3a) at once.

WeasyPrint 70.0 writes one of the two claims. Its own way to add metadata makes a second `rdf:RDF`,
which those who check files do not read. So the claim of PDF/UA is written into the first, along
with the schema by which PDF/A lets a file say what it does not know itself (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from courses.common.internals import of_weasyprint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    import pydyf
    from weasyprint.document import Document

ARCHIVED = "pdf/a-3a"
"""The variant that WeasyPrint is asked for; `finisher_for` adds the other."""

_END = b"</rdf:RDF>"

_CLAIM = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


@dataclass(frozen=True)
class EmbeddedFile:
    """A file inside a PDF. `relationship` is a value of `AFRelationship` (ISO 19005-3, annex E);
    `moment` is when it was made, with a time zone."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: str
    moment: datetime


def finisher_for(files: Sequence[EmbeddedFile] = ()) -> Callable[[Document, pydyf.PDF], None]:
    """What makes a file of the variant `ARCHIVED` keep both profiles, before it is written.

    It raises `ValueError` when the file is not as WeasyPrint 70.0 writes it.
    """
    return partial(_finish, files)


def _finish(files: Sequence[EmbeddedFile], document: Document, pdf: pydyf.PDF) -> None:
    _claim(pdf)
    _show_pictures_as_they_are(pdf)
    of_weasyprint.pack_once(pdf)
    if files:
        _describe(pdf, files)
    of_weasyprint.settle(pdf)


def _describe(pdf: pydyf.PDF, files: Sequence[EmbeddedFile]) -> None:
    """Name the kind of each file, which WeasyPrint guesses by its name, and list each once as
    belonging to the document: it lists each twice."""
    kinds = {hashlib.md5(one.content, usedforsecurity=False).hexdigest(): one for one in files}
    for one in pdf.objects:
        extra = getattr(one, "extra", {})
        if extra.get("Type") == "/EmbeddedFile":
            file = kinds[extra["Params"]["CheckSum"].strip("<>")]
            extra["Subtype"] = "/" + file.media_type.replace("/", "#2F").replace("+", "#2B")
    pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _claim(pdf: pydyf.PDF) -> None:
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = next(one for one in pdf.objects if one.number == number)
    content = b"".join(metadata.stream)
    if content.count(_END) != 1:
        raise ValueError("metadata with one rdf:RDF expected")
    metadata.stream = [content.replace(_END, _CLAIM + _END)]
    # Who looks for the claims in a file must not need to unpack anything.
    metadata.compress = False


def _show_pictures_as_they_are(pdf: pydyf.PDF) -> None:
    """Ask no reader to smooth a picture: an archive's file looks the same everywhere."""
    for one in pdf.objects:
        extra = getattr(one, "extra", {})
        if extra.get("Subtype") == "/Image" and "Interpolate" in extra:
            extra["Interpolate"] = "false"
