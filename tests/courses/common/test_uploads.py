"""Which files are accepted, under which name, and how they are given back."""

from __future__ import annotations

import pytest

from courses.common.errors import Refusal
from courses.common.uploads import MOST_BYTES, accepted_file, as_download, clean_name
from tests.plugins.praktijkopdracht.written import PDF, docx, odt, picture, upload, zipped

LOOKS_WRONG = (
    "Dit bestand is niet wat de naam zegt, of het is beschadigd. "
    "Bewaar het opnieuw als pdf, docx, odt, txt, jpg of png."
)
OTHER_KIND = "Dit soort bestand kan niet. Kies een pdf, docx, odt, txt, jpg of png."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("verslag.pdf", PDF),
        ("Verslag.pdf", b"\n\n" + PDF),
        ("verslag.docx", docx()),
        ("verslag.odt", odt()),
        ("verslag.txt", "Bijeenkomst bij mevrouw – ‘fijn’.\r\n".encode()),
        ("kladblok.txt", "oud: café".encode("cp1252")),
        ("kladblok.txt", "Unicode".encode("utf-16")),
        ("foto.jpg", picture("JPEG")),
        ("foto.jpeg", picture("JPEG")),
        ("foto.png", picture("PNG")),
    ],
)
def test_a_file_of_a_known_kind_is_accepted(name: str, content: bytes) -> None:
    accepted = accepted_file(upload(name, content))
    assert (accepted.name, accepted.content) == (name, content)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("verslag.exe", PDF, OTHER_KIND),
        ("verslag", PDF, OTHER_KIND),
        ("verslag.pdf.html", PDF, OTHER_KIND),
        ("plaatje.svg", b"<svg/>", OTHER_KIND),
        ("pdf", PDF, OTHER_KIND),
        ("verslag.pdf", b"<html><script>alert(1)</script>", LOOKS_WRONG),
        ("verslag.pdf", picture("PNG"), LOOKS_WRONG),
        ("foto.jpg", picture("PNG"), LOOKS_WRONG),
        ("foto.png", picture("JPEG"), LOOKS_WRONG),
        ("foto.png", picture("PNG")[:30], LOOKS_WRONG),
        ("foto.jpg", b"\xff\xd8\xff", LOOKS_WRONG),
        ("verslag.docx", zipped(a=b"b"), LOOKS_WRONG),
        ("verslag.docx", docx()[:40], LOOKS_WRONG),
        ("verslag.docx", docx(**{"word/vbaProject.bin": b"macro"}), LOOKS_WRONG),
        ("verslag.docx", odt(), LOOKS_WRONG),
        ("verslag.odt", docx(), LOOKS_WRONG),
        ("verslag.odt", zipped(mimetype=b"application/zip"), LOOKS_WRONG),
        ("verslag.txt", b"MZ\x90\x00\x03", LOOKS_WRONG),
        ("leeg.pdf", b"", "Dit bestand is leeg. Kies een ander bestand."),
    ],
)
def test_another_file_is_refused(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        accepted_file(upload(name, content))
    assert (str(refused.value), refused.value.field) == (words, "file")


def test_ten_megabytes_are_accepted_and_one_byte_more_is_not() -> None:
    as_big_as_can_be = PDF.ljust(MOST_BYTES, b" ")
    assert len(accepted_file(upload("groot.pdf", as_big_as_can_be)).content) == MOST_BYTES
    with pytest.raises(Refusal, match="te groot"):
        accepted_file(upload("groot.pdf", as_big_as_can_be + b" "))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\jan\\Mijn verslag.docx", "Mijn verslag.docx"),
        ("verslag\r\nSet-Cookie: a=b.pdf", "verslag Set-Cookie_ a=b.pdf"),
        ("\u202efdp.exe\u202c.pdf", "fdp.exe.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ('aan"haling<b>.txt', "aan_haling_b_.txt"),
        ("VERSLAG.PDF", "VERSLAG.pdf"),
        ("zonder punt", "zonder punt"),
        (" .. .pdf", "bestand.pdf"),
        (".pdf", "bestand.pdf"),
        ("  veel   spaties  .PDF ", "veel spaties.pdf"),
        ("cafe\u0301.png", "café.png"),
        ("a" * 300 + ".jpg", "a" * 80 + ".jpg"),
        ("verslag 😀.pdf", "verslag 😀.pdf"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize("name", ["verslag.pdf", "foto.jpg", "café “x”.docx", "kladblok.txt"])
def test_a_browser_keeps_a_file_and_shows_it_never(name: str) -> None:
    response = as_download(name, b"abc")
    assert response.content == b"abc"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "text/" not in response["Content-Type"]
