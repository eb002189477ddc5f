from $slug.panels import WaitingPeople
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import PanelContext
from courses.plugin_kit.testing import World


def test_it_counts_who_waits_and_is_not_there_when_nobody_does(world: World) -> None:
    context = PanelContext(world.coordinator.pk, {world.training.pk: {}})
    assert WaitingPeople().render(context) is None
    Enrolment.objects.create(
        person=world.stranger, edition=world.edition, status="waiting", queued_at=clock.now()
    )
    html = WaitingPeople().render(context)
    assert html is not None
    assert world.training.title in html
    assert "1 persoon" in html
