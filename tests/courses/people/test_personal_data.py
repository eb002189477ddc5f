"""What is known of somebody can be downloaded by that person, and erased as a whole."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import PROTECT
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from courses.common import clock, process_cache
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.learning.services import finish_lesson
from courses.people.enums import Role
from courses.people.models import User
from courses.people.queries import export_personal_data
from courses.people.services import change_profile, erase_person, keep_address, must_stay
from courses.plugin_host import registry, standing
from courses.plugin_host.models import PluginFault, PluginState
from tests.academy.world import held_edition
from tests.courses.people.diary import Diary
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.plugin_api.contributions.base import Json


pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
MISSING = "Dit deel ontbreekt: het kon niet worden opgehaald. Vraag ernaar bij het Infopunt."
FAILED = "De uitbreiding “Dagboek” kon haar gegevens niet wissen. Er is niets gewist."
CORE_PARTS = [
    "Je account",
    "Wat je liet doen",
    "Trainingen van vroeger, volgens opgave",
    "Berichten die je kreeg",
    "Je inschrijvingen",
    "Trainingen waarvan je een nieuwe datum wilt weten",
    "Je eigen agenda",
    "Je evaluaties",
    "Wanneer je er was",
    "Je bestanden bij uitbreidingen",
    "Je lessen en opdrachten",
    "Je certificaten",
    "Trainingen van elders",
]


@pytest.fixture
def person() -> User:
    return person_in_role(Role.VOLUNTEER, first_name="Sanne", last_name="de Wit")


@pytest.fixture
def administrator() -> User:
    return person_in_role(Role.ADMINISTRATOR)


def parts_of(person: User) -> dict[str, Json]:
    """What the document holds, by part; a part that is missing by its sentence."""
    return {
        one["onderdeel"]: one.get("ontbreekt", one.get("gegevens"))
        for one in export_personal_data(person)["onderdelen"]
    }


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- The document ---------------------------------------------------------------------------


def test_the_document_begins_with_who_somebody_is() -> None:
    person = PersonFactory.create(
        first_name="Sanne",
        last_name="de Wit",
        email="sanne@example.org",
        background="resident",
        partner=PartnerFactory.create(name="De Buurt"),
        date_joined=MOMENT,
    )
    with clock.at(MOMENT + timedelta(days=1)):
        document = export_personal_data(person)
    assert list(document) == ["over dit bestand", "gemaakt op", "wie je bent", "onderdelen"]
    assert document["gemaakt op"] == "2026-03-04T19:00+01:00"
    assert document["wie je bent"] == {
        "naam": "Sanne de Wit",
        "e-mailadres": "sanne@example.org",
        "telefoon": None,
        "straat en huisnummer": None,
        "postcode": None,
        "woonplaats": None,
        "geboortejaar": None,
        "bericht het liefst": None,
        "doet mee als": "Bewoner",
        "organisatie": "De Buurt",
        "taal van berichten": "Nederlands",
        "account sinds": "2026-03-03T19:00+01:00",
    }


def test_every_part_of_the_core_comes_first_and_in_a_fixed_order(
    person: User, diary: Diary
) -> None:
    labels = [one["onderdeel"] for one in export_personal_data(person)["onderdelen"]]
    assert labels[: len(CORE_PARTS)] == CORE_PARTS
    assert "Je dagboek" in labels[len(CORE_PARTS) :]


def test_the_account_tells_how_somebody_signs_in_and_what_was_changed(person: User) -> None:
    person.set_unusable_password()
    person.save()
    keep_address(person=person)
    with clock.at(MOMENT):
        change_profile(person=person, changed=["first_name"])
    assert parts_of(person)["Je account"] == {
        "contactpersoon van": [],
        "rollen": ["Vrijwilligers"],
        "laatst ingelogd": None,
        "wachtwoord gekozen": "Nee",
        "e-mailadressen": [{"adres": person.email, "bevestigd": "Nee"}],
        "extra beveiliging bij inloggen": [],
        "code om dit account over te nemen geldt tot": None,
        "nu ingelogd": [],
        "gevraagd om extra beveiliging": None,
        "wordt gewist op": None,
        "gemaild dat niemand het account gebruikt": None,
        "inloggen met een account van het werk": [],
        "rollen van een organisatie": [],
        "eigen foto in het beheer": "Nee",
        "gezicht bij je naam": None,
        "veranderd": [{"op": "2026-03-03T19:00+01:00", "wat": "Eigen gegevens gewijzigd"}],
    }


def test_a_plugin_that_is_switched_off_still_shows_what_it_keeps(
    person: User, diary: Diary
) -> None:
    standing.switch(plugin="diary", on=False)
    assert parts_of(person)["Je dagboek"] == ["Vandaag geluisterd."]


def test_a_plugin_that_fails_leaves_only_its_own_part_out(person: User, diary: Diary) -> None:
    diary.failure = RuntimeError("no")
    document = export_personal_data(person)
    missing = [one for one in document["onderdelen"] if "ontbreekt" in one]
    assert missing == [{"onderdeel": "Je dagboek", "ontbreekt": MISSING}]
    assert PluginFault.objects.get().place == "PersonalData diary"


def nested(depth: int) -> Json:
    """A list in a list in a list …"""
    value: Json = []
    for _level in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "nonsense",
    [object(), float("nan"), {"a": {1, 2}}, "x" * 10_000_001, nested(5000), b"bytes"],
    ids=["object", "nan", "set", "huge", "deep", "bytes"],
)
def test_nonsense_of_a_plugin_counts_as_missing(
    person: User, diary: Diary, nonsense: object
) -> None:
    diary.data = nonsense
    response = signed_in(person).get("/mijn/gegevens/download/")
    parts = {one["onderdeel"]: one for one in json.loads(response.content)["onderdelen"]}
    assert parts["Je dagboek"] == {"onderdeel": "Je dagboek", "ontbreekt": MISSING}


@pytest.mark.parametrize("depth", range(700, 1000, 50))
def test_what_is_nested_as_deep_as_python_can_bear_never_costs_the_download(
    person: User, diary: Diary, depth: int
) -> None:
    diary.data = nested(depth)
    response = signed_in(person).get("/mijn/gegevens/download/")
    assert response.status_code == 200


class Nameless:
    """A label that cannot be read."""

    def __str__(self) -> str:
        raise RuntimeError("no")


def test_a_part_without_a_readable_label_bears_the_name_of_its_plugin(
    person: User, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Diary, "label", Nameless())
    assert parts_of(person)["Dagboek"] == ["Vandaag geluisterd."]


def test_the_document_names_plugins_that_are_gone_with_their_tables(person: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE weg_iets (id integer PRIMARY KEY)")
        cursor.execute("CREATE TABLE leeg_iets (id integer PRIMARY KEY)")
        cursor.execute("INSERT INTO weg_iets VALUES (1)")
    PluginState.objects.create(plugin="weg", title="Weggehaald", tables=["weg_iets"])
    PluginState.objects.create(plugin="leger", title="Lege tabel", tables=["leeg_iets"])
    PluginState.objects.create(plugin="leeg", title="Alleen teksten")
    assert export_personal_data(person)["let op"] == (
        "Deze uitbreidingen werken nu niet. Wat zij van je bewaren, staat hier niet bij. "
        "Vraag ernaar bij het Infopunt: Weggehaald."
    )


def _did_a_training(person: User, number: int) -> None:
    training = TrainingFactory.create(lessons=1)
    lesson = make_lesson(training, title="Twee", slug="twee")
    held_edition(training, [person], ended=MOMENT + timedelta(days=number), evaluate=True)
    finish_lesson(person=person, lesson=lesson)
    ExerciseAttempt.objects.create(
        person=person, lesson=lesson, exercise_id="x", block_type="knowledge_check", answer={}
    )


def test_the_document_costs_as_much_for_three_trainings_as_for_one(person: User) -> None:
    counts = []
    with clock.at(MOMENT + timedelta(days=7)):
        for number in (1, 2, 3):
            _did_a_training(person, number)
            export_personal_data(person)
            with CaptureQueriesContext(connection) as asked:
                export_personal_data(person)
            counts.append(len(asked))
    assert counts[2] == counts[0]


# --- Downloading ----------------------------------------------------------------------------


def test_the_page_leads_to_the_download(person: User) -> None:
    content = signed_in(person).get("/mijn/gegevens/").content.decode()
    assert "Wat we van je weten" in content
    assert 'href="/mijn/gegevens/download/"' in content


def test_the_download_is_a_readable_file_that_nothing_keeps(person: User) -> None:
    response = signed_in(person).get("/mijn/gegevens/download/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="mijn-gegevens.json"'
    assert response["Cache-Control"] == "private, no-store"
    assert json.loads(response.content)["wie je bent"]["naam"] == "Sanne de Wit"
    assert response.content.decode().startswith('{\n  "over dit bestand": ')


@pytest.mark.parametrize("character", ["\ud83d", "\0"])
def test_a_character_that_cannot_be_shown_does_not_break_the_file(
    person: User, diary: Diary, character: str
) -> None:
    diary.data = f"half: {character}"
    response = signed_in(person).get("/mijn/gegevens/download/")
    parts = {one["onderdeel"]: one for one in json.loads(response.content)["onderdelen"]}
    assert parts["Je dagboek"]["gegevens"] == "half: ?"


def test_who_reads_english_gets_english_sentences_and_the_same_names(person: User) -> None:
    person.language = "en"
    with translation.override("en"):
        document = export_personal_data(person)
    assert document["wie je bent"]["doet mee als"] == "Volunteer"


@pytest.mark.parametrize("role", list(Role))
def test_everybody_gets_only_the_own_data(role: Role, person: User) -> None:
    somebody = person_in_role(role, first_name="Een", last_name="Ander")
    address = f"/mijn/gegevens/download/?id={person.pk}&person={person.pk}&pk={person.pk}"
    document = json.loads(signed_in(somebody).get(address).content)
    assert document["wie je bent"]["naam"] == "Een Ander"
    assert "Sanne" not in json.dumps(document)


def test_a_visitor_is_sent_to_the_door(client: Client) -> None:
    response = client.get("/mijn/gegevens/download/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_the_download_is_only_read(person: User) -> None:
    assert signed_in(person).post("/mijn/gegevens/download/").status_code == 405


# --- Erasing --------------------------------------------------------------------------------


def test_erasing_asks_every_plugin_and_leaves_no_row(
    person: User, administrator: User, diary: Diary
) -> None:
    lesson = make_lesson(TrainingFactory.create())
    finish_lesson(person=person, lesson=lesson)
    EnrolmentFactory.create(person=person)
    keep_address(person=person)
    key = person.pk
    erase_person(person=person, actor=administrator)
    assert diary.erased == [key]
    assert User.objects.filter(pk=key).count() == 0
    assert Enrolment.objects.filter(person=key).count() == 0
    assert LessonProgress.objects.filter(person=key).count() == 0


def test_a_plugin_that_is_switched_off_erases_too(
    person: User, administrator: User, diary: Diary
) -> None:
    standing.switch(plugin="diary", on=False)
    key = person.pk
    erase_person(person=person, actor=administrator)
    assert diary.erased == [key]


def test_the_log_says_that_somebody_was_erased_and_nowhere_who(
    person: User, administrator: User
) -> None:
    enrolment = EnrolmentFactory.create(person=person)
    change_profile(person=person, changed=["first_name"])
    key = person.pk
    before = ModelLogEntry.objects.filter(label__contains="Sanne")
    assert before.count() == 2
    with clock.at(MOMENT):
        erase_person(person=person, actor=administrator)
    entries = ModelLogEntry.objects.filter(object_id=str(key), content_type__model="user")
    assert list(entries.values_list("action", "user", "label").order_by("pk")) == [
        ("people.profile", key, "Gewiste persoon"),
        ("people.erase", administrator.pk, "Gewiste persoon"),
    ]
    assert entries.get(action="people.erase").timestamp == MOMENT
    about = ModelLogEntry.objects.filter(
        object_id=str(enrolment.pk), content_type__model="enrolment"
    )
    assert set(about.values_list("label", flat=True)) == {"Gewiste persoon"}
    assert ModelLogEntry.objects.filter(label__contains="Sanne").count() == 0


def test_the_seat_of_who_is_erased_comes_free(person: User, administrator: User) -> None:
    edition = EditionFactory.create(capacity=1)
    EnrolmentFactory.create(person=person, edition=edition)
    assert Edition.objects.get(pk=edition.pk).seats_taken == 1
    erase_person(person=person, actor=administrator)
    assert Edition.objects.get(pk=edition.pk).seats_taken == 0


def test_the_picture_goes_only_when_the_person_does(
    person: User,
    administrator: User,
    diary: Diary,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    profile = UserProfile.get_for_user(person)
    profile.avatar.save("sanne.png", ContentFile(b"picture"))
    storage, name = profile.avatar.storage, profile.avatar.name
    assert parts_of(person)["Je account"]["eigen foto in het beheer"] == "Ja"
    diary.failure = RuntimeError("no")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refusal):
        erase_person(person=person, actor=administrator)
    assert storage.exists(name)
    diary.failure = None
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=person, actor=administrator)
    assert not storage.exists(name)


def nothing_was_erased(person: User) -> bool:
    """Whether the person is there as before, with enrolment and name in the log."""
    return (
        User.objects.filter(pk=person.pk, first_name="Sanne").exists()
        and Enrolment.objects.filter(person=person.pk).exists()
        and ModelLogEntry.objects.filter(label__contains="Sanne").exists()
        and not ModelLogEntry.objects.filter(action="people.erase").exists()
    )


@pytest.mark.parametrize("failure", [RuntimeError("no"), SystemExit(1)], ids=["error", "exit"])
def test_when_one_plugin_fails_nothing_is_erased(
    person: User, administrator: User, diary: Diary, failure: BaseException
) -> None:
    EnrolmentFactory.create(person=person)
    diary.failure = failure
    with pytest.raises(Refusal) as no:
        erase_person(person=person, actor=administrator)
    assert str(no.value) == FAILED
    assert diary.erased == [person.pk]
    assert nothing_was_erased(person)


def test_a_plugin_says_itself_why_something_must_stay(
    person: User, administrator: User, diary: Diary
) -> None:
    EnrolmentFactory.create(person=person)
    diary.failure = Refusal("Het dagboek is nog uitgeleend.")
    with pytest.raises(Refusal, match=r"Het dagboek is nog uitgeleend\."):
        erase_person(person=person, actor=administrator)
    assert nothing_was_erased(person)


def test_what_a_plugin_failed_at_can_be_done_again(
    person: User, administrator: User, diary: Diary
) -> None:
    diary.failure = RuntimeError("no")
    with pytest.raises(Refusal):
        erase_person(person=person, actor=administrator)
    diary.failure = None
    erase_person(person=person, actor=administrator)
    assert User.objects.filter(first_name="Sanne").count() == 0


def test_whether_something_must_stay_is_found_without_erasing_anything(
    person: User, diary: Diary
) -> None:
    EnrolmentFactory.create(person=person)
    found = []
    for failure in (None, RuntimeError("not now"), Refusal("Het dagboek is nog uitgeleend.")):
        diary.failure = failure
        found.append(must_stay(person))
    assert found == [False, False, True]
    assert nothing_was_erased(person)


def test_who_is_gone_already_is_refused(person: User, administrator: User) -> None:
    User.objects.filter(pk=person.pk).delete()
    with pytest.raises(Refusal, match="Deze persoon is al weg"):
        erase_person(person=person, actor=administrator)


def leave_a_row_behind(key: int, *, deferred: bool = True) -> None:
    """A table of a plugin whose package is gone, with a row that points at the person."""
    when = "DEFERRABLE INITIALLY DEFERRED" if deferred else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE gone_note (id integer PRIMARY KEY, person_id bigint NOT NULL "
            f"REFERENCES people_user (id) {when})"
        )
        cursor.execute("INSERT INTO gone_note VALUES (1, %s)", [key])


@pytest.mark.both_databases
@pytest.mark.parametrize("deferred", [True, False], ids=["checked at the end", "checked at once"])
def test_a_table_that_nobody_knows_stops_the_erasing_with_a_sentence(
    person: User, administrator: User, deferred: bool
) -> None:
    EnrolmentFactory.create(person=person)
    leave_a_row_behind(person.pk, deferred=deferred)
    address = f"/beheer/users/delete/{person.pk}/"
    page = signed_in(administrator).post(address, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "In de database staat nog iets van deze persoon dat wij niet kunnen wissen. Er is niets "
        "gewist. Vraag een technisch beheerder om hulp."
    ]
    assert nothing_was_erased(person)


@pytest.mark.both_databases
def test_the_sentence_names_the_plugins_that_it_may_be(person: User, administrator: User) -> None:
    PluginState.objects.create(plugin="weg", title="Weggehaald", tables=["gone_note"])
    leave_a_row_behind(person.pk)
    with pytest.raises(Refusal) as no:
        erase_person(person=person, actor=administrator)
    assert str(no.value) == (
        "Een uitbreiding die nu niet werkt, bewaart nog iets van deze persoon. Er is niets "
        "gewist. Vraag een technisch beheerder om hulp. Het kan gaan om: Weggehaald."
    )
    assert User.objects.filter(pk=person.pk, first_name="Sanne").count() == 1


@pytest.mark.both_databases
def test_erasing_goes_well_inside_a_larger_transaction(
    person: User, administrator: User, diary: Diary
) -> None:
    diary.failure = RuntimeError("no")
    other = PersonFactory.create()
    with pytest.raises(Refusal):
        erase_person(person=person, actor=administrator)
    diary.failure = None
    erase_person(person=other, actor=administrator)
    assert list(User.objects.filter(pk__in=[person.pk, other.pk])) == [person]


# --- In the administration ------------------------------------------------------------------


def test_an_administrator_is_told_which_plugin_could_not_erase(
    person: User, administrator: User, diary: Diary
) -> None:
    diary.failure = RuntimeError("no")
    page = signed_in(administrator).post(f"/beheer/users/delete/{person.pk}/", follow=True)
    assert page.redirect_chain == [(f"/beheer/users/edit/{person.pk}/", 302)]
    assert [str(one) for one in page.context["messages"]] == [FAILED]
    assert User.objects.filter(pk=person.pk, first_name="Sanne").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_fault_is_kept_although_all_else_is_undone(
    person: User, administrator: User, diary: Diary
) -> None:
    diary.failure = RuntimeError("no")
    signed_in(administrator).post(f"/beheer/users/delete/{person.pk}/")
    assert PluginFault.objects.get().place == "PersonalData diary"


def test_deleting_in_the_administration_keeps_no_name_in_the_log(
    person: User, administrator: User
) -> None:
    response = signed_in(administrator).post(f"/beheer/users/delete/{person.pk}/")
    assert response["Location"] == "/beheer/users/"
    assert ModelLogEntry.objects.filter(label__contains="Sanne").count() == 0
    assert ModelLogEntry.objects.get(action="people.erase").user == administrator


def test_many_at_once_are_erased_one_by_one(
    person: User, administrator: User, diary: Diary
) -> None:
    diary.only_for, diary.failure = person.pk, RuntimeError("no")
    others = [PersonFactory.create() for _number in range(2)]
    keys = [person.pk, *(one.pk for one in others)]
    query = "&".join(f"id={key}" for key in keys)
    response = signed_in(administrator).post(
        f"/beheer/bulk/people/user/delete/?{query}&next=/beheer/users/"
    )
    said = [str(one) for one in get_messages(response.wsgi_request)]
    assert said[0] == f"Sanne de Wit: {FAILED}"
    assert said[1].startswith("2 ")
    assert list(User.objects.filter(pk__in=keys)) == [person]
    assert ModelLogEntry.objects.filter(action="people.erase").count() == 2


def test_when_none_of_many_is_erased_no_success_is_told(
    person: User, administrator: User, diary: Diary
) -> None:
    diary.failure = RuntimeError("no")
    response = signed_in(administrator).post(
        f"/beheer/bulk/people/user/delete/?id={person.pk}&next=/beheer/users/"
    )
    said = [str(one) for one in get_messages(response.wsgi_request)]
    assert said == [f"Sanne de Wit: {FAILED}"]


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER, Role.COORDINATOR])
def test_only_who_may_delete_people_erases_them(role: Role, person: User, diary: Diary) -> None:
    client = signed_in(person_in_role(role))
    client.post(f"/beheer/users/delete/{person.pk}/")
    client.post(f"/beheer/bulk/people/user/delete/?id={person.pk}&next=/beheer/users/")
    assert User.objects.filter(pk=person.pk).count() == 1
    assert diary.erased == []


def test_an_administrator_erases_no_superuser_and_not_the_own_account(
    administrator: User, diary: Diary
) -> None:
    root = PersonFactory.create(is_superuser=True)
    for one in (root, administrator):
        signed_in(administrator).post(f"/beheer/users/delete/{one.pk}/")
    assert User.objects.filter(pk__in=[root.pk, administrator.pk]).count() == 2
    assert diary.erased == []


def test_nobody_is_erased_while_a_plugin_that_is_gone_keeps_rows(
    person: User, administrator: User
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE weg_iets (person_id integer)")
        cursor.execute(f"INSERT INTO weg_iets VALUES ({person.pk})")  # noqa: S608
    PluginState.objects.create(plugin="weg", title="Weggehaald", tables=["weg_iets"])
    with pytest.raises(Refusal, match="Weggehaald"):
        erase_person(person=person, actor=administrator)
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.both_databases
def test_a_plugin_that_holds_on_to_somebody_is_named(
    person: User, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = registry.find("praktijkopdracht")
    assert plugin
    submission: Any = plugin.get_model("submission")
    monkeypatch.setattr(submission._meta.get_field("person").remote_field, "on_delete", PROTECT)
    monkeypatch.setattr(type(plugin), "contributions", lambda self: ())
    process_cache.forget_plugins()
    submission.objects.create(
        person=person,
        training=TrainingFactory.create(),
        assignment="a",
        title="Opdracht",
        text="Gedaan",
    )
    with pytest.raises(
        Refusal, match="Een uitbreiding houdt iets van deze persoon vast: Praktijkopdracht"
    ):
        erase_person(person=person, actor=administrator)
    monkeypatch.undo()
    process_cache.forget_plugins()
