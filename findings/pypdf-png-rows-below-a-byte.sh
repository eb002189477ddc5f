#!/usr/bin/env bash
# pypdf 7.1.1 reading a picture of a PDF that pikepdf 10.18.0 wrote, with Pillow 13.0.0; beside pypdfium2 5.15.2 (all PyPI).
#
# A picture with named colours has two or four bits a dot, and its rows may be written as PNG does (`Predictor` 15),
# each in one of PNG's ways. PNG counts the way "Sub" from the byte before also where a dot is less than a byte.
# pypdf reads such rows as if nothing had been taken off them, and says nothing: other colours come out. Rows
# in the ways "None" and "Up" are read rightly, and so is each way with eight bits. PDFium reads all.
#
# Seen:
#   2 bits: None pdfium right pypdf right, Sub pdfium right pypdf WRONG, Up pdfium right pypdf right
#   4 bits: None pdfium right pypdf right, Sub pdfium right pypdf WRONG, Up pdfium right pypdf right
#   8 bits: None pdfium right pypdf right, Sub pdfium right pypdf right, Up pdfium right pypdf right
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  pypdf==7.1.1 pikepdf==10.18.0 pypdfium2==5.15.2 pillow==13.0.0
cat >look.py <<'PYTHON'
import io
import zlib

import pikepdf
import pypdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

COLOURS = [(255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 255)]
WIDE, HIGH, LARGE = 9, 4, 10
DOTS = [[(x + 2 * y) % 4 for x in range(WIDE)] for y in range(HIGH)]
WANTED = [COLOURS[dot] for row in DOTS for dot in row]
WAYS = ("None", "Sub", "Up")


def packed(row, bits):
    written = "".join(format(dot, f"0{bits}b") for dot in row)
    written += "0" * (-len(written) % 8)
    return bytes(int(written[at : at + 8], 2) for at in range(0, len(written), 8))


def rows(bits, way):
    above = bytes(len(packed([0] * WIDE, bits)))
    for row in DOTS:
        line = packed(row, bits)
        less = {"None": bytes(len(line)), "Sub": b"\0" + line, "Up": above}[way]
        taken_off = bytes((one - other) % 256 for one, other in zip(line, less))
        yield bytes([WAYS.index(way)]) + taken_off
        above = line


def made(bits, way):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(WIDE * LARGE, HIGH * LARGE))
    picture = pikepdf.Stream(pdf, b"")
    parms = Dictionary(Predictor=15, Colors=1, BitsPerComponent=bits, Columns=WIDE)
    content = zlib.compress(b"".join(rows(bits, way)))
    picture.write(content, filter=Name.FlateDecode, decode_parms=parms)
    named = pikepdf.String(bytes(part for colour in COLOURS for part in colour))
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = WIDE, HIGH, bits
    picture.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, len(COLOURS) - 1, named])
    page = pdf.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(P=picture))
    drawn = f"q {WIDE * LARGE} 0 0 {HIGH * LARGE} 0 0 cm /P Do Q"
    page.Contents = pikepdf.Stream(pdf, drawn.encode())
    whole = io.BytesIO()
    pdf.save(whole)
    return whole.getvalue()


def by_pdfium(content):
    page = pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil().convert("RGB")
    middle = LARGE // 2
    return [
        page.getpixel((LARGE * x + middle, LARGE * y + middle))
        for y in range(HIGH)
        for x in range(WIDE)
    ]


def by_pypdf(content):
    (found,) = pypdf.PdfReader(io.BytesIO(content)).pages[0].images
    picture = found.image.convert("RGB")
    return [picture.getpixel((x, y)) for y in range(HIGH) for x in range(WIDE)]


for bits in (2, 4, 8):
    said = []
    for way in WAYS:
        content = made(bits, way)
        told = [
            f"{name} {'right' if read(content) == WANTED else 'WRONG'}"
            for name, read in (("pdfium", by_pdfium), ("pypdf", by_pypdf))
        ]
        said.append(" ".join([way, *told]))
    print(f"{bits} bits: {', '.join(said)}")
PYTHON
env/bin/python look.py | tee seen
diff seen - <<'SEEN'
2 bits: None pdfium right pypdf right, Sub pdfium right pypdf WRONG, Up pdfium right pypdf right
4 bits: None pdfium right pypdf right, Sub pdfium right pypdf WRONG, Up pdfium right pypdf right
8 bits: None pdfium right pypdf right, Sub pdfium right pypdf right, Up pdfium right pypdf right
SEEN
