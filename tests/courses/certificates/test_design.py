"""Who signs certificates, with what signature, and how they stand."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw

from courses.certificates import looks
from courses.certificates.design_services import SIGNATURE_SIZE, change_design
from courses.common.errors import Refusal
from tests.factories import PersonFactory
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


def picture(form: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    """A line on white paper."""
    sheet = Image.new("RGB", size, "white")
    ImageDraw.Draw(sheet).line([(100, 80), (300, 200), (500, 90)], fill="#102040", width=9)
    whole = io.BytesIO()
    sheet.save(whole, form)
    return whole.getvalue()


def change(**changes: Any) -> None:
    values: dict[str, Any] = {
        "orientation": "landscape",
        "signatory": "Joke de Bruin",
        "role": "Coördinator",
        "signature": None,
        "actor": None,
    }
    change_design(**{**values, **changes})


def test_a_signature_is_kept_as_its_ink_alone_until_it_is_taken_away() -> None:
    change(signature=picture())
    with Image.open(io.BytesIO(bytes(looks.design().signature))) as kept:
        assert kept.width <= SIGNATURE_SIZE[0]
        assert kept.height <= SIGNATURE_SIZE[1]
        assert kept.width / kept.height > 2.5
    before = bytes(looks.design().signature)
    change(role="Voorzitter", signature=picture("JPEG"))
    change(orientation="portrait")
    design = looks.design()
    assert (design.orientation, bool(design.signature)) == ("portrait", True)
    assert bytes(design.signature) != before
    change(signature=b"")
    assert bytes(looks.design().signature) == b""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        # Made by the test: who only looks which tests there are need not draw fifty million points.
        (lambda: {"signatory": ""}, "signatory"),
        (lambda: {"signatory": "", "role": "", "signature": picture()}, "signatory"),
        (lambda: {"signatory": "A\U000f0000"}, "signatory"),
        (lambda: {"signature": b"no picture"}, "signature"),
        (lambda: {"signature": picture()[:200]}, "signature"),
        (lambda: {"signature": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}, "signature"),
        (lambda: {"signature": picture("GIF")}, "signature"),
        (lambda: {"signature": picture(size=(20_000, 2_500))}, "signature"),
    ],
    ids=["role", "alone", "unprintable", "text", "cut off", "svg", "gif", "huge"],
)
def test_what_cannot_stand_on_a_certificate_is_refused_at_its_field(
    changes: Callable[[], dict[str, Any]], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        change(**changes())
    assert refused.value.field == field
    assert looks.design().signatory == ""


def test_an_empty_sheet_is_no_signature() -> None:
    sheet = io.BytesIO()
    Image.new("RGBA", (300, 100)).save(sheet, "PNG")
    with pytest.raises(Refusal, match="geen handtekening"):
        change(signature=sheet.getvalue())


@pytest.fixture
def coordinator(client: Client) -> Client:
    person = PersonFactory.create(is_superuser=True)
    client.force_login(person)
    return client


def post(client: Client, **values: Any) -> Any:
    typed = {"orientation": "landscape", "signatory": "Joke de Bruin", "role": "", **values}
    return client.post(reverse("certificates_design"), typed)


def test_a_signature_is_drawn_or_sent_and_the_example_shows_it(coordinator: Client) -> None:
    drawn = "data:image/png;base64," + base64.b64encode(picture()).decode()
    assert post(coordinator, drawn=drawn).status_code == 302
    first = bytes(looks.design().signature)
    assert first
    sent = SimpleUploadedFile("handtekening.jpg", picture("JPEG"), "image/jpeg")
    assert post(coordinator, signature=sent, drawn=drawn).status_code == 302
    assert bytes(looks.design().signature) != first
    shown = coordinator.get(reverse("certificates_design_example"))
    text = read_pdf(shown.content).pages[0].extract_text()
    assert "Joke de Bruin" in text


@pytest.mark.parametrize("drawn", ["data:image/png;base64,AAAA", "data:text/html,x", "x" * 9])
def test_a_drawing_that_is_none_is_an_error_at_the_field(coordinator: Client, drawn: str) -> None:
    answer = post(coordinator, drawn=drawn)
    assert answer.status_code == 422
    assert answer.context["form"].errors["signature"] == [
        "Deze afbeelding is niet te lezen. Kies een andere jpg of png."
    ]


def test_what_two_people_save_is_compared_and_an_image_that_was_sent_is_kept(
    coordinator: Client,
) -> None:
    page = coordinator.get(reverse("certificates_design"))
    change(signatory="Piet de Wit", role="")
    sent = SimpleUploadedFile("handtekening.png", picture(), "image/png")
    answer = post(coordinator, snapshot=page.context["snapshot_token"], signature=sent)
    assert answer.status_code == 422
    assert [one.key for one in answer.context["conflict"].differences] == ["signatory"]
    assert looks.design().signatory == "Piet de Wit"
    again = {
        "snapshot": answer.context["snapshot_token"],
        "drawn": answer.context["form"]["drawn"].value(),
    }
    assert post(coordinator, **again, take_theirs="signatory").status_code == 302
    assert (looks.design().signatory, bool(looks.design().signature)) == ("Piet de Wit", True)
