import pytest

from $slug.tasks import CountWords
from courses.catalogue.models import LessonPage
from courses.plugin_api.api import Refusal, TaskContext
from courses.plugin_kit.testing import World


def test_it_counts_and_tells_how_far_it_is(world: World) -> None:
    told: list[tuple[int, int]] = []
    context = TaskContext(None, world.coordinator.pk, lambda *numbers: told.append(numbers))
    total = LessonPage.objects.live().count()
    assert "in alle lessen." in str(CountWords().run(context).sentence)
    assert told[-1] == (total, total)
    LessonPage.objects.update(live=False)
    with pytest.raises(Refusal):
        CountWords().run(context)
