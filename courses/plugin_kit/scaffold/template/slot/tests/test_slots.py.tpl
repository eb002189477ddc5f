from $slug.slots import HowManyDidIt
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import SlotContext, SlotPlace
from courses.plugin_kit.testing import World


def test_it_tells_how_many_completed_the_training(world: World) -> None:
    pk = world.training.pk
    context = SlotContext(SlotPlace.TRAINING, {pk: pk})
    Enrolment.objects.update(status="withdrawn")
    assert HowManyDidIt().render(context) == {}
    Enrolment.objects.filter(edition__training=pk).update(status="completed")
    assert "2 mensen" in HowManyDidIt().render(context)[pk]
