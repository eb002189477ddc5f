from courses.evaluation.services import open_form
from courses.plugin_kit.testing import World

PREFIX = "$slug."


def test_the_questions_are_on_the_form(world: World) -> None:
    form = open_form(edition=world.past_edition)
    keys = form.questions.filter(key__startswith=PREFIX).values_list("key", flat=True)
    assert list(keys) == [f"{PREFIX}ready", f"{PREFIX}first_step"]
