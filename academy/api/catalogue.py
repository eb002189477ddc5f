"""What everybody may know: trainings, learning paths, lectures, editions. What the site shows, and
never more."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router
from pydantic import Field

from academy.api import schemas
from academy.api.paging import Paging, paged
from academy.api.problems import Problem
from courses.catalogue.enums import EventKind
from courses.catalogue.models import (
    LearningPathPage,
    LecturePage,
    TrainingGoal,
    TrainingPage,
    for_everybody,
)
from courses.catalogue.queries import TrainingCard, training_cards
from courses.common import addresses
from courses.common.mail import absolute_url
from courses.editions import queries as editions
from courses.editions.enums import District, EditionStatus, Language, Place
from courses.editions.facets import narrow
from courses.editions.models import Edition
from courses.enrolment.answers import questions_of
from courses.search import queries as search
from courses.translations.reading import read, read_page, read_rich

if TYPE_CHECKING:
    from django.db.models import QuerySet

router = Router(tags=["catalogue"])

Key = Annotated[int, Path(ge=1, le=schemas.HIGHEST_KEY)]
Slug = Annotated[str, Path(min_length=1, max_length=255)]

MOST_FOUND = 200
"""Trainings that a search gives."""


# --- Trainings ------------------------------------------------------------------------------------


def public_trainings() -> "QuerySet[TrainingPage]":
    """The trainings that visitors can read, in the order of the catalogue."""
    return for_everybody(TrainingPage.objects.order_by("path"))


@router.get(
    "/trainings", response=schemas.Page[schemas.Training], summary=_("Alle trainingen op de site")
)
def list_trainings(
    request: HttpRequest,
    paging: Query[Paging],
    q: Annotated[str, Field(max_length=100)] = "",
    theme: Annotated[str, Field(max_length=80)] = "",
    kind: EventKind | None = None,
) -> dict[str, object]:
    """Trainings, lectures and network meetings. `q` searches as the site does, `theme` is the slug
    of a theme."""
    found = public_trainings()
    if theme:
        found = found.filter(theme__slug=theme)
    if kind:
        found = found.filter(kind=kind)
    keys = found.values_list("pk", flat=True)
    if not q.strip():
        return paged(request, keys, paging, _trainings)
    hits = search.find(q).hits
    numbers = (hit.document.training for hit in hits if hit.document.training is not None)
    best_first = list(dict.fromkeys(numbers))[:MOST_FOUND]
    fitting = set(keys.filter(pk__in=best_first))
    return paged(request, [pk for pk in best_first if pk in fitting], paging, _trainings)


def _trainings(keys: list[int]) -> list[dict[str, object]]:
    cards = {one.pk: one for one in training_cards(TrainingPage.objects.filter(pk__in=keys))}
    goals: dict[int, list[str]] = defaultdict(list)
    for training_id, text in (
        TrainingGoal.objects.filter(training__in=keys)
        .order_by("sort_order", "pk")
        .values_list("training_id", "text")
    ):
        goals[training_id].append(read(text))
    spoken = (
        editions.coming_editions()
        .filter(training__in=keys, status=EditionStatus.OPEN)
        .select_related(None)
        .prefetch_related(None)
        .order_by("language")
        .values_list("training_id", "language")
        .distinct()
    )
    languages: dict[int, list[str]] = defaultdict(list)
    for training_id, language in spoken:
        languages[training_id].append(language)
    return [_training(cards[pk], goals[pk], languages[pk]) for pk in keys]


def _training(card: TrainingCard, goals: list[str], languages: list[str]) -> dict[str, object]:
    theme = {"slug": card.theme_slug, "name": card.theme} if card.theme else None
    return {
        "id": card.pk,
        "slug": card.slug,
        "title": card.title,
        "url": absolute_url(addresses.training(card.slug)),
        "kind": card.kind,
        "summary": card.summary,
        "theme": theme,
        "partner": card.partner,
        "minutes": card.minutes,
        "goals": goals,
        "languages": languages,
    }


@router.get(
    "/trainings/{slug}", response=schemas.TrainingDetail, summary=_("Eén training, met haar data")
)
def show_training(request: HttpRequest, slug: Slug) -> dict[str, object]:
    """A training with its texts, its lessons and the editions to come."""
    spellings = addresses.spellings(slug)
    page = public_trainings().filter(slug__in=spellings).first()
    if page is None:
        raise Problem("not-found")
    page = read_page(page)
    (told,) = _trainings([page.pk])
    coming = editions.coming_editions().filter(training=page.pk)
    return {
        **told,
        "introduction": read_rich(page.introduction),
        "for_whom": read_rich(page.for_whom),
        "certificate": page.is_training,
        "lessons": [
            {
                "title": read(lesson.title),
                "url": absolute_url(addresses.lesson(page.slug, lesson.slug)),
                "minutes": lesson.minutes,
                "open": lesson.is_open,
            }
            for lesson in page.lessons
        ],
        "editions": [edition_told(one) for one in coming],
    }


@router.get(
    "/trainings/{slug}/questions",
    response=list[schemas.Question],
    summary=_("Wat een training vraagt bij het inschrijven"),
)
def list_questions(request: HttpRequest, slug: Slug) -> list[dict[str, object]]:
    """What a training asks of who enrols: send the answers along with an enrolment."""
    page = public_trainings().filter(slug__in=addresses.spellings(slug)).only("pk").first()
    if page is None:
        raise Problem("not-found")
    return [
        {
            "id": one.pk,
            "text": read(one.text),
            "reason": read(one.reason),
            "required": one.is_required,
        }
        for one in questions_of(page.pk)
    ]


def training_name(training: TrainingPage) -> dict[str, object]:
    """Which training something is about."""
    return {
        "id": training.pk,
        "title": read(training.title),
        "url": absolute_url(addresses.training(training.slug)),
    }


# --- Editions -------------------------------------------------------------------------------------


class EditionFilters(Paging):
    """Which editions: all of it must fit."""

    training: Annotated[int, Field(ge=1, le=schemas.HIGHEST_KEY)] | None = None
    since: schemas.Day | None = None
    until: schemas.Day | None = None
    place: Place | None = None
    language: Language | None = None
    district: District | None = None
    free: bool = False


@router.get(
    "/editions",
    response=schemas.Page[schemas.Edition],
    summary=_("De agenda: alle uitvoeringen die nog komen"),
)
def list_editions(request: HttpRequest, filters: Query[EditionFilters]) -> dict[str, object]:
    """The agenda: published editions that are not over, the first to begin first."""
    found = editions.coming_editions()
    if filters.training:
        found = found.filter(training=filters.training)
    # The names that the fields of the agenda have.
    chosen = {
        "van": filters.since,
        "tot": filters.until,
        "vorm": filters.place,
        "taal": filters.language,
        "wijk": filters.district,
        "vrij": filters.free,
    }
    found = narrow(found, {name: value for name, value in chosen.items() if value})
    return paged(request, found, filters, lambda rows: [edition_told(one) for one in rows])


@router.get("/editions/{key}", response=schemas.Edition, summary=_("Eén uitvoering"))
def show_edition(request: HttpRequest, key: Key) -> dict[str, object]:
    """One edition that is published, or was called off; also when it is over."""
    shown = editions.with_what_lists_show(editions.public_editions())
    found = shown.filter(pk=key).first()
    if found is None:
        raise Problem("not-found")
    return edition_told(found)


def edition_told(edition: Edition) -> dict[str, object]:
    """An edition as visitors may know of it; read with `with_what_lists_show`."""
    location = edition.location
    district = location.district if location and not edition.is_online else ""
    return {
        "id": edition.pk,
        "training": training_name(edition.training),
        "url": absolute_url(f"/inschrijven/{edition.pk}/"),
        "place": edition.place,
        "where": read(edition.where.in_words),
        "district": district or None,
        "language": edition.language,
        "partners_only": edition.partners_only,
        "starts_at": edition.starts_at,
        "ends_at": edition.ends_at,
        "enrol_until": edition.closes_at,
        "meetings": [
            {
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
                "title": read(one.title),
                "where": read(one.place_note or edition.where.in_words),
            }
            for one in edition.sessions.all()
        ],
        "seats": _seats(edition),
    }


def _seats(edition: Edition) -> dict[str, object]:
    """As `editions/_seats.html` says it."""
    if edition.is_cancelled:
        return {"state": "cancelled", "left": None}
    if not edition.is_open_for_enrolment:
        return {"state": "closed", "left": None}
    left = max(0, edition.seats_left)
    return {"state": "free" if left else "full", "left": left}


# --- Learning paths and lectures ------------------------------------------------------------------


@router.get(
    "/learning-paths",
    response=schemas.Page[schemas.LearningPath],
    summary=_("Leerlijnen: trainingen in een volgorde"),
)
def list_learning_paths(request: HttpRequest, paging: Query[Paging]) -> dict[str, object]:
    """Learning paths with their steps, as far as these are on the site."""
    found = (
        for_everybody(LearningPathPage.objects.all())
        .order_by("path")
        .prefetch_related("steps__training")
    )
    return paged(request, found, paging, lambda rows: list(_paths(request, rows)))


def _paths(request: HttpRequest, paths: list[LearningPathPage]) -> Iterable[dict[str, object]]:
    steps = [step for path in paths for step in path.steps.all()]
    keys = {step.training_id for step in steps}
    shown = set(public_trainings().filter(pk__in=keys).values_list("pk", flat=True))
    for path in paths:
        yield {
            "slug": path.slug,
            "title": read(path.title),
            "url": path.get_full_url(request) or "",
            "summary": read(path.summary),
            "steps": [
                {"training": training_name(step.training), "why": read(step.why)}
                for step in path.steps.all()
                if step.training_id in shown
            ],
        }


@router.get(
    "/lectures", response=schemas.Page[schemas.Lecture], summary=_("Lezingen om terug te kijken")
)
def list_lectures(request: HttpRequest, paging: Query[Paging]) -> dict[str, object]:
    """Recorded lectures, the newest first."""
    found = (
        for_everybody(LecturePage.objects.all())
        .defer("transcript")
        .order_by("-recorded_on", "title", "pk")
    )
    return paged(request, found, paging, lambda rows: [_lecture(request, one) for one in rows])


def _lecture(request: HttpRequest, lecture: LecturePage) -> dict[str, object]:
    return {
        "slug": lecture.slug,
        "title": read(lecture.title),
        "url": lecture.get_full_url(request) or "",
        "summary": read(lecture.summary),
        "recorded_on": lecture.recorded_on,
        "minutes": lecture.minutes,
        "recording": lecture.recording_url or None,
    }
