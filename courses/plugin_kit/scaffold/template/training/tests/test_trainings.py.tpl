from courses.catalogue.models import TrainingPage
from courses.catalogue.services import install_trainings
from courses.plugin_kit.testing import World

ADDRESS = "$dash-eerste-bezoek"


def test_it_is_installed_with_its_lessons_and_what_a_trainer_changes_stays(world: World) -> None:
    install_trainings()
    training = TrainingPage.objects.get(slug=ADDRESS)
    assert [lesson.slug for lesson in training.lessons] == ["voorbereiden", "op-bezoek"]
    TrainingPage.objects.filter(slug=ADDRESS).update(title="Mijn titel")
    install_trainings()
    assert TrainingPage.objects.get(slug=ADDRESS).title == "Mijn titel"
