"""The states of an enrolment and the ways between them."""

from courses.enrolment.enums import TRANSITIONS, EnrolmentStatus


def test_every_state_has_its_ways_on_and_a_way_that_leads_to_it() -> None:
    reached = {state for ways in TRANSITIONS.values() for state in ways}
    assert set(TRANSITIONS) == reached == set(EnrolmentStatus)
