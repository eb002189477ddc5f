"""How people can be reached: what is asked, kept and said."""

import pytest
from django.test import Client

from courses.people.enums import ContactWay, Role
from courses.people.forms import ProfileForm
from courses.people.models import User
from courses.people.queries import export_personal_data, way_to_reach
from courses.people.services import register_person
from tests.factories import PersonFactory, person_in_role

pytestmark = pytest.mark.django_db

ADDRESS = {"street": "Oudegracht 1", "postcode": "3511 AB", "city": "Utrecht"}
WAYS = ("mail", "telephone", "letter")


@pytest.mark.parametrize(
    ("known", "reached"),
    [
        ({"email": "a@example.org", "telephone": "0612345678"}, ContactWay.MAIL),
        ({"email": None, "telephone": "0612345678", **ADDRESS}, ContactWay.TELEPHONE),
        ({"email": None, **ADDRESS}, ContactWay.LETTER),
        # Nothing to reach somebody by: on the list of who must be called.
        ({"email": None}, ContactWay.TELEPHONE),
        ({"email": None, "street": "Oudegracht 1", "city": "Utrecht"}, ContactWay.TELEPHONE),
        ({"email": "a@example.org", "preferred_way": "letter", **ADDRESS}, ContactWay.LETTER),
        ({"email": "a@example.org", "preferred_way": "letter"}, ContactWay.MAIL),
        ({"email": None, "preferred_way": "mail", **ADDRESS}, ContactWay.LETTER),
    ],
)
def test_people_are_reached_as_they_like_it_or_else_as_it_is_possible(
    known: dict[str, str | None], reached: ContactWay
) -> None:
    assert way_to_reach(PersonFactory.build(**known)) == reached


@pytest.mark.both_databases
def test_a_number_is_found_however_it_was_typed() -> None:
    person = PersonFactory.create(telephone="+31 (0)6-1234 5678")
    assert User.objects.get(telephone_digits="+31612345678") == person
    person.telephone = "030 286 1000"
    person.save(update_fields=["telephone"])
    person.refresh_from_db()
    assert (person.telephone, person.telephone_digits) == ("030 286 1000", "+31302861000")


def test_somebody_changes_how_to_be_reached(client: Client) -> None:
    person = PersonFactory.create(first_name="Sanne", last_name="de Wit")
    client.force_login(person)
    details = {"first_name": "Sanne", "last_name": "de Wit", "background": "volunteer"}
    how = {"telephone": "0612345678", **ADDRESS, "postcode": "3511ab", "birth_year": "1956"}
    sent = {**details, **how, "preferred_way": "telephone", "language": "nl"}
    assert client.post("/mijn/gegevens/", sent).status_code == 302
    person.refresh_from_db()
    kept = {name: getattr(person, name) for name in [*how, "preferred_way", "telephone_digits"]}
    assert kept == {
        "telephone": "06 12345678",
        **ADDRESS,
        "birth_year": 1956,
        "preferred_way": "telephone",
        "telephone_digits": "+31612345678",
    }
    document = export_personal_data(person)
    assert isinstance(document, dict)
    who = document["wie je bent"]
    assert isinstance(who, dict)
    assert [who[name] for name in ("telefoon", "postcode", "geboortejaar")] == [
        "06 12345678",
        "3511 AB",
        1956,
    ]
    assert who["bericht het liefst"] == "Per telefoon"


SHORT = (
    "Dit telefoonnummer klopt niet. Een Nederlands nummer heeft 10 cijfers, hier staan er 9. "
    "Kijk je het nog eens na?"
)
NOT_IN_USE = "Dit telefoonnummer bestaat niet. Kijk je het nog eens na?"
NO_TELEPHONE = "Om te kunnen bellen is een telefoonnummer nodig."
UNCLEAR = (
    "Dit telefoonnummer begrijpen wij niet. Typ alleen het nummer, zoals 06 12345678. Is het van "
    "een ander land? Begin dan met een plus, zoals +32 470 12 34 56."
)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"telephone": "06 1234567"}, "telephone", SHORT),
        ({"telephone": "0612345678 (zoon)"}, "telephone", UNCLEAR),
        (
            {"telephone": "0000000000"},
            "telephone",
            "Dit telefoonnummer bestaat niet. Kijk je het nog eens na?",
        ),
        (
            {"postcode": "3511"},
            "postcode",
            "Deze postcode klopt niet. Typ vier cijfers en twee letters, zoals 3511 AB. Woont "
            "iemand in België? Typ dan B- en vier cijfers, zoals B-2000.",
        ),
        ({"birth_year": "56"}, "birth_year", "Vul een jaar in met vier cijfers, zoals 1956."),
        ({"birth_year": "april"}, "birth_year", "Vul een jaar in met vier cijfers, zoals 1956."),
        ({"birth_year": "2999"}, "birth_year", "Vul een jaar in met vier cijfers, zoals 1956."),
        (
            {"preferred_way": "telephone"},
            "preferred_way",
            "Om te kunnen bellen is een telefoonnummer nodig.",
        ),
        (
            {"preferred_way": "letter", "street": "Oudegracht 1", "city": "Utrecht"},
            "preferred_way",
            "Voor een brief zijn straat, postcode en woonplaats nodig.",
        ),
        ({"preferred_way": "mail"}, "preferred_way", "Voor een mail is een e-mailadres nodig."),
    ],
)
def test_what_cannot_be_is_refused_kindly_and_stays_in_the_form(
    typed: dict[str, str], field: str, said: str
) -> None:
    person = PersonFactory.create(email=None)
    details = {"first_name": "Sanne", "background": "volunteer", "language": "nl"}
    form = ProfileForm({**details, **typed}, instance=person)
    assert form.errors == {field: [said]}
    assert {name: form[name].value() for name in typed} == typed


def test_staff_fill_in_how_to_reach_somebody_new(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    page = client.get("/beheer/users/new/").content.decode()
    assert [name for name in WAYS if f'<option value="{name}"' in page] == list(WAYS)
    sent = {"first_name": "Riet", "background": "volunteer", "language": "nl"}
    how = {"telephone": "0612345678", "preferred_way": "telephone", "birth_year": "1941"}
    assert client.post("/beheer/users/new/", {**sent, **how}).status_code == 302
    person = User.objects.get(first_name="Riet")
    assert (person.telephone, person.birth_year) == ("06 12345678", 1941)
    wrong = {**sent, **how, "is_active": "on", "telephone": "06 1"}
    answer = client.post(f"/beheer/users/edit/{person.pk}/", wrong)
    assert 'value="06 1"' in answer.content.decode()


def test_somebody_new_is_registered_with_all_that_is_known() -> None:
    person = register_person(
        first_name="Riet",
        last_name="Bos",
        background="resident",
        actor=None,
        telephone="0612345678",
        street="Oudegracht 1",
        postcode="3511ab",
        city="Utrecht",
        preferred_way="letter",
    )
    assert (person.telephone_digits, way_to_reach(person)) == ("+31612345678", ContactWay.LETTER)
