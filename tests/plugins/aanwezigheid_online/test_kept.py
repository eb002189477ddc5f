"""What is kept of who was online: for how long, for whom to read, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.catalogue.services import activate_plugin
from courses.common import clock, retention
from courses.people import merging
from courses.people.enums import Role
from plugins.aanwezigheid_online.models import OnlinePresence
from plugins.aanwezigheid_online.periods import KEPT
from plugins.aanwezigheid_online.privacy import OnlinePresences
from plugins.aanwezigheid_online.queries import Change
from plugins.aanwezigheid_online.sample_reports import as_teams, as_zoom
from plugins.aanwezigheid_online.services import forget_person
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role
from tests.plugins.aanwezigheid_online.scene import (
    AFTER,
    END,
    Scene,
    a_scene,
    at,
    came,
    gone_on,
    kept,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = a_scene(("Anna", "de Wit"), ("Bram", "Kok"))
    kept(scene, as_teams([came("Anna de Wit", 15), came("Bram Kok", 0, 30)]))
    return scene


def test_somebody_reads_what_is_kept_and_nothing_of_others(scene: Scene) -> None:
    told = OnlinePresences().export(scene.enrolments["Anna"].person_id)
    assert told == {
        "online": [
            {
                "training": "Bellen",
                "bijeenkomst": "2026-10-06T19:00+02:00",
                "minuten online": 105,
                "eerste keer binnen": "2026-10-06T19:15+02:00",
                "keren binnen": 1,
                "namen in het rapport": "Anna de Wit",
                "presentie": "Te laat",
                "rapport gelezen op": "2026-10-06T21:30+02:00",
            }
        ]
    }
    assert OnlinePresences().export(scene.trainer.pk) == {
        "rapporten gelezen": [{"training": "Bellen", "bijeenkomst": "2026-10-06T19:00+02:00"}]
    }
    assert OnlinePresences().export(PersonFactory.create().pk) is None


def test_who_is_erased_is_gone_and_others_are_not(scene: Scene) -> None:
    forget_person(person_id=scene.enrolments["Anna"].person_id)
    forget_person(person_id=scene.trainer.pk)
    forget_person(person_id=scene.trainer.pk)
    (left,) = OnlinePresence.objects.all()
    assert (left.enrolment, left.reported_by) == (scene.enrolments["Bram"], None)


def test_minutes_are_forgotten_after_a_year_and_the_presence_stays(scene: Scene) -> None:
    (kind,) = [one for one in retention.provided() if one.period is KEPT]
    with clock.at(END + timedelta(days=365)):
        assert (kind.forget(), OnlinePresence.objects.count()) == (0, 2)
    with clock.at(END + timedelta(days=365, minutes=1)):
        assert kind.due().count() == 2
        assert (kind.forget(), kind.forget(), OnlinePresence.objects.count()) == (2, 0, 0)
    assert Attendance.objects.count() == 2
    assert kind.how_long == "1 jaar na de bijeenkomst"


def test_of_two_accounts_that_become_one_the_longer_stay_counts(scene: Scene) -> None:
    other = EnrolmentFactory.create(
        person=PersonFactory.create(first_name="Anna", last_name="Wit"), edition=scene.edition
    )
    row = OnlinePresence.objects.create(enrolment=other, session=scene.session, minutes=110)
    own = scene.enrolments["Anna"].person
    merging.merge_people(stays=own, goes=other.person, actor=person_in_role(Role.COORDINATOR))
    left = OnlinePresence.objects.get(enrolment__person=own)
    assert (left.pk, left.minutes) == (row.pk, 110)


def test_one_row_for_each_participant_and_session(scene: Scene) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OnlinePresence.objects.create(
            enrolment=scene.enrolments["Anna"], session=scene.session, minutes=1
        )


def test_who_is_not_in_a_newer_report_is_kept_as_far_as_the_list_says_so(scene: Scene) -> None:
    kept(scene, as_zoom([came("Anna de Wit", 0, 120)]))
    rows = OnlinePresence.objects.order_by("enrolment__person__first_name")
    assert [(one.minutes, one.names, one.mark) for one in rows] == [
        (120, "Anna de Wit", Mark.PRESENT),
        (0, "", Mark.ABSENT),
    ]
    # What it filled in itself, a newer one may change; but it takes no presence away unasked.
    page = sent(scene, as_zoom([came("Bram Kok", 0, 120)]))
    changing = [*page.context["changes"], *page.context["less"]]
    changed = {one.enrolment.person.first_name: one.change for one in changing}
    assert changed == {"Anna": Change.LESS, "Bram": Change.NEWER}


def test_who_was_not_in_the_report_and_is_not_filled_in_is_not_kept() -> None:
    scene = a_scene(("Anna", "de Wit"), ("Bram", "Kok"))
    gone_on(scene, sent(scene, as_zoom([came("Anna de Wit")])), bewaar="1", take=[])
    assert [one.enrolment for one in OnlinePresence.objects.all()] == [scene.enrolments["Anna"]]


def test_many_names_are_kept_as_far_as_they_fit() -> None:
    scene = a_scene(("Anna", "de Wit"))
    names = [f"Anna de Wit - {letter * 90}" for letter in "abcdefgh"]
    joins = [came(name, place, place + 9, "anna@thuis.example") for place, name in enumerate(names)]
    kept(scene, as_zoom(joins))
    row = OnlinePresence.objects.get()
    assert row.names.splitlines() == names[:4]


def test_where_the_plugin_is_off_nothing_leads_here(scene: Scene) -> None:
    activate_plugin(training=scene.training, plugin="aanwezigheid_online", active=False)
    address = reverse("attendance_session", args=[scene.edition.pk, scene.session.pk])
    with clock.at(AFTER):
        page = scene.browser().get(address).content.decode()
        assert (scene.url in page, scene.browser().get(scene.url).status_code) == (False, 404)


def test_a_row_says_whose_it_is(scene: Scene) -> None:
    row = OnlinePresence.objects.get(enrolment=scene.enrolments["Anna"])
    assert str(row) == f"{scene.enrolments['Anna']}: 105"
    assert row.first_at == at(15)
