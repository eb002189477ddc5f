"""What is kept of somebody is read in words, by the person whom it is about."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from courses.notices import kinds, services
from courses.notices.models import Notice
from courses.notices.personal_data import NoticesToPerson
from courses.people.readable import NAMES, as_sections
from tests.courses.certificates.people import make_certificate
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from courses.certificates.models import Certificate

ROOT = Path(__file__).parents[3]
DOCUMENTS = [*ROOT.glob("courses/*/personal_data.py"), *ROOT.glob("plugins/*/privacy.py")]


def names_in(path: Path) -> set[str]:
    """What a part calls things in the document: the keys of what it gives."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    keys = [key for one in nodes if isinstance(one, ast.Dict) for key in one.keys]
    keys += [
        target.slice
        for one in nodes
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Subscript)
    ]
    return {one.value for one in keys if isinstance(one, ast.Constant) and type(one.value) is str}


def test_every_name_in_the_document_can_be_read_in_another_language() -> None:
    named = {name for path in DOCUMENTS for name in names_in(path)}
    assert len(named) > 50
    assert named - NAMES == set()


def test_every_fact_that_a_notice_keeps_has_words() -> None:
    given = re.compile(r"\bfacts(?:: dict\[str, Json\])? ?= ?\{([^}]*)\}")
    written = {
        name
        for path in ROOT.glob("courses/*/**/*.py")
        if "plugin_kit" not in path.parts
        for facts in given.findall(path.read_text())
        for name in re.findall(r"[\"'](\w+)[\"']:", facts)
    }
    assert {"certificate", "session", "form", "before", "day"} <= written
    assert written - kinds.explained_facts() == set()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_what_a_notice_was_about_is_told_in_words_and_not_by_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = PersonFactory.create()
    certificates = [make_certificate(person=person) for _number in range(3)]
    Notice.objects.all().delete()

    def notify(certificate: Certificate) -> None:
        services.notify(
            person=person,
            kind="certificate",
            key=str(certificate.pk),
            edition=certificate.enrolment.edition,
            facts={"certificate": certificate.pk},
        )

    notify(certificates[0])
    with django_assert_num_queries(3):
        (told,) = NoticesToPerson().export(person.pk)
    words = f"{certificates[0].training_title}, {certificates[0].code}"
    assert told["gegevens"] == {"certificaat": words}
    for one in certificates[1:]:
        notify(one)
    with django_assert_num_queries(3):
        assert len(NoticesToPerson().export(person.pk)) == 3


def test_moments_and_names_are_words() -> None:
    (who, part) = as_sections(
        {
            "wie je bent": {"naam": "Sanne", "telefoon": None},
            "onderdelen": [
                {
                    "onderdeel": "Je agenda",
                    "gegevens": [{"adres gemaakt op": "2026-03-03T19:00+01:00", "code": "ABC"}],
                }
            ],
        }
    )
    (one,) = part.items
    assert [(item.name, item.text) for item in (*who.items, one, *one.items)] == [
        ("Naam", "Sanne"),
        ("Adres gemaakt op", "3 maart 2026, 19:00"),
        ("Code", "ABC"),
    ]
