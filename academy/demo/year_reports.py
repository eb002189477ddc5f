"""What the demo aims at in a year, what it did with what people said, and what its reports on years
ago say of their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.catalogue.enums import EventKind
from courses.common import clock
from courses.evaluation.models import EvaluationForm
from courses.evaluation.services.reactions import publish_reaction, save_reaction
from courses.reports.enums import ReportPart
from courses.reports.services import save_targets, save_text

if TYPE_CHECKING:
    from academy.demo.people import Cast

# The sources: five to ten trainings a year that reach 70, two lectures that reach 400, and two
# network meetings with 80 to 100 people.
AIMS = {
    EventKind.TRAINING.value: {"fewest_held": 5, "most_held": 10, "fewest_people": 70},
    EventKind.LECTURE.value: {"fewest_held": 2, "fewest_people": 400},
    EventKind.NETWORK.value: {"fewest_held": 2, "fewest_people": 80, "most_people": 100},
}

YEARS_OF_HISTORY = (2019, 2020)
RECONSTRUCTED = (
    "Gereconstrueerd: de aantallen en de gemiddelde cijfers komen uit de bronnen van de academie. "
    "De losse antwoorden, de data en de achtergronden van de meeste deelnemers zijn verzonnen."
)
HEARD = "Jullie vonden de oefeningen het meest leerzaam. De uitleg vooraf mocht korter."
DONE = "De uitleg duurt nu een half uur. Er is een oefening met twee rollen bij gekomen."


def make_year_reports(cast: Cast) -> None:
    """Targets for this year, a foreword to the years that are reconstructed, and a reaction."""
    save_targets(year=clock.today().year, aims=AIMS, actor=cast.coordinator)
    for year in YEARS_OF_HISTORY:
        save_text(year=year, part=ReportPart.FOREWORD, text=RECONSTRUCTED, actor=cast.coordinator)
    newest_first = EvaluationForm.objects.filter(answered_count__gte=5).order_by("-closes_at")
    for form in newest_first[:1]:
        reaction = save_reaction(
            form=form, heard=HEARD, done=DONE, is_shared=True, actor=cast.coordinator
        )
        publish_reaction(reaction=reaction, actor=cast.coordinator)
