"""`manage.py certificates verify`: which certificates are not what was issued any more."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.certificates import file_checks, signing
from courses.certificates.models import Certificate
from courses.common import pdf_rules
from courses.common.errors import Refusal
from courses.common.invariants import provided
from courses.notices import writing
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from tests.courses.certificates.people import make_certificate
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def verify(*arguments: str) -> tuple[int, str]:
    """How it ended, and what it said."""
    told, errors = io.StringIO(), io.StringIO()
    try:
        call_command("certificates", "verify", *arguments, stdout=told, stderr=errors)
    except CommandError as wrong:
        return wrong.returncode, f"{told.getvalue()}{wrong}"
    return 0, told.getvalue()


def three() -> list[Certificate]:
    return [make_certificate(person=PersonFactory.create()) for _one in range(3)]


def spoil(
    certificate: Certificate, content: bytes, *, with_hash: bool = False, **also: str
) -> None:
    if with_hash:
        also["sha256"] = file_checks.digest(content)
    Certificate.objects.filter(pk=certificate.pk).update(pdf=content, **also)


def damaged(*arguments: str) -> dict[int, str]:
    """By certificate: what is said to be damaged."""
    lines = re.findall(
        r"^certificaat (\d+) \(\S+, uitvoering \d+\) (.*)$", verify(*arguments)[1], re.M
    )
    return {int(pk): sentence for pk, sentence in lines}


@pytest.mark.both_databases
def test_each_damaged_one_is_named_and_the_audit_says_the_same() -> None:
    changed, lost, whole = three()
    assert verify()[0] == 0
    assert "3 certificaten nagekeken" in verify()[1]
    content = bytes(changed.pdf)
    spoil(changed, content[:-20] + b"x" + content[-19:])
    spoil(lost, b"")
    found = {
        changed.pk: "heeft een ander PDF-bestand dan is uitgegeven.",
        lost.pk: "heeft geen PDF-bestand meer.",
    }
    assert damaged() == damaged("--quick") == found
    code, told = verify()
    assert (code, told.splitlines()[-1]) == (1, "2 certificaten zijn beschadigd.")
    (rule,) = (one for one in provided() if one.name == "certificate_files")
    assert {one.subject: one.what for one in rule.find()} == {
        f"certificaat {pk}": sentence for pk, sentence in found.items()
    }
    # Of one edition, or since a day.
    assert verify("--edition", str(whole.enrolment.edition_id))[0] == 0
    assert (verify("--since", "2026-03-05")[0], verify("--since", "2026-03-04")[0]) == (0, 1)
    assert [one.pk for one in file_checks.look_at(Certificate.objects.all())] == sorted(
        [changed.pk, lost.pk, whole.pk]
    )


def test_what_was_changed_along_with_its_hash_shows_in_the_rest() -> None:
    unsigned, broken, deviating = three()
    spoil(unsigned, bytes(unsigned.pdf), signed_by="Vrijwilligersacademie")
    spoil(broken, b"%PDF-1.7 rubbish", with_hash=True)
    without = make_certificate(person=PersonFactory.create())
    Certificate.objects.filter(pk=without.pk).update(
        attachments=[{"name": "badge.json", "sha256": "0" * 64}]
    )
    other = bytes(deviating.pdf).replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>9<")
    spoil(deviating, other, with_hash=True)
    assert (verify("--quick")[0], verify()[0]) == (0, 1)
    found = damaged()
    assert found[unsigned.pk] == "heeft geen handtekening meer."
    assert found[broken.pk] == "heeft een PDF-bestand dat niet te lezen is."
    assert found[without.pk] == "heeft een bijlage die weg of veranderd is: badge.json."
    assert found[deviating.pk].startswith("is zoals uitgegeven, maar wijkt af: ")
    edition = ("--edition", str(deviating.enrolment.edition_id))
    assert (verify(*edition)[0], verify(*edition, "--strict")[0]) == (0, 1)


def test_without_page_validation_it_says_what_it_did_not_look_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_certificate()
    monkeypatch.setattr(pdf_rules, "is_installed", lambda: False)
    code, told = verify()
    assert (code, "page-validation is hier niet geïnstalleerd" in told) == (0, True)
    assert "page-validation" not in verify("--quick")[1]


def test_it_asks_as_much_for_three_as_for_one() -> None:
    numbers: list[int] = []
    for _time in range(2):
        three() if numbers else make_certificate()
        with CaptureQueriesContext(connection) as asked:
            verify("--quick")
        numbers.append(len(asked))
    assert numbers == [2, 2]


def test_a_damaged_one_is_not_put_in_an_envelope() -> None:
    certificate = make_certificate()
    written = writing.write(Notice.objects.get(kind="certificate_ready"), way=ContactWay.LETTER)
    assert written is not None
    assert written.enclosures() == [bytes(certificate.pdf)]
    spoil(certificate, bytes(certificate.pdf).replace(b"PDF", b"PFD", 1))
    written = writing.write(Notice.objects.get(kind="certificate_ready"), way=ContactWay.LETTER)
    assert written is not None
    with pytest.raises(Refusal, match="is op onze server beschadigd"):
        written.enclosures()


def test_a_signature_is_looked_at_however_the_file_is_spoiled() -> None:
    assert signing.signature_fault(b"%PDF-1.7 rubbish") == (
        "heeft een handtekening die niet te lezen is."
    )
