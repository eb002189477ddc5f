"""An attacker who may ask for every figure that there is, of every selection, and subtracts.

Everything here is made of atoms: what was answered to one question of one form. `worth_showing`
says in its own words which of them may be seen, and all figures must be sums of those and of
nothing else. Then no linear combination of figures tells more than an atom as a whole does, and
each has five people or more.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from courses.editions.models import Edition
from courses.evaluation.enums import ENOUGH, MARKS, FormStatus, Kind
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import figures, figures_by, marks_by, marks_of_forms
from courses.people.enums import Role
from courses.people.models import Partner
from courses.reports.overview import Dimension, overview
from courses.reports.selections import Period, Selection, forms_of
from tests.courses.evaluation.factories import Told, kept_form, past_edition
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

YEARS = (2024, 2025)


@dataclass(frozen=True)
class Plan:
    """An edition with what people answered: to the overall mark, and on the trainer."""

    training: int
    trainer: int
    year: int
    overall: tuple[int, ...]
    on_trainer: tuple[int, ...]
    silent: int
    late: int
    closed: bool


marks = st.lists(st.sampled_from([7, 8]), max_size=8).map(tuple)
plans = st.lists(
    st.builds(
        Plan,
        training=st.integers(0, 1),
        trainer=st.integers(0, 1),
        year=st.sampled_from(YEARS),
        overall=marks,
        on_trainer=marks,
        silent=st.integers(0, 1),
        late=st.integers(0, 2),
        closed=st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=5,
)


def worth_showing(plan: Plan, given: tuple[int, ...]) -> bool:
    """Whether an atom may be seen, said apart from the code that decides."""
    invited = max(len(plan.overall), len(plan.on_trainer)) + plan.silent
    if not plan.closed or len(given) - plan.late < 5:
        return False
    return not (len(given) == invited and len(set(given)) == 1)


def counted(atoms: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """How often each mark stands in these atoms together."""
    found = Counter(mark for atom in atoms for mark in atom)
    return tuple(found[mark] for mark in MARKS)


class World:
    """An academy that is made of plans, put away and made anew for each example."""

    def __init__(self) -> None:
        self.trainings = [
            TrainingFactory.create(partner=Partner.objects.create(name=f"Partner {number}"))
            for number in range(2)
        ]
        self.trainers = [person_in_role(Role.TRAINER) for _ in range(2)]
        self.made: list[tuple[Plan, Edition]] = []

    def fill(self, wanted: list[Plan]) -> None:
        EvaluationForm.objects.all().delete()
        Edition.objects.all().delete()
        self.made = [(plan, self._make(plan, number)) for number, plan in enumerate(wanted)]

    def _make(self, plan: Plan, number: int) -> Edition:
        ends_at = datetime(plan.year, 3, 1 + number, 12, tzinfo=UTC)
        edition = past_edition(self.trainings[plan.training], ends_at=ends_at)
        edition.trainers.add(self.trainers[plan.trainer])
        edition.save()
        asked = {"overall": plan.overall, "trainer": plan.on_trainer}
        kept_form(
            edition,
            {
                key: Told(given, enough=len(given) - plan.late >= ENOUGH)
                for key, given in asked.items()
            },
            invited=max(map(len, asked.values())) + plan.silent,
            status=FormStatus.CLOSED if plan.closed else FormStatus.OPEN,
        )
        return edition

    def shown(self, key: str, *chosen: Plan) -> tuple[int, ...]:
        """What may be seen of a question in the editions of these plans."""
        asked = [plan.overall if key == "overall" else plan.on_trainer for plan in chosen]
        return counted(
            given for plan, given in zip(chosen, asked, strict=True) if worth_showing(plan, given)
        )


def selections(world: World) -> list[tuple[Selection, list[Plan]]]:
    """Everything that one can choose, with the plans that belong to it."""
    found: list[tuple[Selection, Callable[[Plan], bool]]] = [(Selection(), lambda _plan: True)]
    for number, training in enumerate(world.trainings):
        own = partial(_has, "training", number)
        found += [
            (Selection(training=training.pk), own),
            (Selection(partner=training.partner_id), own),
        ]
    for number, trainer in enumerate(world.trainers):
        found.append((Selection(trainer=trainer.pk), partial(_has, "trainer", number)))
    for year in YEARS:
        period = Period(date(year, 1, 1), date(year, 12, 31))
        found.append((Selection(period), partial(_has, "year", year)))
    made = [plan for plan, _edition in world.made]
    return [(selection, [plan for plan in made if of(plan)]) for selection, of in found]


def _has(what: str, value: int, plan: Plan) -> bool:
    return bool(getattr(plan, what) == value)


def test_every_figure_is_a_sum_of_atoms_that_may_be_seen() -> None:
    world = World()

    # No shrinking: that takes minutes here, and the plans are small enough to read.
    @settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
    @given(wanted=plans)
    def look(wanted: list[Plan]) -> None:
        world.fill(wanted)
        asked = selections(world)
        for selection, chosen in asked:
            editions = selection.narrow(Edition.objects.all())
            assert editions.count() == len(chosen)
            compare_everything(world, editions, chosen)
        # Whatever one of them somebody takes from another: what is left is nobody, or five or more.
        for (_one, larger), (_other, smaller) in permutations(asked, 2):
            left = [plan for plan in larger if plan not in smaller]
            people = sum(world.shown("overall", *left))
            assert people == 0 or people >= ENOUGH

    look()


def compare_everything(world: World, editions: QuerySet[Edition], chosen: list[Plan]) -> None:
    """Look at all figures on these editions, and compare them with what may be seen."""
    forms = forms_of(editions)
    for key in ("overall", "trainer"):
        wanted = world.shown(key, *chosen)
        together = marks_by(forms, key=key)
        assert [one.counts for one in together.values()] == ([wanted] if any(wanted) else [])
        each = marks_of_forms(forms, keys=[key])
        assert {form: found[key] for form, found in each.items()} == {
            form.pk: (sum(own), sum(mark * n for mark, n in zip(MARKS, own, strict=True)))
            for form in forms
            for own in [world.shown(key, *plans_of(world, form))]
            if any(own)
        }
    shown = figures(forms)
    assert {one.key: one.sums.counts for one in shown.questions if one.sums} == {
        key: own for key in ("overall", "trainer") if any(own := world.shown(key, *chosen))
    }
    by_edition = figures_by(forms, by="edition_id")
    for form in forms:
        (plan,) = plans_of(world, form)
        found = by_edition[form.edition_id].questions
        assert {one.key for one in found} == {
            key for key in ("overall", "trainer") if any(world.shown(key, plan))
        }
    # All groups of everything; of a part, its trainings and years.
    everything = len(chosen) == len(world.made)
    for dimension in Dimension if everything else [Dimension.TRAINING]:
        page = overview(editions, dimension=dimension)
        wanted = world.shown("overall", *chosen)
        assert page.whole.marks.counts == wanted
        for parts in (page.groups, page.years):
            assert tuple(map(sum, zip(*(one.marks.counts for one in parts), strict=True))) == (
                wanted if parts else ()
            )
    page = overview(editions, dimension=Dimension.TRAINING)
    assert {group.key: group.marks.counts for group in page.groups} == {
        training.pk: world.shown("overall", *members)
        for number, training in enumerate(world.trainings)
        if (members := [plan for plan in chosen if plan.training == number])
    }


def plans_of(world: World, form: EvaluationForm) -> list[Plan]:
    return [plan for plan, edition in world.made if edition.pk == form.edition_id]


# --- What is withheld changes nothing ---------------------------------------------------------


def fill_with(training: TrainingPage, hidden: int) -> list[EvaluationForm]:
    """A form that is shown, and three that are not: too few, all the same, still open."""
    EvaluationForm.objects.all().delete()
    Edition.objects.all().delete()
    moment = datetime(2025, 3, 1, 12, tzinfo=UTC)
    told: list[tuple[list[int], int, FormStatus]] = [
        ([7, 8, 8, 9, 9], 6, FormStatus.CLOSED),
        ([hidden] * 4, 6, FormStatus.CLOSED),
        ([hidden] * 6, 6, FormStatus.CLOSED),
        ([hidden, 8, 8, 8, 8, 8], 7, FormStatus.OPEN),
    ]
    return [
        kept_form(
            past_edition(training, ends_at=moment + timedelta(days=place)),
            {
                "overall": Told(given),
                "takeaway": Told(kind=Kind.OPEN, texts=[f"geheim {hidden}"] * 3),
            },
            invited=invited,
            status=status,
        )
        for place, (given, invited, status) in enumerate(told)
    ]


def test_no_page_or_file_changes_with_what_is_withheld(client: Client) -> None:
    """The strongest attack there is: everything that can be asked for, before and after others
    answered otherwise, is the same to the byte."""
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create()
    answers = [read_all(client, training, hidden) for hidden in (2, 9)]

    assert answers[0] == answers[1]
    assert len(answers[0]) == 30
    assert not any("geheim" in answer for answer in answers[0].values())
    assert "8,2" in answers[0]["/beheer/evaluaties/ {'since': ''}"]
    assert "8,2" in answers[0]["/beheer/jaarverslag/2025/ {'since': ''}"]


def read_all(client: Client, training: TrainingPage, hidden: int) -> dict[str, str]:
    """Every page and file with figures, by address; without what each page makes anew."""
    forms = fill_with(training, hidden)
    places = {form.edition_id: place for place, form in enumerate(forms)}
    base = "/beheer/evaluaties/"
    pages = [
        base,
        f"{base}training/{training.pk}/",
        f"{base}vergelijken/",
        "/beheer/open-antwoorden/",
        "/beheer/jaarverslag/2025/",
    ]
    pages += [f"{base}uitvoering/{edition}/" for edition in places]
    found = {}
    for page in pages:
        for query in ({"since": ""}, {"since": "", "export": "csv"}, {"until": "2025-03-02"}):
            answer = client.get(page, query).getvalue().decode()
            answer = re.sub(
                r'name="csrfmiddlewaretoken" value="[^"]+"|"[A-Za-z0-9]{64}"', "", answer
            )
            for place, form in enumerate(forms):
                answer = answer.replace(f"reacties/{form.pk}/", f"reacties/{place}/")
            for edition, place in places.items():
                answer = answer.replace(f"uitvoering/{edition}/", f"uitvoering/{place}/")
                answer = answer.replace(f'?edition={edition}"', f'?edition={place}"')
                page = page.replace(f"uitvoering/{edition}/", f"uitvoering/nr {place}/")
            found[f"{page} {query}"] = answer
    for edition, place in places.items():
        texts = client.get(f"{base}uitvoering/{edition}/teksten/", {"question": "takeaway"})
        assert texts.status_code == 404, place
    for name in ("overall", "takeaway", "nothing"):
        texts = client.get(f"{base}training/{training.pk}/teksten/", {"question": name})
        found[f"texts {name}"] = str(texts.status_code)
    return found
