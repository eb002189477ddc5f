"""What happens to certificates when the list of who was there is corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.attendance import queries as attendance_queries
from courses.attendance.services import SaveResult, mark_attendance, reopen_list, save_list
from courses.catalogue.models import CoursePluginActivation
from courses.certificates import queries
from courses.certificates.enums import CertificateState, Doubt
from courses.certificates.missing_criteria import Lack, in_common, lacks, without
from courses.certificates.models import Certificate, CertificateDesign, WaitingCertificate
from courses.certificates.services import issue_if_complete, judge, replace, revoke
from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.plugin_api.contributions.completion import NotYet
from tests.courses.certificates.people import (
    BEGIN,
    END,
    NEXT_DAY,
    attend,
    close,
    make_certificate,
    make_participant,
    signed_in,
)
from tests.factories import (
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)
from tests.parallel import all_at_once
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db

NOW = NEXT_DAY + timedelta(days=1)
NAME = {"first_name": "Fatima", "last_name": "van den Berg"}


def correct(
    enrolment: Enrolment, *, present: bool, agree: bool = True, at: datetime = NOW
) -> SaveResult:
    """Correct the closed list for this participant, in the first session."""
    session = enrolment.edition.sessions.order_by("starts_at").first()
    assert session is not None
    there = ({enrolment.pk}, ()) if present else ((), {enrolment.pk})

    def save() -> int:
        return mark_attendance(session=session, present=there[0], absent=there[1], actor=None)

    def send(agreed: str) -> SaveResult:
        with clock.at(at):
            return save_list(
                edition=enrolment.edition, save=save, close=False, agreed=agreed, actor=None
            )

    told = send("")
    return send(told.fingerprint) if agree and not told.kept else told


def closed_certificate(**fields: Any) -> Certificate:
    certificate = make_certificate(**fields)
    close(certificate.enrolment, at=NEXT_DAY)
    return certificate


def test_a_first_tick_gives_nothing_until_the_list_is_closed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    enrolment = make_participant()
    with clock.at(END), django_capture_on_commit_callbacks(execute=True):
        attend(enrolment, at=END)
    assert Certificate.objects.count() == 0
    with clock.at(END), django_capture_on_commit_callbacks(execute=True):
        close(enrolment)
    assert Certificate.objects.get().enrolment == enrolment


def test_a_correction_says_whose_certificate_becomes_wrong_and_changes_nothing_yet() -> None:
    certificate = closed_certificate()
    saved = correct(certificate.enrolment, present=False, agree=False)
    assert (saved.kept, [one.heading for one in saved.consequences]) == (
        False,
        ["Heeft al een certificaat, en dat klopt dan niet meer"],
    )
    assert saved.consequences[0].names == ("Berg, Fatima van der",)
    assert Certificate.objects.get().doubt == ""
    assert certificate.enrolment.attendances.get().was_there is True


def test_in_a_list_that_is_opened_again_a_wrong_certificate_is_told_and_none_is_promised() -> None:
    enrolment = make_participant()
    edition, session = enrolment.edition, enrolment.edition.sessions.get()
    with clock.at(BEGIN - timedelta(days=20)):
        other = EnrolmentFactory.create(edition=edition)
    with clock.at(END):
        mark_attendance(session=session, present={enrolment.pk}, absent={other.pk}, actor=None)
        close(enrolment)
        assert issue_if_complete(enrolment_id=enrolment.pk) is not None
        reopen_list(edition=edition, actor=None)
    told = correct(enrolment, present=False, agree=False, at=END)
    assert [one.heading for one in told.consequences] == [
        "Heeft al een certificaat, en dat klopt dan niet meer"
    ]
    assert correct(other, present=True, at=END).consequences == []
    with clock.at(END):
        assert issue_if_complete(enrolment_id=other.pk) is None


def test_after_the_correction_the_certificate_is_kept_to_be_looked_at_and_not_revoked() -> None:
    certificate = closed_certificate()
    correct(certificate.enrolment, present=False)
    (found,) = queries.in_doubt()
    assert (found.state, found.doubt) == (CertificateState.VALID, Doubt.NOT_EARNED)


def test_a_tick_that_is_put_back_takes_the_doubt_away() -> None:
    certificate = closed_certificate()
    correct(certificate.enrolment, present=False)
    saved = correct(certificate.enrolment, present=True)
    assert [one.heading for one in saved.consequences] == ["Het certificaat klopt dan weer"]
    assert list(queries.in_doubt()) == []


def test_a_correction_gives_a_certificate_to_who_was_there_after_all(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    enrolment = make_participant()
    with clock.at(END):
        mark_attendance(
            session=enrolment.edition.sessions.get(),
            present=(),
            absent={enrolment.pk},
            actor=None,
        )
    close(enrolment)
    with django_capture_on_commit_callbacks(execute=True), clock.at(NOW):
        saved = correct(enrolment, present=True)
    assert [one.heading for one in saved.consequences] == ["Krijgt een certificaat"]
    assert Certificate.objects.get().enrolment == enrolment


def test_other_hours_on_the_list_than_on_the_certificate_are_told() -> None:
    training = TrainingFactory.create(attendance_required=50, minutes=360)
    enrolment = make_participant(training=training, sessions=2)
    after = BEGIN + timedelta(days=8)
    attend(enrolment, at=after)
    close(enrolment, at=after)
    with clock.at(after):
        issue_if_complete(enrolment_id=enrolment.pk)
    saved = correct(enrolment, present=False)
    assert [one.heading for one in saved.consequences] == [
        "Heeft al een certificaat, en daarop kloppen de uren dan niet meer"
    ]
    assert Certificate.objects.get().doubt == Doubt.HOURS


def test_a_list_says_nothing_of_a_certificate_that_is_not_there() -> None:
    enrolment = make_participant()
    assert judge(enrolment=enrolment, lost=True, regained=False) is None
    assert not Certificate.objects.exists()


def test_a_lesson_that_was_added_later_makes_no_certificate_wrong() -> None:
    """Only what the correction itself changes counts."""
    certificate = closed_certificate()
    training = certificate.enrolment.edition.training
    training.lessons_required = True
    training.attendance_required = 0
    training.save()
    saved = correct(certificate.enrolment, present=False)
    # Without a demand on attendance the hours fall back on the training's length: the same.
    assert (saved.kept, saved.consequences, Certificate.objects.get().doubt) == (True, [], "")


def test_what_is_missing_is_said_with_the_sessions_and_the_lessons(
    whim: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolment = make_participant(sessions=2)
    training = enrolment.edition.training
    training.lessons_required = True
    training.save()
    make_lesson(training, title="Voor je belt", slug="voor")
    make_lesson(training, title="Afronden", slug="af")
    CoursePluginActivation.objects.create(training=training, plugin="fragile")
    monkeypatch.setattr(whim, "answer", NotYet("Teken eerst de kaart."))
    first, second = enrolment.edition.sessions.order_by("starts_at")
    with clock.at(second.ends_at):
        mark_attendance(session=first, present={enrolment.pk}, absent=(), actor=None)
        mark_attendance(session=second, present=(), absent={enrolment.pk}, actor=None)
        sheet = attendance_queries.sheet(enrolment.edition)
        missing = lacks(enrolment, queries.progress(enrolment), sheet)
    assert {one.sentence for one in missing} == {
        "Niet geweest bij: bijeenkomst 2 (10 maart).",
        "Nog te doen, lessen: ‘Voor je belt’, ‘Afronden’.",
        "Gril: Teken eerst de kaart.",
    }


def test_what_all_of_them_miss_is_said_once() -> None:
    anna = (Lack("lessons", ("‘Een’", "‘Twee’")), Lack("attendance", ("bijeenkomst 1",)))
    bilal = (Lack("lessons", ("‘Een’", "‘Twee’", "‘Drie’")),)
    shared = in_common([anna, bilal])
    assert [one.sentence for one in shared] == ["Nog te doen, lessen: ‘Een’, ‘Twee’."]
    assert [one.sentence for one in without(anna, shared)] == ["Niet geweest bij: bijeenkomst 1."]
    assert [one.sentence for one in without(bilal, shared)] == ["Nog te doen, lessen: ‘Drie’."]
    assert in_common([anna]) == ()


def test_a_wrong_name_is_replaced_by_a_new_certificate_and_the_old_stays_as_it_was() -> None:
    coordinator = PersonFactory.create()
    old = make_certificate()
    before = (bytes(old.pdf), old.sha256, old.data, old.person_name, old.code)
    with clock.at(NOW):
        new = replace(certificate=old, reason=" De naam was\nverkeerd ", actor=coordinator, **NAME)
    old = Certificate.objects.get(pk=old.pk)
    assert (bytes(old.pdf), old.sha256, old.data, old.person_name, old.code) == before
    assert (old.state, old.replaced_at, old.replace_reason, old.replaced_by) == (
        CertificateState.REPLACED,
        NOW,
        "De naam was verkeerd",
        new,
    )
    assert (new.person_name, new.state, new.code == old.code) == (
        "Fatima van den Berg",
        CertificateState.VALID,
        False,
    )
    assert Enrolment.objects.get().person.name == "Fatima van den Berg"
    text = read_pdf(bytes(new.pdf)).pages[0].extract_text()
    assert (old.code in text, new.code in text, "Vervangt" in text) == (True, True, True)
    entries = ModelLogEntry.objects.for_instance(old).order_by("pk")
    assert [(one.action, one.user) for one in entries] == [
        ("certificate.issue", None),
        ("certificate.replace", coordinator),
    ]


def test_the_check_page_of_a_replaced_certificate_says_so_and_by_which() -> None:
    old = make_certificate()
    new = replace(certificate=old, reason="De naam was verkeerd.", actor=None, **NAME)
    page = Client().get(f"/certificaat/{old.code}/").content.decode()
    assert "Dit certificaat is vervangen" in page
    assert "De naam was verkeerd." in page
    assert f'href="/certificaat/{new.code}/"' in page
    assert "Dit certificaat is echt en geldig" not in page
    page = Client().get(f"/certificaat/{new.code}/").content.decode()
    assert ("Dit certificaat is echt en geldig" in page, old.code in page) == (True, True)


def test_the_owner_gets_the_new_one_and_not_the_old_one_any_more() -> None:
    old = make_certificate()
    new = replace(certificate=old, reason="Naam", actor=None, **NAME)
    client = Client()
    client.force_login(new.enrolment.person)
    assert client.get(f"/certificaat/{new.code}/pdf/").status_code == 200
    assert client.get(f"/certificaat/{old.code}/pdf/").status_code == 302
    assert list(queries.certificates_of(new.enrolment.person)) == [new]


def test_a_replacement_and_a_revocation_are_told_by_mail_with_the_reason(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old = make_certificate(person=PersonFactory.create(email="fatima@example.org"))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        new = replace(certificate=old, reason="De naam was verkeerd.", actor=None, **NAME)
    with django_capture_on_commit_callbacks(execute=True):
        revoke(certificate=new, reason="Verwisseld.", actor=None)
    first, second = mail.outbox
    assert first.subject == "Je hebt een nieuw certificaat: Eenzaamheid signaleren"
    assert (old.code in first.body, "De naam was verkeerd." in first.body) == (True, True)
    assert second.subject == "Je certificaat is ingetrokken: Eenzaamheid signaleren"
    assert (new.code in second.body, "Verwisseld." in second.body) == (True, True)


def test_what_the_list_says_was_not_earned_is_revoked_and_not_replaced() -> None:
    certificate = closed_certificate()
    correct(certificate.enrolment, present=False)
    with pytest.raises(Refusal, match="niet verdiend"):
        replace(certificate=certificate, reason="Naam", actor=None, **NAME)
    revoke(certificate=certificate, reason="Was er niet.", actor=None)
    assert Enrolment.objects.get().status == EnrolmentStatus.NOT_COMPLETED


def test_who_was_there_after_all_gets_a_new_one_in_the_place_of_the_revoked_one() -> None:
    old = closed_certificate()
    correct(old.enrolment, present=False)
    revoke(certificate=old, reason="Was er niet.", actor=None)
    saved = correct(old.enrolment, present=True)
    assert [one.heading for one in saved.consequences] == [
        "Het certificaat was ingetrokken, en is dan toch verdiend"
    ]
    with clock.at(NOW):
        assert issue_if_complete(enrolment_id=old.enrolment_id) == old
        new = replace(certificate=old, reason="Was er toch.", actor=None, **NAME)
    assert (new.state, Enrolment.objects.get().status) == (
        CertificateState.VALID,
        EnrolmentStatus.COMPLETED,
    )


def revoked_and_earned_again() -> Certificate:
    old = closed_certificate()
    correct(old.enrolment, present=False)
    with clock.at(NOW):
        revoke(certificate=old, reason="Was er niet.", actor=None)
    correct(old.enrolment, present=True)
    return Certificate.objects.get()


@pytest.mark.both_databases
def test_a_revoked_certificate_that_was_earned_after_all_waits_for_a_coordinator() -> None:
    old = revoked_and_earned_again()
    assert [(one.doubt, one.state) for one in queries.in_doubt()] == [
        (Doubt.EARNED_AGAIN, CertificateState.REVOKED)
    ]
    # Another correction that changes nothing about it takes it off no list.
    judge(enrolment=old.enrolment, lost=False, regained=False)
    assert [one.doubt for one in queries.in_doubt()] == [Doubt.EARNED_AGAIN]
    correct(old.enrolment, present=False)
    assert list(queries.in_doubt()) == []
    correct(old.enrolment, present=True)
    with clock.at(NOW):
        replace(certificate=old, reason="Was er toch.", actor=None, **NAME)
    assert list(queries.in_doubt()) == []


def test_a_certificate_that_was_revoked_for_something_else_is_not_asked_about_again() -> None:
    old = closed_certificate()
    revoke(certificate=old, reason="Op de verkeerde naam.", actor=None)
    assert correct(old.enrolment, present=False).consequences == []
    assert correct(old.enrolment, present=True).consequences == []
    assert list(queries.in_doubt()) == []


def _text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_screens_say_of_a_revoked_certificate_what_was_and_what_can_be_done() -> None:
    old = revoked_and_earned_again()
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    desk = _text(client, "/beheer/")
    assert "1 ingetrokken certificaat is toch verdiend" in desk
    assert "klopt niet meer" not in desk
    one = "Is ingetrokken, en volgens de verbeterde lijst toch verdiend."
    advice = "Open het certificaat om een nieuw te maken."
    assert f"{one} {advice}" in _text(client, "/beheer/certificaten/")
    page = _text(client, f"/beheer/certificaten/{old.pk}/")
    assert ("Ingetrokken – kijk na" in page, one in page) == (True, True)
    page = _text(client, f"/beheer/certificaten/{old.pk}/vervang/")
    assert ("Het oude is al ingetrokken" in page, "geldt dan niet meer" in page) == (True, False)


def test_the_list_says_to_revoke_what_was_not_earned() -> None:
    certificate = closed_certificate()
    correct(certificate.enrolment, present=False)
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    page = _text(client, "/beheer/certificaten/")
    assert "niet alles gedaan. Open het certificaat om het in te trekken." in page


def test_the_check_page_keeps_why_a_replaced_certificate_had_been_revoked(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old = revoked_and_earned_again()
    PersonFactory._meta.model.objects.update(email="fatima@example.org")
    mail.outbox.clear()
    with clock.at(NOW + timedelta(days=2)), django_capture_on_commit_callbacks(execute=True):
        new = replace(certificate=old, reason="Was er toch.", actor=None, **NAME)
    page = _text(Client(), f"/certificaat/{old.code}/")
    assert (
        "Het is ingetrokken op 5 maart 2026, en geldt sinds die dag niet meer. "
        'De reden: <span lang="nl">Was er niet.</span> <br> '
        'Het is vervangen op 7 maart 2026. De reden: <span lang="nl">Was er toch.</span>'
    ) in page
    assert f'href="/certificaat/{new.code}/"' in page
    (sent,) = mail.outbox
    assert f"met de code {old.code}, dat was ingetrokken." in sent.body


@pytest.mark.parametrize("reason", ["", "   ", "x" * 251])
def test_replacing_needs_a_short_reason(reason: str) -> None:
    certificate = make_certificate()
    with pytest.raises(Refusal):
        replace(certificate=certificate, reason=reason, actor=None, **NAME)
    assert Certificate.objects.get().state == CertificateState.VALID


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_who_replace_at_the_same_moment_make_one_new_certificate() -> None:
    old = make_certificate()

    def again() -> Any:
        with clock.at(NOW):
            return replace(certificate=old, reason="Naam", actor=None, **NAME)

    results = all_at_once([again, again])
    assert sorted(type(one).__name__ for one in results) == ["Certificate", "Refusal"]
    assert Certificate.objects.count() == 2
    assert queries.current(old.enrolment_id) == next(
        one for one in results if isinstance(one, Certificate)
    )


def test_a_coordinator_replaces_a_certificate_and_a_trainer_may_not() -> None:
    certificate = make_certificate()
    address = f"/beheer/certificaten/{certificate.pk}/vervang/"
    client = Client()
    client.force_login(person_in_role(Role.TRAINER))
    assert client.post(address, {**NAME, "reason": "Naam"}).status_code == 302
    assert Certificate.objects.count() == 1
    client.force_login(person_in_role(Role.COORDINATOR))
    empty = client.post(address, {**NAME, "reason": ""})
    assert (empty.status_code, "Schrijf waarom" in empty.content.decode()) == (422, True)
    response = client.post(address, {**NAME, "reason": "Naam"})
    new = queries.current(certificate.enrolment_id)
    assert new is not None
    assert response["Location"] == f"/beheer/certificaten/{new.pk}/"
    assert client.get(response["Location"]).status_code == 200
    assert client.get(f"/beheer/certificaten/{certificate.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("doing", "name"), [("vervang/", "Fatima van den Berg"), ("", "Fatima van der Berg")]
)
def test_how_the_owner_hears_of_it_is_said_before_the_button_and_after_it(
    doing: str, name: str
) -> None:
    certificate = make_certificate()
    owner = certificate.enrolment.person
    owner.email, owner.telephone = None, "030 123 45 67"
    owner.save()
    address = f"/beheer/certificaten/{certificate.pk}/{doing}"
    client = signed_in(person_in_role(Role.COORDINATOR))
    asked = client.get(address).content.decode()
    assert ("1 moet je bellen." in asked, "Berg, Fatima van der" in asked) == (True, True)
    done = client.post(address, {**NAME, "reason": "Naam", "sure": "on"}, follow=True)
    assert f"1 moet je bellen ({name})." in [str(one) for one in done.context["messages"]]


def test_closing_a_list_says_how_each_hears_of_the_certificate() -> None:
    enrolment = make_participant()
    by_letter = PersonFactory.create(
        last_name="Bos", email=None, street="Dorpsstraat 1", postcode="3511 AA", city="Utrecht"
    )
    other = EnrolmentFactory.create(person=by_letter, edition=enrolment.edition)
    with clock.at(NEXT_DAY):
        (session,) = enrolment.edition.sessions.all()
        everybody = {enrolment.pk, other.pk}
        mark_attendance(session=session, present=everybody, absent=(), actor=None)
        saved = save_list(
            edition=enrolment.edition, save=lambda: 0, close=True, agreed="", actor=None
        )
    (gets,) = saved.consequences
    assert gets.note == "Zij krijgen er bericht van: 1 krijgt een mail, 1 krijgt een brief."
    said = dict(gets.people)
    mailed = enrolment.person.name_in_list
    assert said == {mailed: (), by_letter.name_in_list: ("Krijgt een brief",)}


def test_coordinators_see_what_must_be_looked_at_on_top_of_the_list() -> None:
    certificate = closed_certificate()
    correct(certificate.enrolment, present=False)
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get("/beheer/certificaten/").content.decode()
    assert ("Na te kijken" in page, "niet alles gedaan" in page) == (True, True)
    assert "1 certificaat klopt niet meer" in client.get("/beheer/").content.decode()
    client.force_login(person_in_role(Role.TRAINER))
    assert "klopt niet meer" not in client.get("/beheer/").content.decode()


def test_who_did_everything_reads_what_the_certificate_waits_for() -> None:
    enrolment = make_participant()
    attend(enrolment, at=END)
    client = Client()
    client.force_login(enrolment.person)
    with clock.at(END):
        page = client.get(f"/inschrijven/{enrolment.edition_id}/").content.decode()
    assert "als je trainer de lijst heeft afgerond" in page


UNKNOWN = "\U00013460"
"""A character for which no font has a shape."""


def test_a_name_that_cannot_be_printed_waits_and_says_why() -> None:
    enrolment = make_participant(person=PersonFactory.create(first_name=f"Siti{UNKNOWN}"))
    attend(enrolment)
    with clock.at(NEXT_DAY):
        assert issue_if_complete(enrolment_id=enrolment.pk) is None
    assert Certificate.objects.count() == 0
    assert "U+13460" in WaitingCertificate.objects.get().reason
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    assert "Certificaten die wachten" in client.get("/beheer/certificaten/").content.decode()
    client.force_login(enrolment.person)
    page = client.get(f"/inschrijven/{enrolment.edition_id}/").content.decode()
    assert "wij kunnen je certificaat nog niet maken" in page
    enrolment.person.first_name = "Siti"
    enrolment.person.save()
    with clock.at(NEXT_DAY):
        assert issue_if_complete(enrolment_id=enrolment.pk) is not None
    assert WaitingCertificate.objects.count() == 0


def test_who_wait_for_the_same_stand_together_until_something_else_keeps_them() -> None:
    enrolments = [make_participant() for _number in range(4)]
    for one in enrolments:
        WaitingCertificate.objects.create(enrolment=one, reason="Geen sleutel", since=NEXT_DAY)
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get("/beheer/certificaten/").content.decode()
    assert (page.count("Geen sleutel"), "4 personen" in page) == (1, True)
    assert all(one.person.name in page for one in enrolments)
    with clock.at(NEXT_DAY):
        assert issue_if_complete(enrolment_id=enrolments[0].pk) is None
    assert WaitingCertificate.objects.count() == 3


def test_titles_with_no_room_in_letters_that_can_be_read_wait_and_say_why() -> None:
    wide = "W" * 120
    training = TrainingFactory.create(title="W" * 255, partner=PartnerFactory.create(name=wide))
    CertificateDesign.objects.create(pk=1, signatory="Joke de Bruin")
    enrolment = make_participant(training=training, venue=wide)
    attend(enrolment)
    with clock.at(NEXT_DAY):
        assert issue_if_complete(enrolment_id=enrolment.pk) is None
    assert "zouden de letters te klein worden" in WaitingCertificate.objects.get().reason
