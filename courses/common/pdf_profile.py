"""What our PDFs claim to be: accessible (PDF/UA-1) and fit for an archive (PDF/A-3a) at once.

WeasyPrint 70.0 writes one of the two claims. Its own way to add metadata makes a second `rdf:RDF`,
which those who check files do not read. So the claim of PDF/UA is written into the first, along
with the schema by which PDF/A lets a file say what it does not know itself (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pydyf
    from weasyprint.document import Document

ARCHIVED = "pdf/a-3a"
"""The variant that WeasyPrint is asked for; `claim_accessible` adds the other."""

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


def claim_accessible(document: Document, pdf: pydyf.PDF) -> None:
    """Add the claim of PDF/UA-1 to a file of the variant `ARCHIVED`, before it is written.

    Raises:
        ValueError: the metadata are not as WeasyPrint 70.0 writes them.
    """
    _claim(pdf)
    _show_pictures_as_they_are(pdf)


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
