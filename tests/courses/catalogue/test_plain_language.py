"""Hints on plain Dutch for who writes a page."""

import pytest
from django.test import Client

from courses.catalogue.models import TrainingPage
from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

pytestmark = pytest.mark.django_db

HARD = "<p>Indien je komt, wordt je naam door ons genoteerd.</p>"


def test_who_types_gets_hints_and_others_nothing(client: Client) -> None:
    assert client.post("/beheer/taalhulp/", {"text": HARD}).status_code == 403
    client.force_login(person_in_role(Role.TRAINER))
    said = client.post("/beheer/taalhulp/", {"text": HARD}).json()["hints"]
    assert said == [
        "“Indien”: zeg liever “als”.",
        "“wordt je naam door ons genoteerd”: zeg liever wie dat doet.",
    ]
    texts = {
        "woord " * 24 + ".": ["Een lange zin, van 24 woorden. Kun je er twee van maken?"],
        "Dat is laagdrempelig.": [
            "“laagdrempelig”: is dit goed gespeld, en kent iedereen dit woord? "
            "Kies anders een ander woord, of leg het uit."
        ],
        "Na het bellen van je buurman.": [
            "“Na het bellen van”: zeg het liever met een werkwoord."
        ],
        "Kom je ook?": [],
        "": [],
        "\x00" * 5: [],
        "tevens " * 9: ["“tevens”: zeg liever “ook”."],
    }  # fmt: skip
    for text, hints in texts.items():
        assert client.post("/beheer/taalhulp/", {"text": text}).json() == {"hints": hints}


def test_without_a_script_the_hints_come_after_saving(client: Client) -> None:
    training = TrainingFactory.create()
    lesson = make_lesson(training, body=[("paragraph", HARD)])
    page = f"/beheer/taalhulp/{lesson.pk}/"
    client.force_login(person_in_role(Role.COORDINATOR))
    html = client.get(page).content.decode()
    assert html.count("Indien je komt, wordt je naam door ons genoteerd.") == 2
    assert client.get(f"/beheer/taalhulp/{training.pk}/").status_code == 200
    root = TrainingPage.objects.get(pk=training.pk).get_root()
    assert client.get(f"/beheer/taalhulp/{root.pk}/").status_code == 404
    edit = f"/beheer/pages/{lesson.pk}/edit/"
    assert "plain_language.js" in client.get(edit).content.decode()
    form = {
        "title": "Les", "slug": lesson.slug, "summary": "Indien je komt.", "minutes": "10",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    saved = client.post(edit, form, headers={"accept": "text/html"}, follow=True)
    assert page in saved.content.decode()
    client.force_login(person_in_role(Role.TRAINER))
    assert client.get(page).status_code == 302
