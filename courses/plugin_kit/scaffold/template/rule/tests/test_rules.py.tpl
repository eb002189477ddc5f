from $slug.rules import NotTooMuchAtOnce
from courses.plugin_api.api import Allow, Deny, EnrolmentRequest
from courses.plugin_kit.testing import World


def ask(world: World, *, most: int, by_staff: bool = False) -> object:
    """The rule's answer for somebody who is in another edition already."""
    request = EnrolmentRequest(
        person_id=world.participant.pk,
        edition_id=0,
        training_id=world.training.pk,
        by_staff=by_staff,
        settings={"most_at_once": most},
    )
    return NotTooMuchAtOnce().check(request)


def test_who_does_enough_already_reads_why_not(world: World) -> None:
    assert isinstance(ask(world, most=20), Allow)
    assert isinstance(ask(world, most=1), Deny)


def test_a_coordinator_may_enrol_anybody(world: World) -> None:
    assert isinstance(ask(world, most=1, by_staff=True), Allow)
