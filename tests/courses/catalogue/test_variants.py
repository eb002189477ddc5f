"""A variant of a training: the base with changed parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.models import (
    CoursePluginActivation,
    LessonPage,
    TrainingGoal,
    TrainingPage,
    TrainingVariant,
    VariantLesson,
)
from courses.catalogue.variant_queries import lesson_content, on_offer, training_content
from courses.catalogue.variant_services import decide, make_variant
from courses.common.errors import Refusal
from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def base() -> TrainingPage:
    training: TrainingPage = TrainingFactory.create(
        title="Luisteren", slug="luisteren", summary="Kort.", lessons=0
    )
    training.goals = [TrainingGoal(text="Je luistert."), TrainingGoal(text="Je wacht.")]
    training.save_revision().publish()
    make_lesson(
        training,
        title="Les een",
        slug="les-een",
        body=[("heading", "Begin"), ("paragraph", "<p>Eerste tekst.</p>")],
    )
    CoursePluginActivation.objects.create(training=training, plugin="bellen", settings={"a": 1})
    made: TrainingPage = TrainingPage.objects.get(pk=training.pk)
    return made


@pytest.fixture
def variant(base: TrainingPage) -> TrainingVariant:
    return make_variant(base=base, title="Luisteren thuis", for_whom="ouderen", actor=None)


def lesson_of(training: TrainingPage) -> LessonPage:
    lesson: LessonPage = LessonPage.objects.child_of(training).order_by("path").first()
    return lesson


def draft_of(lesson: LessonPage) -> LessonPage:
    return lesson_content(LessonPage.objects.get(pk=lesson.pk), draft=True)


def change_lesson(lesson: LessonPage, *, heading: str = "", text: str = "", more: str = "") -> None:
    """As its editor does: a new version, published."""
    draft = draft_of(lesson)
    raw = [dict(one) for one in draft.body.raw_data]
    raw[0]["value"] = heading or raw[0]["value"]
    raw[1]["value"] = text or raw[1]["value"]
    if more:
        raw.append({"type": "paragraph", "value": more, "id": "extra"})
    draft.body = draft.body.stream_block.to_python(raw)
    draft.save_revision().publish()


def waiting(variant: TrainingVariant) -> list[tuple[str, str, bool]]:
    fresh = TrainingVariant.objects.get(pk=variant.pk)
    return [
        (
            page.key.split("-")[0],
            f"{one.change} {(one.base or one.seen or {})['value']}",
            one.is_own,
        )
        for page in on_offer(fresh)
        for one in page.differences
    ] + [("new", page.base.title, False) for page in on_offer(fresh) if page.is_new_lesson]


def choose(variant: TrainingVariant, number: int, *, takes: bool) -> None:
    fresh = TrainingVariant.objects.get(pk=variant.pk)
    rows = [(page.key, one) for page in on_offer(fresh) for one in page.differences]
    key, one = rows[number]
    decide(variant=fresh, page_key=key, key=one.key, mark=one.mark, takes=takes, actor=None)


def texts(lesson: LessonPage) -> list[str]:
    return [str(one["value"]) for one in draft_of(lesson).body.raw_data]


def test_a_variant_is_a_draft_with_all_that_the_base_has(
    base: TrainingPage, variant: TrainingVariant
) -> None:
    made = variant.training
    assert (made.title, made.slug, made.live) == ("Luisteren thuis", "luisteren-thuis", False)
    assert texts(lesson_of(made)) == ["Begin", "<p>Eerste tekst.</p>"]
    assert list(made.plugin_activations.values_list("plugin", "settings")) == [("bellen", {"a": 1})]
    assert waiting(variant) == []
    # The address of another is not taken twice, and a variant has none of its own.
    again = make_variant(base=base, title="Luisteren thuis", for_whom="jongeren", actor=None)
    assert again.training.slug == "luisteren-thuis-2"
    for title, for_whom, of in (("", "x", base), ("x", " ", base), ("x", "x", made)):
        with pytest.raises(Refusal):
            make_variant(base=of, title=title, for_whom=for_whom, actor=None)


def test_what_the_base_changes_is_offered_taken_or_left(
    base: TrainingPage, variant: TrainingVariant
) -> None:
    lesson, own = lesson_of(base), lesson_of(variant.training)
    change_lesson(lesson, heading="Nieuw begin", more="<p>Nog iets.</p>")
    assert waiting(variant) == [
        ("les", "changed Nieuw begin", False),
        ("les", "added <p>Nog iets.</p>", False),
    ]
    choose(variant, 1, takes=True)
    choose(variant, 0, takes=False)
    assert texts(own) == ["Begin", "<p>Eerste tekst.</p>", "<p>Nog iets.</p>"]
    assert waiting(variant) == []
    # The base changes again: what was left is offered anew, and a page that is old is refused.
    change_lesson(lesson, heading="Derde begin")
    ((_kind, words, _own),) = waiting(variant)
    assert words == "changed Derde begin"
    page = on_offer(TrainingVariant.objects.get(pk=variant.pk))[0]
    for page_key, key, mark in (
        (page.key, page.differences[0].key, "old"),
        (page.key, "nothing", ""),
        ("les-0", "", ""),
    ):
        with pytest.raises(Refusal):
            decide(variant=variant, page_key=page_key, key=key, mark=mark, takes=True, actor=None)


def test_what_the_variant_changed_itself_stays(
    base: TrainingPage, variant: TrainingVariant
) -> None:
    own = lesson_of(variant.training)
    draft = draft_of(own)
    draft.title = "Onze les"
    draft.save_revision()
    change_lesson(own, text="<p>Onze tekst.</p>")
    lesson = lesson_of(base)
    change_lesson(lesson, text="<p>Tweede tekst.</p>")
    draft = draft_of(lesson)
    draft.title = "Les 1"
    draft.save_revision().publish()
    assert waiting(variant) == [
        ("les", "changed Les 1", True),
        ("les", "changed <p>Tweede tekst.</p>", True),
    ]
    with pytest.raises(Refusal):
        choose(variant, 0, takes=True)
    choose(variant, 1, takes=True)
    choose(variant, 0, takes=False)
    assert draft_of(own).title == "Onze les"
    assert texts(own) == ["Begin", "<p>Onze tekst.</p>", "<p>Tweede tekst.</p>"]
    assert waiting(variant) == []


def test_texts_and_goals_of_the_training_are_offered_too(
    base: TrainingPage, variant: TrainingVariant
) -> None:
    draft = training_content(base, draft=True)
    draft.summary = "Langer."
    draft.goals = [TrainingGoal(text="Je luistert."), TrainingGoal(text="Je vraagt.")]
    draft.save_revision().publish()
    assert [words for _page, words, _own in waiting(variant)] == [
        "changed Langer.",
        "added Je vraagt.",
        "removed Je wacht.",
    ]
    for _time in range(3):
        choose(variant, 0, takes=True)
    mine = training_content(TrainingPage.objects.get(pk=variant.training_id), draft=True)
    assert (mine.title, mine.summary) == ("Luisteren thuis", "Langer.")
    assert [goal.text for goal in mine.goals.all()] == ["Je luistert.", "Je vraagt."]
    assert waiting(variant) == []


def test_a_new_lesson_of_the_base_is_offered_as_a_whole(
    base: TrainingPage, variant: TrainingVariant
) -> None:
    other = make_variant(base=base, title="Nog een", for_whom="anderen", actor=None)
    new = make_lesson(base, title="Les twee", slug="les-twee", body=[("heading", "Twee")])
    make_lesson(variant.training, title="Van ons", slug="les-twee")
    for one, takes in ((variant, True), (other, False)):
        assert waiting(one) == [("new", "Les twee", False)]
        decide(variant=one, page_key=f"les-{new.pk}", key="", mark="", takes=takes, actor=None)
        assert waiting(one) == []
    taken, left = VariantLesson.objects.filter(base=new).order_by("pk")
    assert taken.lesson is not None
    assert (taken.lesson.slug, taken.lesson.live, left.lesson) == ("les-twee-2", False, None)


def test_the_screens_lead_from_a_training_to_its_variant_and_what_waits(
    client: Client, base: TrainingPage
) -> None:
    trainer = person_in_role(Role.TRAINER)
    client.force_login(trainer)
    assert client.get(f"/beheer/varianten/nieuw/{base.pk}/").status_code == 200
    client.force_login(person_in_role(Role.COORDINATOR))
    assert "Maak een variant" in client.get(f"/beheer/pages/{base.pk}/edit/").content.decode()
    make = f"/beheer/varianten/nieuw/{base.pk}/"
    assert client.get(make).status_code == 200
    assert client.post(make, {"title": "Kort", "for_whom": ""}).status_code == 200
    assert client.post(make, {"title": "Kort", "for_whom": "een bedrijf"}).status_code == 302
    variant = TrainingVariant.objects.get()
    change_lesson(lesson_of(base), heading="Ander begin", text="<p>Andere tekst.</p>")
    screen = f"/beheer/varianten/{variant.pk}/"
    assert screen in client.get("/beheer/varianten/?q=Kort").content.decode()
    assert screen in client.get(f"/beheer/pages/{variant.training_id}/edit/").content.decode()
    html = client.get(screen).content.decode()
    assert ("Begin</p>" in html, "Ander begin</p>" in html) == (True, True)
    ((page, (first, second)),) = [
        (one, one.differences) for one in on_offer(TrainingVariant.objects.get())
    ]
    for difference, button in ((first, "take"), (second, "refuse"), (first, "take")):
        form = {"page": page.key, "key": difference.key, "mark": difference.mark, button: ""}
        assert client.post(screen, form).status_code == 302
    assert texts(lesson_of(variant.training)) == ["Ander begin", "<p>Eerste tekst.</p>"]
    assert "Er wacht niets" in client.get(screen).content.decode()
    # Readers of the base find it once it is public.
    assert "een bedrijf" not in client.get("/trainingen/luisteren/").content.decode()
    training_content(variant.training, draft=True).save_revision().publish()
    assert ">een bedrijf</a>" in client.get("/trainingen/luisteren/").content.decode()
    client.force_login(person_in_role(Role.TRAINER))
    assert client.get(screen).status_code in (302, 403)
