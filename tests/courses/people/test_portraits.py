"""The faces of trainers: a photo with words, or a drawn one; gone with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.people import queries, services
from courses.people.enums import Role
from courses.people.models import TrainerPortrait, User
from tests.factories import person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ADMIN = "/beheer/gezichten/"


def trainer(**fields: Any) -> User:
    return person_in_role(Role.TRAINER, **fields)


def photo() -> Any:
    return get_image_model().objects.create(title="Foto", file=get_test_image_file())


def shown(*people: User) -> str:
    return " ".join(render_to_string("people/_trainers.html", {"trainers": people}).split())


def test_a_portrait_is_a_photo_with_words_or_a_drawn_face() -> None:
    person, picture = trainer(), photo()
    cases: list[tuple[dict[str, object], set[str]]] = [
        ({"photo": picture, "description": "Samira lacht."}, set()),
        ({"face": "woman-headscarf"}, set()),
        ({"photo": picture}, {"description"}),
        ({"photo": picture, "description": "x", "face": "woman-headscarf"}, {"face"}),
        ({}, {"photo"}),
        ({"face": "nobody"}, {"face"}),
    ]
    for values, wrong in cases:
        try:
            TrainerPortrait(person=person, **values).full_clean()
            found: set[str] = set()
        except ValidationError as refused:
            found = set(refused.message_dict)
        assert found == wrong, values


def test_participants_see_the_face_beside_the_name() -> None:
    drawn, real, none = (trainer(first_name=name) for name in ("Ada", "Bo", "Cem"))
    TrainerPortrait.objects.create(person=drawn, face="man-beard")
    TrainerPortrait.objects.create(person=real, photo=photo(), description="Bo zwaait <.")
    page = shown(drawn, real, none)
    assert 'src="/static/common/faces/man-beard.svg" alt=""' in page
    assert 'alt="Bo zwaait &lt;."' in page
    assert page.count("<img") == 2
    assert page.count("<dt>Trainer</dt>") == 3


def test_one_face_costs_as_many_queries_as_three() -> None:
    people = [trainer() for _number in range(3)]
    for person in people:
        TrainerPortrait.objects.create(person=person, photo=photo(), description="x")
    shown(*people)  # makes the small pictures
    costs = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as asked:
            shown(*some)
        costs.append(len(asked))
    assert costs == [3, 3]


def test_coordinators_choose_faces_for_trainers_alone(client: Client) -> None:
    person, other = trainer(), person_in_role(Role.VOLUNTEER)
    client.force_login(trainer())
    client.post(f"{ADMIN}new/", {"person": person.pk, "face": "man-beard"})
    assert TrainerPortrait.objects.count() == 0
    client.force_login(person_in_role(Role.COORDINATOR))
    client.post(f"{ADMIN}new/", {"person": other.pk, "face": "man-beard"})
    assert TrainerPortrait.objects.count() == 0
    client.post(f"{ADMIN}new/", {"person": person.pk, "face": "man-beard"})
    assert TrainerPortrait.objects.get().person == person
    assert "Man met donker haar en een baard" in client.get(ADMIN).content.decode()


def test_who_is_erased_leaves_no_photo() -> None:
    person, picture = trainer(), photo()
    TrainerPortrait.objects.create(person=person, photo=picture, description="Samira lacht.")
    account = next(
        one["gegevens"]
        for one in queries.export_personal_data(person)["onderdelen"]
        if one["onderdeel"] == "Je account"
    )
    assert account["gezicht bij je naam"] == {
        "foto": "Ja",
        "beschrijving": "Samira lacht.",
        "getekend": "",
    }
    services.forget_portrait(person_id=person.pk)
    assert TrainerPortrait.objects.count() == 0
    assert not get_image_model().objects.filter(pk=picture.pk).exists()
