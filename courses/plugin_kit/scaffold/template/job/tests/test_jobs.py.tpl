from datetime import timedelta

from $slug.jobs import CountWhoWaits
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import JobContext
from courses.plugin_kit.testing import World


def test_it_counts_who_waits_for_long(world: World) -> None:
    today = JobContext(day=clock.today(), attempt=1)
    Enrolment.objects.create(
        person=world.stranger,
        edition=world.edition,
        status="waiting",
        queued_at=clock.now() - timedelta(days=31),
    )
    assert CountWhoWaits().run(today) == "1 persoon wacht al een maand."
