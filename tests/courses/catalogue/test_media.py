"""Video and sound: everybody can follow them, and nothing is loaded from elsewhere unasked."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection

from courses.catalogue import providers
from courses.catalogue.blocks import PictureBlock
from courses.catalogue.media_blocks import MediaBlock, SoundBlock, VideoBlock
from courses.common import uploads
from courses.people.enums import Role
from courses.translations.segments import Segment, through_block
from tests.factories import person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.documents.models import AbstractDocument

VTT = b"WEBVTT\n\n00:01.000 --> 00:04.000\nHoe gaat het?\n"
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(range(256))
WAV = b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(50)
TYPED = "0:01 Hoe gaat het?\n0:04 Goed."
YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk&t=3"
OTHER_SITE = "https://example.org/film"
LEFT_OPEN = '<p data-block-key="0k8v3"></p>'
"""What the editor may send of a text of which nothing was written."""


def document(name: str, content: bytes) -> AbstractDocument:
    made: AbstractDocument = get_document_model().objects.create(
        title=name, file=ContentFile(content, name=name)
    )
    return made


@pytest.fixture
def files(db: None, settings: object, tmp_path: object) -> dict[str, int]:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    made = {"film.mp4": MP4, "klank.wav": WAV, "tekst.vtt": VTT, "stuk.vtt": b"WEBVTT\n\nHallo"}
    return {name: document(name, content).pk for name, content in made.items()}


def errors(block: MediaBlock, value: dict[str, object]) -> dict[str, str]:
    """What is said at which field; nothing when all is well."""
    try:
        block.clean(block.to_python({"title": "Titel", "transcript": "", **value}))
    except StructBlockValidationError as refused:
        return {name: one.messages[0] for name, one in refused.block_errors.items()}
    return {}


def test_a_video_needs_captions_and_a_sound_words(files: dict[str, int]) -> None:
    film, klank = files["film.mp4"], files["klank.wav"]
    vtt, broken = files["tekst.vtt"], files["stuk.vtt"]
    words = "<p>Wat er wordt gezegd.</p>"
    cases: list[tuple[MediaBlock, dict[str, object], set[str]]] = [
        (VideoBlock(), {"file": film, "captions": vtt}, set()),
        (VideoBlock(), {"file": film, "timed_text": TYPED}, set()),
        (VideoBlock(), {"file": film, "timed_text": "Hallo"}, {"timed_text"}),
        (VideoBlock(), {"file": film, "timed_text": TYPED, "captions": vtt}, {"timed_text"}),
        (VideoBlock(), {"file": film, "without_words": True, "transcript": words}, set()),
        (VideoBlock(), {"file": film, "without_words": True}, {"transcript"}),
        (VideoBlock(), {"link": YOUTUBE, "without_words": True}, {"transcript"}),
        (VideoBlock(), {"link": YOUTUBE, "timed_text": TYPED}, set()),
        (VideoBlock(), {"file": film, "transcript": words}, {"timed_text"}),
        (VideoBlock(), {"file": film}, {"timed_text"}),
        (VideoBlock(), {"file": film, "captions": broken}, {"captions"}),
        (VideoBlock(), {"file": film, "captions": film}, {"captions"}),
        (VideoBlock(), {"file": klank, "captions": vtt}, {"file"}),
        (VideoBlock(), {"link": YOUTUBE, "transcript": words}, set()),
        (VideoBlock(), {"link": YOUTUBE}, {"transcript"}),
        (VideoBlock(), {"link": YOUTUBE, "transcript": LEFT_OPEN}, {"transcript"}),
        (VideoBlock(), {"link": YOUTUBE, "captioned_elsewhere": True}, set()),
        (VideoBlock(), {"link": OTHER_SITE, "captioned_elsewhere": True}, {"transcript"}),
        (VideoBlock(), {"file": film, "captioned_elsewhere": True}, {"timed_text"}),
        (VideoBlock(), {"link": YOUTUBE, "file": film, "captions": vtt}, {"link"}),
        (VideoBlock(), {"transcript": words}, {"file"}),
        (SoundBlock(), {"file": klank, "transcript": words}, set()),
        (SoundBlock(), {"file": klank, "captions": vtt}, set()),
        (SoundBlock(), {"file": klank}, {"transcript"}),
        (SoundBlock(), {"file": film, "transcript": words}, {"file"}),
    ]
    assert [set(errors(block, value)) for block, value, _wrong in cases] == [
        wrong for _block, _value, wrong in cases
    ]
    assert errors(VideoBlock(), {"file": film, "captions": broken})["captions"].startswith(
        "Regel 3 van de ondertitels"
    )


def test_a_draft_may_miss_what_is_to_come_and_holds_nothing_wrong(files: dict[str, int]) -> None:
    film, klank = files["film.mp4"], files["klank.wav"]
    cases: list[tuple[dict[str, object], set[str]]] = [
        ({}, set()),
        ({"link": YOUTUBE}, set()),
        ({"file": film}, set()),
        ({"file": klank}, {"file"}),
        ({"file": film, "captions": files["stuk.vtt"]}, {"captions"}),
        ({"file": film, "timed_text": "De tijden komen nog."}, set()),
    ]
    block = VideoBlock()
    block.defer_required_validation()
    assert [set(errors(block, value)) for value, _wrong in cases] == [one for _, one in cases]
    shown = block.render(block.to_python({"title": "Op bezoek"}))
    assert ("Op bezoek" in shown, "<video" in shown) == (True, False)
    block.restore_deferred_validation()
    assert set(errors(block, {"link": YOUTUBE})) == {"transcript"}


def test_a_file_of_ours_plays_with_captions_and_its_words(files: dict[str, int]) -> None:
    block = VideoBlock()
    value = {"title": "Op bezoek", "file": files["film.mp4"], "captions": files["tekst.vtt"]}
    shown = block.render(block.to_python(value))
    assert '<track kind="captions"' in shown
    assert "Hoe gaat het?" in shown  # From the captions, as nobody wrote it out.
    lost = get_document_model().objects.get(pk=files["tekst.vtt"]).file
    lost.storage.delete(lost.name)
    assert '<track kind="captions"' in block.render(block.to_python(value))


def test_what_was_typed_with_times_plays_as_captions(files: dict[str, int]) -> None:
    block = VideoBlock()

    def track(typed: str) -> str:
        value = {"title": "Op bezoek", "file": files["film.mp4"], "timed_text": typed}
        shown = block.render(block.to_python(value))
        found = re.search(r'<track [^>]*src="data:text/vtt;charset=utf-8;base64,([^"]+)"', shown)
        written = "Uitgeschreven tekst" in shown
        return f"{base64.b64decode(found[1]).decode() if found else ''}{written}"

    made = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nHoe gaat het?\n\n"
        "00:00:04.000 --> 00:00:14.000\nGoed.\n"
    )
    assert [track(TYPED), track("Zonder tijd."), track("")] == [f"{made}True", "False", "False"]


def test_who_may_not_send_a_video_in_reads_both_ways_out(files: dict[str, int]) -> None:
    said = errors(VideoBlock(), {"file": files["film.mp4"], "transcript": "<p>Hallo.</p>"})
    (told,) = said.values()
    ways = (
        "Typ hier wat er wordt gezegd, met de tijd ervoor.",
        "YouTube of Vimeo",
        "niemand iets?",
    )
    assert [one for one in ways if one not in told] == []


def test_a_video_in_which_nobody_speaks_says_so_and_what_there_is_to_see(
    files: dict[str, int],
) -> None:
    block = VideoBlock()
    value = {"title": "Film", "file": files["film.mp4"], "transcript": "<p>Een bos.</p>"}
    told = ("In deze video zegt niemand iets.", "Wat je ziet", "Uitgeschreven tekst")
    without, other = (
        block.render(block.to_python({**value, "without_words": one})) for one in (True, False)
    )
    assert [one in without for one in told] == [True, True, False]
    assert [one in other for one in told] == [False, False, True]


def test_typed_captions_are_no_text_to_translate() -> None:
    raw = {"title": "Film", "timed_text": TYPED, "transcript": "<p>Dag</p>"}
    found: list[str] = []

    def visit(segment: Segment) -> str:
        found.append(segment.source)
        return segment.source

    through_block(VideoBlock(), raw, "body:1", visit)
    assert found == ["Film", "Dag"]


def test_captions_at_the_platform_are_told_of_where_nothing_is_written_out() -> None:
    block = VideoBlock()
    value = {"title": "Film", "link": YOUTUBE, "transcript": "", "captioned_elsewhere": True}
    told = "Zet ze aan in de speler van YouTube."
    shown = block.render(block.to_python(value))
    plain = block.render(block.to_python({**value, "captioned_elsewhere": False}))
    written = block.render(block.to_python({**value, "transcript": "<p>Dag</p>"}))
    assert [told in one for one in (shown, plain, written)] == [True, False, False]


def test_a_text_that_was_left_open_is_not_offered(files: dict[str, int]) -> None:
    block = VideoBlock()
    value = {"title": "Film", "link": YOUTUBE, "transcript": LEFT_OPEN, "captioned_elsewhere": True}
    shown = block.render(block.to_python(value))
    assert "Uitgeschreven tekst" not in shown
    assert "Zet ze aan in de speler van YouTube." in shown
    with_captions = {**value, "link": "", "file": files["film.mp4"], "captions": files["tekst.vtt"]}
    assert "Hoe gaat het?" in block.render(block.to_python(with_captions))


def test_the_form_says_beforehand_what_is_needed_to_send_it_in() -> None:
    shown = VideoBlock().meta.form_layout.children
    asked = ["title", "link", "file", "captioned_elsewhere", "without_words", "timed_text"]
    asked += ["captions", "transcript", "poster"]
    assert shown == asked, "where it stands first, and captions before what they make needless"
    assert sorted(VideoBlock().child_blocks) == sorted(asked)
    transcript = VideoBlock().child_blocks["transcript"].field.help_text
    described = PictureBlock().child_blocks["alt_text"].field.help_text
    assert "Bij een eigen video zijn ondertitels altijd nodig" in str(transcript)
    typed = VideoBlock().child_blocks["timed_text"].field.help_text
    assert "de tijd en wat er dan wordt gezegd" in str(typed)
    assert "Nodig voor je de pagina instuurt" in str(described)


def test_nothing_is_loaded_from_elsewhere_before_somebody_presses() -> None:
    block = VideoBlock()
    shown = block.render(
        block.to_python({"title": "Film", "link": YOUTUBE, "transcript": "<p>x</p>"})
    )
    assert "Deze video staat bij YouTube." in shown
    assert "YouTube ziet dan je IP-adres" in shown
    for loads in ("<iframe", "<video", 'src="http', "<link"):
        assert loads not in shown
    # Without script the link is the way.
    assert f'href="{YOUTUBE.replace("&", "&amp;")}"' in shown


def test_who_has_a_video_is_known_from_its_address() -> None:
    player = "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1&rel=0"
    found = {
        url: (one.provider, one.kind, one.player_url)
        for url in (
            YOUTUBE,
            "https://youtu.be/abcdefghijk",
            "https://m.youtube.com/shorts/abcdefghijk",
            "https://www.youtube.com/@kanaal",
            "https://youtube.com.example.org/watch?v=abcdefghijk",
            "https://vimeo.com/123456789/abc12",
            "https://vimeo.com/academie",
            "https://example.org/klank.mp3",
            "http://example.org/klank.mp3",
        )
        for one in [providers.find(url)]
    }
    vimeo = "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1&h=abc12"
    sound = "https://example.org/klank.mp3"
    assert list(found.values()) == [
        ("YouTube", "iframe", player),
        ("YouTube", "iframe", player),
        ("YouTube", "iframe", player),
        ("YouTube", "", ""),
        ("youtube.com.example.org", "", ""),
        ("Vimeo", "iframe", vimeo),
        ("Vimeo", "", ""),
        ("example.org", "audio", sound),
        ("example.org", "", ""),
    ]


@pytest.mark.django_db
def test_a_file_is_looked_at_when_it_is_uploaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def said(name: str, content: bytes) -> list[str]:
        form = get_document_form(get_document_model())(
            {"title": "x", "collection": Collection.get_first_root_node().pk, "tags": ""},
            {"file": SimpleUploadedFile(name, content)},
        )
        return list(form.errors.get("file", []))

    assert said("film.mp4", MP4) == said("klank.WAV", WAV) == said("tekst.vtt", VTT) == []
    assert said("brief.pdf", b"whatever is in a document is as before") == []
    other = "Dit bestand is niet wat de naam zegt, of het is beschadigd. Bewaar het opnieuw."
    assert [said("film.mp4", WAV), said("klank.mp3", MP4), said("klank.ogg", b"x")] == [[other]] * 3
    assert said("tekst.vtt", b"WEBVTT\n\nHallo")[0].startswith("Regel 3 van de ondertitels")
    monkeypatch.setattr(uploads, "MOST_MEDIA_BYTES", 100)
    assert "hoogstens 100 MB" in said("film.mp4", MP4)[0]


@pytest.mark.parametrize(
    ("asked", "status", "told", "piece"),
    [
        ("", 200, None, MP4),
        ("bytes=0-1", 206, f"bytes 0-1/{len(MP4)}", MP4[:2]),
        ("bytes=4-7", 206, f"bytes 4-7/{len(MP4)}", b"ftyp"),
        ("bytes=260-", 206, f"bytes 260-{len(MP4) - 1}/{len(MP4)}", MP4[260:]),
        ("bytes=-3", 206, f"bytes {len(MP4) - 3}-{len(MP4) - 1}/{len(MP4)}", MP4[-3:]),
        ("bytes=0-99999", 206, f"bytes 0-{len(MP4) - 1}/{len(MP4)}", MP4),
        ("bytes=99999-", 416, f"bytes */{len(MP4)}", b""),
        ("bytes=0-1,4-5", 200, None, MP4),
        ("bytes=-", 200, None, MP4),
    ],
)
def test_a_player_gets_the_piece_that_it_asks_for(
    client: Client, files: dict[str, int], asked: str, status: int, told: str | None, piece: bytes
) -> None:
    film = get_document_model().objects.get(pk=files["film.mp4"])
    headers = {"Range": asked} if asked else {}
    response = client.get(film.url, headers=headers)
    assert (response.status_code, response.get("Content-Range")) == (status, told)
    assert response.getvalue() == piece
    if status == 206:
        assert response["Content-Length"] == str(len(piece))
        # A piece of a file that was changed meanwhile is of no use.
        stale = client.get(film.url, headers={**headers, "If-Range": '"other"'})
        assert stale.status_code == 200
        stale.close()


def test_other_documents_come_whole(client: Client, files: dict[str, int]) -> None:
    words = get_document_model().objects.get(pk=files["tekst.vtt"])
    response = client.get(words.url, headers={"Range": "bytes=0-1"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/vtt")
    assert response.getvalue() == VTT


@pytest.mark.django_db
def test_who_uploads_a_document_reads_first_what_is_accepted(settings: object) -> None:
    form = get_document_form(get_document_model())()
    told = str(form.fields["file"].help_text)
    accepted = settings.WAGTAILDOCS_EXTENSIONS  # type: ignore[attr-defined]
    # Captions may be typed: who has a file with them knows what it is called.
    assert [one for one in accepted if one not in told] == ["vtt"]


@pytest.mark.django_db
def test_a_film_is_no_document_to_who_chooses_one(client: Client) -> None:
    html = VideoBlock().child_blocks["file"].widget.render_html("file", None, {"id": "file"})
    assert ("Kies een bestand" in html, "ocument" in strip_tags(html)) == (True, False)
    client.force_login(person_in_role(Role.TRAINER))
    opened = client.get(reverse("wagtaildocs_chooser:choose")).json()["html"]
    assert ("Kies een bestand" in opened, "Kies een document" in opened) == (True, False)
