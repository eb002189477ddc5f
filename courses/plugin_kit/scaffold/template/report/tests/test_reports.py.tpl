from $slug.reports import EnrolmentsPerTraining
from courses.common import clock
from courses.plugin_api.api import ReportFilters
from courses.plugin_kit.testing import World


def test_it_counts_the_enrolments_of_the_chosen_trainings(world: World) -> None:
    filters = ReportFilters(world.coordinator.pk, frozenset({world.training.pk}))
    # The participant is in the edition to come and in the one that is over.
    assert list(EnrolmentsPerTraining().rows(filters)) == [(world.training.title, 2, 0, 0)]


def test_it_keeps_to_the_period(world: World) -> None:
    trainings = frozenset({world.training.pk})
    since = ReportFilters(world.coordinator.pk, trainings, since=clock.today())
    assert list(EnrolmentsPerTraining().rows(since)) == [(world.training.title, 1, 0, 0)]
