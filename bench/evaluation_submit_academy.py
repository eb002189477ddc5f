"""Make an academy with evaluations that are open, let people answer, or say what was counted: a
process for each database.

    python bench/evaluation_submit_academy.py fill groups=20,512
    python bench/evaluation_submit_academy.py cost form=1 after=10 number=10

It runs by its path with PYTHONPATH at the version of the academy that it is for, so it uses only
what older versions have too. It prints JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import timedelta
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.evaluation.models import EvaluationForm

WORDS = (
    "Ik neem mee dat ik eerst luister en pas daarna iets vraag. Dat ging in de oefening goed, en "
    "ik durf nu ook te bellen als iemand een keer niet opendoet."
)


def fill(*, groups: list[int], more: int = 0) -> dict[str, Any]:
    """Tables, and for each group an edition whose evaluation is open, beside what is there."""
    from django.core.management import call_command

    from courses.common import clock
    from courses.editions.models import Edition, Session
    from courses.enrolment.models import Enrolment
    from courses.evaluation.services import open_form

    call_command("migrate", interactive=False, verbosity=0)
    training = _training(more)
    forms = []
    ended = clock.now() - timedelta(hours=1)
    for number, size in enumerate(groups):
        edition = Edition.objects.create(
            training=training,
            status="open",
            capacity=size,
            seats_taken=size,
            starts_at=ended - timedelta(hours=3),
            ends_at=ended,
        )
        Session.objects.create(edition=edition, starts_at=ended - timedelta(hours=3), ends_at=ended)
        people = _people(f"{more}-{number}", size)
        Enrolment.objects.bulk_create(
            Enrolment(person=person, edition=edition, status="confirmed", enrolled_at=ended)
            for person in people
        )
        forms.append(open_form(edition=edition).pk)
    return {"forms": forms}


def _training(more: int) -> Any:
    from wagtail.models import Page

    from courses.catalogue.models import CataloguePage, TrainingPage

    catalogue = CataloguePage.objects.first()
    if catalogue is None:
        home = Page.objects.filter(depth=2).first()
        catalogue = home.add_child(instance=CataloguePage(title="Trainingen", slug="trainingen"))
    return catalogue.add_child(
        instance=TrainingPage(title="Luisteren", slug=f"luisteren-{more}", summary="Luisteren")
    )


def _people(group: str, size: int) -> list[Any]:
    from courses.people.models import User

    return User.objects.bulk_create(
        User(email=f"{group}-{number}@example.org", first_name="Sam", last_name=f"{number}")
        for number in range(size)
    )


def cost(*, form: int, after: int, number: int) -> dict[str, float]:
    """Milliseconds of clock and processor that a submission takes, the median of so many, when so
    many people have answered before."""
    waiting = _waiting(form)
    given = waiting[0].form.participations.filter(answered=True).count()
    _submit(waiting[: max(0, after - given)])
    took = []
    for one in waiting[max(0, after - given) :][:number]:
        clock, processor = perf_counter(), process_time()
        _submit([one])
        took.append((1000 * (perf_counter() - clock), 1000 * (process_time() - processor)))
    clocks, processors = (sorted(one) for one in zip(*took, strict=True))
    return {"clock": clocks[len(took) // 2], "processor": processors[len(took) // 2]}


def many(*, forms: list[int], place: int, of: int) -> dict[str, float]:
    """Every so manieth person answers, as fast as it goes."""
    began = perf_counter()
    mine = [one for one in _waiting(*forms) if one.pk % of == place]
    _submit(mine)
    return {
        "seconds": perf_counter() - began,
        "answered": len(mine),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def counted(*, forms: list[int]) -> dict[str, float]:
    """Close the forms, and say how many marks and texts there are, and who answered."""
    from courses.common import clock
    from courses.evaluation.models import (
        AnswerCount,
        EvaluationForm,
        Participation,
        TextAnswer,
    )
    from courses.evaluation.services import close_form

    found: list[EvaluationForm] = list(EvaluationForm.objects.filter(pk__in=forms))
    for form in found:
        with clock.at(form.closes_at + timedelta(minutes=1)):
            close_form(form=form)
    marks = AnswerCount.objects.filter(question__form__in=forms, question__key="overall")
    return {
        "marks": sum(marks.values_list("count", flat=True)),
        "texts": TextAnswer.objects.filter(question__form__in=forms).count(),
        "answered": Participation.objects.filter(form__in=forms, answered=True).count(),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _waiting(*forms: int) -> list[Any]:
    from courses.evaluation.models import Participation

    rows = Participation.objects.filter(form__in=forms, answered=False)
    return list(rows.select_related("person", "form").order_by("pk"))


def _submit(invitations: list[Any]) -> None:
    from courses.evaluation.services import Answer, submit

    for number, one in enumerate(invitations):
        answers = {
            "overall": Answer((str(6 + number % 5),)),
            "trainer": Answer(("8",)),
            "content": Answer(("9",)),
            "mix": Answer(("Precies goed",)),
            "practice": Answer(("Ja",)),
            "improve": Answer(("Meer oefenen", "Het tempo")),
            # Where all who were invited write the same, nothing is kept of it.
            "takeaway": Answer(text=f"{WORDS} Dat was de {number}e keer."),
            "remarks": Answer(text=WORDS[: 40 + number % 60]),
        }
        submit(form=one.form, person=one.person, answers=answers)


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "fill": fill,
    "cost": cost,
    "many": many,
    "counted": counted,
}


def main(command: str, *arguments: str) -> None:
    """Do what is asked, and print it."""
    import django

    django.setup()
    said = dict(one.split("=") for one in arguments)
    numbers: dict[str, Any] = {
        name: [int(one) for one in value.split(",")] if name in ("groups", "forms") else int(value)
        for name, value in said.items()
    }
    print(json.dumps(COMMANDS[command](**numbers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
