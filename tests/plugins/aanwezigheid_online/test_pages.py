"""From a report to the presence list, as a trainer does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.attendance.enums import Mark
from courses.attendance.models import MarkChange
from courses.attendance.services import MarkEdit, close_list, edit_marks
from courses.certificates.services import issue_due
from courses.common import clock
from courses.people.enums import Role
from courses.plugin_host.models import PluginFault
from plugins.aanwezigheid_online.links import list_of
from plugins.aanwezigheid_online.models import OnlinePresence
from plugins.aanwezigheid_online.sample_reports import SampleJoin, as_teams, as_zoom
from tests import scanners
from tests.factories import PersonFactory, person_in_role
from tests.plugins.aanwezigheid_online.scene import (
    AFTER,
    SLUG,
    Scene,
    a_scene,
    at,
    came,
    gone_on,
    kept,
    sent,
)

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def three(**settings: Any) -> Scene:
    return a_scene(("Anna", "de Wit"), ("Bram", "Kok"), ("Chris", "van Dam"), **settings)


def test_a_report_in_which_everybody_is_known_needs_one_confirmation() -> None:
    scene = three()
    report = as_teams([came("Anna de Wit"), came("Kok, Bram", 15), came("Chris van Dam", 0, 40)])
    page = sent(scene, report)
    assert page.status_code == 200
    assert scene.marks() == {}
    answer = gone_on(scene, page, bewaar="1")
    assert (answer.status_code, answer["Location"]) == (302, list_of(scene.session))
    assert scene.marks() == {"Anna": Mark.PRESENT, "Bram": Mark.LATE, "Chris": Mark.ABSENT}
    rows = OnlinePresence.objects.order_by("enrolment__person__sort_name")
    assert [(one.minutes, one.first_at, one.mark) for one in rows] == [
        (40, at(0), Mark.ABSENT),
        (105, at(15), Mark.LATE),
        (120, at(0), Mark.PRESENT),
    ]
    assert PluginFault.objects.count() == 0


def test_a_report_is_scanned_before_it_is_read(settings: Settings) -> None:
    settings.ACADEMY_FILE_SCANNER = scanners.BAD_WORDS
    page = sent(three(), as_zoom([came("a bad word")]))
    assert page.status_code == 422
    assert "Onze virusscanner vertrouwt dit bestand niet." in page.content.decode()


def test_two_reports_go_together_and_more_than_five_do_not() -> None:
    scene = three()
    halves = [as_teams([came("Anna de Wit", 0, 55)]), as_teams([came("Anna de Wit", 60, 120)])]
    page = sent(scene, *halves)
    gone_on(scene, page, bewaar="1")
    assert scene.marks()["Anna"] == Mark.PRESENT
    assert OnlinePresence.objects.get(enrolment=scene.enrolments["Anna"]).minutes == 115
    assert "Kies hoogstens vijf bestanden." in sent(scene, *halves * 3).content.decode()


def test_without_a_file_or_with_something_else_the_page_says_what_to_do() -> None:
    scene = three()
    for files, says in (
        ((), "verplicht"),
        ((b"",), "Dit bestand is leeg."),
        ((b"Beste Truus,",), "In dit bestand vinden we geen lijst"),
    ):
        page = sent(scene, *files)
        assert (page.status_code, says in page.content.decode()) == (422, True), says
    assert PluginFault.objects.count() == 0


def test_as_many_people_as_a_report_may_have_go_through_the_forms() -> None:
    scene = three()
    report = as_zoom([came("Bram"), *(came(f"Quintus {number}") for number in range(299))])
    page = sent(scene, report)
    strangers: dict[str, Any] = {f"who_{number}": "niemand" for number in range(1, 300)}
    confirm = gone_on(scene, page, who_0=scene.pk("Bram"), **strangers)
    assert gone_on(scene, confirm, bewaar="1").status_code == 302
    assert scene.marks()["Bram"] == Mark.PRESENT


def test_names_like_nobodys_are_asked_while_participants_are_missing() -> None:
    scene = three()
    report = as_zoom([came("Anna de Wit"), came("31612345678"), came("iPad"), came("Test", 0, 5)])
    page = sent(scene, report)
    asked = {one.match.attendee.name: one for one in page.context["doubts"]}
    # Who was there for five minutes would not be present, whoever it is.
    assert set(asked) == {"31612345678", "iPad"}
    missing = {scene.enrolments[one].pk for one in ("Bram", "Chris")}
    assert [set(one.match.enrolments) for one in asked.values()] == [missing] * 2
    assert [one.who.value() for one in asked.values()] == [""] * 2
    assert "Niet in het rapport gevonden" in page.content.decode()
    assert gone_on(scene, page).status_code == 422
    confirm = gone_on(scene, page, who_1=scene.pk("Bram"), who_2="niemand")
    assert confirm.context["unknown"] == ["iPad", "Test"]
    gone_on(scene, confirm, bewaar="1")
    assert scene.marks() == {"Anna": Mark.PRESENT, "Bram": Mark.PRESENT, "Chris": Mark.ABSENT}


def test_a_stranger_is_not_asked_about_when_the_whole_group_was_found() -> None:
    scene = three()
    everybody = [came("Anna de Wit"), came("Bram Kok"), came("Chris van Dam")]
    page = sent(scene, as_zoom([*everybody, came("Xerxes Quint")]))
    assert page.context["unknown"] == ["Xerxes Quint"]


def test_who_is_in_doubt_must_be_chosen_first() -> None:
    scene = three()
    page = sent(scene, as_zoom([came("Anna de Wit"), came("Bram"), came("Chris van Dam")]))
    assert [one.match.attendee.name for one in page.context["doubts"]] == ["Bram"]
    (doubt,) = page.context["doubts"]
    assert doubt.match.enrolments == (scene.enrolments["Bram"].pk,)
    again = gone_on(scene, page)
    assert again.status_code == 422
    assert "Kies wie dit is." in again.content.decode()
    assert scene.marks() == {}
    confirm = gone_on(scene, again, who_1=scene.pk("Bram"))
    assert confirm.status_code == 200
    assert scene.marks() == {}
    gone_on(scene, confirm, bewaar="1")
    assert scene.marks() == dict.fromkeys(("Anna", "Bram", "Chris"), Mark.PRESENT)


def test_what_was_chosen_once_is_known_the_next_time() -> None:
    scene = three()
    report = as_zoom([came("Bram")])
    kept(scene, report, who_0=scene.pk("Bram"))
    page = sent(scene, report)
    assert "doubts" not in page.context
    assert [one.enrolment.person.first_name for one in page.context["same"]] == [
        "Chris", "Bram", "Anna",
    ]  # fmt: skip


def test_the_same_report_again_changes_nothing() -> None:
    scene = three()
    report = as_teams([came("Anna de Wit"), came("Bram Kok")])
    kept(scene, report)
    changes = MarkChange.objects.count()
    kept(scene, report)
    assert MarkChange.objects.count() == changes == 3


@pytest.mark.both_databases
def test_a_newer_report_changes_what_differs_and_shows_it() -> None:
    scene = three()
    kept(scene, as_teams([came("Anna de Wit"), came("Bram Kok", 0, 30)]))
    assert scene.marks() == {"Anna": Mark.PRESENT, "Bram": Mark.ABSENT, "Chris": Mark.ABSENT}
    page = sent(scene, as_teams([came("Anna de Wit", 0, 110), came("Bram Kok", 0, 100)]))
    (changed,) = page.context["changes"]
    assert (changed.enrolment.person.first_name, changed.earlier_minutes) == ("Bram", 30)
    assert "(eerder 30)" in page.content.decode()
    gone_on(scene, page, bewaar="1")
    assert scene.marks() == {"Anna": Mark.PRESENT, "Bram": Mark.PRESENT, "Chris": Mark.ABSENT}
    assert MarkChange.objects.filter(before=Mark.ABSENT).count() == 1


def test_an_incomplete_report_takes_no_presence_away_unless_ticked() -> None:
    scene = three()
    kept(scene, as_teams([came("Anna de Wit"), came("Bram Kok", 15), came("Chris van Dam", 0, 9)]))
    before = {"Anna": Mark.PRESENT, "Bram": Mark.LATE, "Chris": Mark.ABSENT}
    assert scene.marks() == before
    part = as_teams([came("Bram Kok", 15, 20), came("Chris van Dam")])
    page = sent(scene, part)
    assert {one.enrolment.person.first_name for one in page.context["less"]} == {"Anna", "Bram"}
    assert [one.is_taken_over for one in page.context["less"]] == [False, False]
    assert "Stond al op aanwezig" in page.content.decode()
    gone_on(scene, page, bewaar="1")
    assert scene.marks() == before | {"Chris": Mark.PRESENT}
    # Their minutes are still those by which they are present.
    rows = OnlinePresence.objects.order_by("enrolment__person__first_name")
    assert [one.minutes for one in rows] == [120, 105, 120]
    gone_on(scene, sent(scene, part), bewaar="1", take=[scene.pk("Anna")])
    assert scene.marks()["Anna"] == Mark.ABSENT
    assert OnlinePresence.objects.get(enrolment=scene.enrolments["Anna"]).minutes == 0


def test_what_a_trainer_filled_in_by_hand_stays_unless_ticked() -> None:
    scene = three()
    anna = scene.enrolments["Anna"]
    with clock.at(AFTER):
        edit_marks(
            session=scene.session,
            edits=[MarkEdit(anna.pk, None, Mark.EXCUSED)],
            actor=scene.trainer,
        )
    page = sent(scene, as_teams([came("Anna de Wit"), came("Bram Kok")]))
    (outcome,) = page.context["by_hand"]
    assert (outcome.enrolment, outcome.is_taken_over) == (anna, False)
    assert "door Truus Bos" in page.content.decode()
    gone_on(scene, page, bewaar="1")
    assert scene.marks()["Anna"] == Mark.EXCUSED
    page = sent(scene, as_teams([came("Anna de Wit"), came("Bram Kok")]))
    gone_on(scene, page, bewaar="1", take=[scene.pk("Anna")])
    assert scene.marks()["Anna"] == Mark.PRESENT


def test_what_was_changed_by_hand_after_a_report_stays_too() -> None:
    scene = three()
    report = as_teams([came("Anna de Wit"), came("Bram Kok", 0, 30)])
    kept(scene, report)
    bram = scene.enrolments["Bram"]
    with clock.at(AFTER):
        edit_marks(
            session=scene.session,
            edits=[MarkEdit(bram.pk, Mark.ABSENT, Mark.PRESENT)],
            actor=scene.trainer,
        )
    page = sent(scene, report)
    assert [one.enrolment for one in page.context["by_hand"]] == [bram]
    gone_on(scene, page, bewaar="1")
    assert scene.marks()["Bram"] == Mark.PRESENT


def test_somebody_who_was_faster_is_not_overwritten() -> None:
    scene = three()
    page = sent(scene, as_teams([came("Anna de Wit")]))
    anna = scene.enrolments["Anna"]
    with clock.at(AFTER):
        edit_marks(
            session=scene.session,
            edits=[MarkEdit(anna.pk, None, Mark.EXCUSED)],
            actor=scene.trainer,
        )
    client = scene.browser()
    gone_on(scene, page, client=client, bewaar="1")
    assert scene.marks()["Anna"] == Mark.EXCUSED
    assert "Anna de Wit: iemand anders was je voor. Er staat nu: afgemeld." in (
        client.get(list_of(scene.session)).content.decode()
    )


def test_a_tick_that_is_taken_away_fills_in_nothing() -> None:
    scene = three()
    page = sent(scene, as_teams([came("Anna de Wit")]))
    gone_on(scene, page, bewaar="1", take=[scene.pk("Anna")])
    assert scene.marks() == {"Anna": Mark.PRESENT}


def test_two_people_at_one_device_both_count() -> None:
    scene = three()
    page = sent(scene, as_zoom([came("Anna & Bram"), came("Chris van Dam")]))
    (doubt,) = page.context["doubts"]
    assert doubt.match.has_two
    assert set(doubt.match.enrolments) == {scene.enrolments[one].pk for one in ("Anna", "Bram")}
    confirm = gone_on(scene, page, who_0=scene.pk("Anna"), also_0=scene.pk("Bram"))
    gone_on(scene, confirm, bewaar="1")
    assert scene.marks() == dict.fromkeys(("Anna", "Bram", "Chris"), Mark.PRESENT)
    # The next time it is asked again: perhaps one of them is alone.
    (doubt,) = sent(scene, as_zoom([came("Anna & Bram")])).context["doubts"]
    assert doubt.match.has_two


def test_the_same_person_cannot_be_both() -> None:
    scene = three()
    page = sent(scene, as_zoom([came("Anna & Bram")]))
    for who, also, said in (
        (scene.pk("Anna"), scene.pk("Anna"), "Kies iemand anders dan hierboven."),
        ("niemand", scene.pk("Anna"), "Kies eerst wie de eerste persoon is."),
    ):
        again = gone_on(scene, page, who_0=who, also_0=also)
        assert (again.status_code, said in again.content.decode()) == (422, True)


def test_one_person_with_two_devices_counts_once() -> None:
    scene = three(least_share=0, least_minutes=60)
    report = as_zoom(
        [came("Anna de Wit", 0, 40), came("iPhone van Anna", 20, 50), came("Bram Kok", 0, 60)]
    )
    kept(scene, report, who_1=scene.pk("Anna"))
    row = OnlinePresence.objects.get(enrolment=scene.enrolments["Anna"])
    assert (row.minutes, row.mark) == (50, Mark.ABSENT)
    assert scene.marks()["Bram"] == Mark.PRESENT


def test_trainers_programs_and_strangers_are_left_out_and_told() -> None:
    scene = three()
    report = as_zoom(
        [
            came("Truus Bos"),
            came("Fireflies.ai Notetaker"),
            came("Xerxes Quint"),
            came("Anna de Wit"),
        ]
    )
    asked = sent(scene, report)
    assert [one.match.attendee.name for one in asked.context["doubts"]] == ["Xerxes Quint"]
    page = gone_on(scene, asked, who_2="niemand")
    text = page.content.decode()
    assert page.context["unknown"] == ["Xerxes Quint"]
    assert "Fireflies" not in text.split("Niet meegeteld")[1].split("</ul>")[0]
    gone_on(scene, page, bewaar="1")
    assert scene.marks() == {"Anna": Mark.PRESENT, "Bram": Mark.ABSENT, "Chris": Mark.ABSENT}


def test_going_back_keeps_what_was_chosen() -> None:
    scene = three()
    page = sent(scene, as_zoom([came("Bram")]))
    confirm = gone_on(scene, page, who_0=scene.pk("Chris"))
    back = gone_on(scene, confirm, wie="1")
    ((_match, who, _also),) = back.context["form"].rows
    assert who.value() == scene.pk("Chris")


def test_a_list_that_is_closed_says_first_what_follows() -> None:
    scene = three()
    kept(scene, as_teams([came("Anna de Wit"), came("Bram Kok"), came("Chris van Dam")]))
    with clock.at(AFTER):
        close_list(edition=scene.edition, actor=scene.trainer)
        issue_due()
    page = sent(
        scene, as_teams([came("Anna de Wit"), came("Bram Kok"), came("Chris van Dam", 0, 9)])
    )
    asked = gone_on(scene, page, bewaar="1", take=[scene.pk("Chris")])
    assert "Dit volgt eruit" in asked.content.decode()
    assert scene.marks()["Chris"] == Mark.PRESENT
    assert OnlinePresence.objects.get(enrolment=scene.enrolments["Chris"]).minutes == 120
    values: dict[str, list[str]] = {}
    for name, value in asked.context["sent"]:
        values.setdefault(name, []).append(value)
    with clock.at(AFTER):
        scene.browser().post(scene.url, values | {"agreed": asked.context["saved"].fingerprint})
    assert scene.marks()["Chris"] == Mark.ABSENT
    assert OnlinePresence.objects.get(enrolment=scene.enrolments["Chris"]).minutes == 9


def test_before_its_day_a_session_says_so() -> None:
    scene = three()
    with clock.at(at(-24 * 60)):
        page = scene.browser().get(scene.url)
    assert "Deze bijeenkomst is nog niet geweest." in page.content.decode()
    assert "Lees het rapport" not in page.content.decode()


def test_only_staff_of_the_edition_get_in() -> None:
    scene = three()
    stranger = person_in_role(Role.TRAINER)
    coordinator = person_in_role(Role.COORDINATOR)
    participant = scene.enrolments["Anna"].person
    with clock.at(AFTER):
        found = [
            scene.browser(who).get(scene.url).status_code
            for who in (scene.trainer, coordinator, participant, stranger, PersonFactory.create())
        ]
        assert Client().get(scene.url).status_code == 302
    assert found == [200, 200, 403, 403, 403]


def test_a_trainer_of_another_edition_does_not_see_this_one() -> None:
    scene, other = three(), a_scene(("Dirk", "Smit"))
    other.edition.trainers.add(scene.trainer)
    other.edition.save()
    url = scene.url.replace(f"/{scene.session.pk}/", f"/{other.session.pk}/")
    with clock.at(AFTER):
        # Another training's session below this training's address.
        assert scene.browser().get(url).status_code == 404


def test_a_sealed_report_is_for_its_session_and_its_trainer() -> None:
    scene = three()
    page = sent(scene, as_teams([came("Anna de Wit")]))
    coordinator = person_in_role(Role.COORDINATOR)
    for client, data in (
        (scene.browser(coordinator), page.context["sealed"]),
        (scene.browser(), page.context["sealed"][:-3] + "xxx"),
        (scene.browser(), ""),
    ):
        with clock.at(AFTER):
            answer = client.post(scene.url, {"rapport": data, "bewaar": "1"})
        assert answer.status_code == 422
        assert "Deze pagina is te oud." in answer.content.decode()
    assert scene.marks() == {}


def test_the_presence_list_leads_here_and_back() -> None:
    scene = three()
    address = reverse("attendance_session", args=[scene.edition.pk, scene.session.pk])
    with clock.at(AFTER):
        assert f'href="{scene.url}"' in scene.browser().get(address).content.decode()
        assert f'href="{address}"' in scene.browser().get(scene.url).content.decode()
        listed = scene.browser().get(f"/trainingen/{scene.training.slug}/p/aanwezigheid_online/")
    assert f'href="{scene.url}"' in listed.content.decode()


def test_the_sessions_say_how_far_their_list_is() -> None:
    scene = three()
    seen = []
    for names in ((), ("Anna",), ("Anna", "Bram", "Chris")):
        if names:
            page = sent(scene, as_teams([came("Anna de Wit")]))
            assert "Er is nog niets veranderd op de presentielijst." in page.content.decode()
            gone_on(scene, page, bewaar="1", take=[scene.pk(name) for name in names])
        with clock.at(AFTER):
            page = scene.browser().get(f"/trainingen/{scene.training.slug}/p/{SLUG}/")
        text = page.content.decode()
        seen.append(
            [
                f"Presentie {words}" in text
                for words in ("nog niet ingevuld", "deels ingevuld", "ingevuld")
            ]
        )
    assert seen == [[True, False, False], [False, True, False], [False, False, True]]


def queries_of(*names: tuple[str, str]) -> list[int]:
    """How many queries a report takes to read, and to keep."""
    scene = a_scene(*names)
    joins = [SampleJoin(f"{first}", at(0), at(120)) for first, _last in names]
    client = scene.browser()
    sent(scene, as_zoom(joins), client=client)
    with CaptureQueriesContext(connection) as read:
        page = sent(scene, as_zoom(joins), client=client)
    chosen = {f"who_{number}": scene.pk(first) for number, (first, _last) in enumerate(names)}
    confirm = gone_on(scene, page, client=client, **chosen)
    with CaptureQueriesContext(connection) as keep:
        gone_on(scene, confirm, client=client, bewaar="1")
    return [len(read), len(keep)]


def test_three_people_take_as_many_queries_as_one() -> None:
    assert queries_of(("Anna", "de Wit")) == queries_of(
        ("Dirk", "Smit"), ("Eva", "Mol"), ("Fien", "Bal")
    )
