from $slug.placeholders import Lessons
from courses.plugin_api.api import NotificationKind, PlaceholderContext
from courses.plugin_kit.testing import World


def test_it_names_the_lessons_of_the_training(world: World) -> None:
    context = PlaceholderContext(NotificationKind.CONFIRMED, world.training.pk, "nl")
    assert Lessons().values(context) == {"lessons": world.lesson.title}
