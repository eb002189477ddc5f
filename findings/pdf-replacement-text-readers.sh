#!/usr/bin/env bash
# pypdf 7.1.1, pdfminer.six 20251107, pypdfium2 5.15.2 (PDFium, as in Chrome) and PyMuPDF 2.0 (PyPI), on a PDF
# made with pikepdf 10.18.0.
#
# Where shapes do not say what they stand for, a PDF says it itself: `/ActualText` is the text of what is drawn.
# It may stand at the marks around the shapes in the page, or in the structure tree at the element that
# they belong to (ISO 32000-1:2008, 14.9.4). Of four programs that read texts two look at
# neither place; PDFium knows the page and not the tree; MuPDF knows both. A name that is told in the tree
# alone is found by one of the four.
#
# Here the drawing is "#@!", and the file says that it is "Aart".
#
# Seen:
#   in the page: pypdf #@!, pdfminer.six #@!, PDFium Aart, MuPDF Aart
#   in the tree: pypdf #@!, pdfminer.six #@!, PDFium #@!, MuPDF Aart
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  pypdf==7.1.1 pdfminer.six==20251107 pypdfium2==5.15.2 PyMuPDF==2.0 pikepdf==10.18.0
cat >look.py <<'PYTHON'
from io import BytesIO

import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from pikepdf import Array, Dictionary, Name

READERS = {
    "pypdf": lambda file: pypdf.PdfReader(BytesIO(file)).pages[0].extract_text(),
    "pdfminer.six": lambda file: extract_text(BytesIO(file)),
    "PDFium": lambda file: pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range(),
    "MuPDF": lambda file: pymupdf.open(stream=file)[0].get_text(),
}


def made(at_the_marks, *, in_the_tree):
    """A paragraph with a span in it, tagged."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 100))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F=font))
    page.Contents = pdf.make_stream(
        b"/P <</MCID 0>> BDC BT /F 18 Tf 20 40 Td (Naam: ) Tj ET EMC "
        b"/Span <</MCID 1 %b>> BDC BT /F 18 Tf 80 40 Td (#@!) Tj ET EMC" % at_the_marks
    )
    page.StructParents = 0
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = {"Type": Name.StructElem, "Pg": page.obj}
    paragraph = pdf.make_indirect(Dictionary(**element, S=Name.P, P=root))
    span = pdf.make_indirect(Dictionary(**element, S=Name.Span, P=paragraph, K=1))
    if in_the_tree:
        span.ActualText = "Aart"
    paragraph.K = Array([0, span])
    root.K = paragraph
    root.ParentTree = Dictionary(Nums=Array([0, Array([paragraph, span])]))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


for place, file in (
    ("page", made(b"/ActualText (Aart)", in_the_tree=False)),
    ("tree", made(b"", in_the_tree=True)),
):
    read = {name: reads(file).split() for name, reads in READERS.items()}
    assert all(words[0] == "Naam:" for words in read.values())
    print(f"in the {place}:", ", ".join(f"{name} {words[1]}" for name, words in read.items()))
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "in the page: pypdf #@!, pdfminer.six #@!, PDFium Aart, MuPDF Aart
in the tree: pypdf #@!, pdfminer.six #@!, PDFium #@!, MuPDF Aart" ||
  { echo "these programs read such texts otherwise now" >&2; exit 1; }
