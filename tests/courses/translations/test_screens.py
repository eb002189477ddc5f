"""The screens on which a coordinator translates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.people.enums import Role
from courses.translations.models import ContentLanguage, TextTranslation
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/beheer/talen/",
    "/beheer/talen/nieuw/",
    "/beheer/talen/en/",
    "/beheer/talen/en/taal/",
    "/beheer/talen/en/bestand/",
    "/beheer/talen/en/0/",
)


def test_only_who_runs_the_academy_translates(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    codes = [client.get(address).status_code for address in ADDRESSES]
    codes.append(client.post("/beheer/talen/en/bestand/terug/").status_code)
    assert codes == [302] * len(codes) or codes == [403] * len(codes)
    client.force_login(person_in_role(Role.COORDINATOR))
    assert [client.get(address).status_code for address in ADDRESSES] == [200] * len(ADDRESSES)


def test_a_coordinator_adds_a_language_translates_a_page_and_takes_a_file_over(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create(title="Samen eten", summary="Kook voor elkaar.")
    language = {
        "code": "ar", "name": "العربية", "right_to_left": "on", "interface": "nl", "note": "",
    }  # fmt: skip
    assert client.post("/beheer/talen/nieuw/", {**language, "code": "nl"}).status_code == 200
    assert client.post("/beheer/talen/nieuw/", {**language, "code": "A r"}).status_code == 200
    assert client.post("/beheer/talen/nieuw/", language).url == "/beheer/talen/ar/"  # type: ignore[attr-defined]
    listed = client.get("/beheer/talen/ar/?q=Samen").content.decode()
    assert f"/beheer/talen/ar/{training.pk}/" in listed
    page = f"/beheer/talen/ar/{training.pk}/"
    assert 'dir="rtl"' in client.get(page).content.decode()
    texts = {"source-0": "Samen eten", "before-0": "", "text-0": "نأكل معا"}
    assert client.post(page, texts).status_code == 302
    # Somebody whose form is older is told, and keeps what was typed.
    late = client.post(page, {**texts, "text-0": "أكل"})
    assert (late.status_code, "أكل" in late.content.decode()) == (200, True)
    # A row for other Dutch is not taken for this one.
    client.post(page, {"source-1": "Iets anders", "before-1": "", "text-1": "خطأ"})
    file = client.get("/beheer/talen/ar/bestand/").content.decode()
    file = file.replace(
        'msgid "Kook voor elkaar."\nmsgstr ""', 'msgid "Kook voor elkaar."\nmsgstr "طبخ"'
    )
    for content in (file.encode(), b"nonsense", b""):
        upload = SimpleUploadedFile("ar.po", content)
        back = client.post("/beheer/talen/ar/bestand/terug/", {"file": upload})
        assert back.status_code == 302
    assert dict(TextTranslation.objects.values_list("source", "text")) == {
        "Samen eten": "نأكل معا",
        "Kook voor elkaar.": "طبخ",
    }
    assert client.post("/beheer/talen/ar/taal/", {**language, "is_on": "on"}).status_code == 302
    assert ContentLanguage.objects.get(code="ar").is_on
    assert client.get("/beheer/talen/ar/999999/").status_code == 404
