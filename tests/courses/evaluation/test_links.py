"""Personal links, codes of letters, and codes of rooms."""

from __future__ import annotations

import pytest

from courses.evaluation import codes, links
from courses.evaluation.models import Participation


@pytest.fixture
def participation() -> Participation:
    return Participation(pk=4821, form_id=7)


def test_a_link_leads_to_its_invitation_and_no_changed_one_leads_anywhere(
    participation: Participation,
) -> None:
    token = links.token_of(participation)
    assert links.invitation_in(token) == (4821, 7)
    wrong = [token[:-1], f"1{token}", token.replace("4821", "4822"), "", "4821.7", "a.b.c", "."]
    assert [links.invitation_in(one) for one in wrong] == [None] * len(wrong)


def test_a_code_is_read_however_it_is_typed(participation: Participation) -> None:
    code = links.code_of(participation)
    assert code.startswith("4821")
    assert len(code) == 12
    shown = links.readable(code)
    assert [len(part) for part in shown.split()] == [4, 4, 4]
    typed = [code, shown, f" {shown.replace(' ', '-')}. ", shown.replace(" ", "\u00a0")]
    assert [links.number_in(one) for one in typed] == [4821] * len(typed)


@pytest.mark.parametrize(
    "typed", ["", "1", "00000000", "٤٨٢١", "9" * 60, "x" * 90, "0482112345678"]
)
def test_what_is_no_code_is_nobodys(typed: str) -> None:
    assert links.number_in(typed) is None
    assert codes.edition_in(links.tidy(typed)) is None
    assert codes.survey_in(links.tidy(typed)) is None


def test_a_guess_needs_all_eight_digits(participation: Participation) -> None:
    code = links.code_of(participation)
    others = [f"{code[:-1]}{digit}" for digit in range(10) if not code.endswith(str(digit))]
    assert [links.number_in(one) for one in others] == [None] * 9


def test_codes_of_rooms_tell_editions_and_surveys_apart() -> None:
    assert codes.edition_in(codes.code_of_edition(51)) == 51
    assert codes.survey_in(codes.code_of_survey(51)) == 51
    assert codes.survey_in(codes.code_of_edition(51)) is None
    assert codes.edition_in(codes.code_of_survey(51)) is None
