"""Questions about trainings that more than one place asks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from copy import deepcopy
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Left, Length
from django.utils.translation import gettext, override
from wagtail.models import Page, Site
from wagtail.permissions import page_permission_policy

from courses.catalogue import filters
from courses.catalogue.enums import ChangeState, EventKind
from courses.catalogue.models import (
    CoursePluginActivation,
    InfopuntSettings,
    KeptPage,
    LearningPathStep,
    LecturePage,
    LessonPage,
    PluginChange,
    Theme,
    TrainingPage,
    for_everybody,
    never_public,
)
from courses.common import addresses
from courses.common.content_language import reading_in
from courses.common.edit_conflicts import Fact, fact
from courses.common.public_version import memory
from courses.common.statements import Keys, Statement
from courses.plugin_api.contributions.base import Contribution, Json
from courses.plugin_host import plugin_settings
from courses.translations import reading
from courses.translations.queries import offered

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from courses.common.statements import KeysParameter
    from courses.people.models import User

MOST_OTHERS = 3
"""How many other trainings are shown behind one."""

C = TypeVar("C", bound=Contribution)
P = TypeVar("P", TrainingPage, LessonPage)


class TrainingCard(NamedTuple):
    """What a list shows of a training; `theme` and `partner` are names, if it has them,
    `theme_slug` the address of the theme, and `lesson_minutes` what the lessons take at home."""

    pk: int
    title: str
    slug: str
    summary: str
    minutes: int
    theme: str | None
    kind: str = EventKind.TRAINING
    theme_slug: str | None = None
    partner: str | None = None
    lesson_minutes: int = 0

    @property
    def kind_in_words(self) -> str:
        """What it is when it is no training; else nothing."""
        return "" if self.kind == EventKind.TRAINING else str(EventKind(self.kind).label)


def training_cards(trainings: QuerySet[TrainingPage]) -> list[TrainingCard]:
    """What a list shows of these trainings. Whole pages would cost several times as much."""
    rows = trainings.values_list(
        "pk",
        "title",
        "slug",
        "summary",
        "minutes",
        "theme__name",
        "kind",
        "theme__slug",
        "partner__name",
        "path",
    )
    at_home = memory.get("minutes of lessons", _minutes_of_lessons)
    return [
        TrainingCard(
            pk,
            reading.read(title),
            slug,
            reading.read(summary),
            minutes,
            reading.read(theme or "") or None,
            kind,
            theme_slug,
            partner,
            at_home.get(path, 0),
        )
        for pk, title, slug, summary, minutes, theme, kind, theme_slug, partner, path in rows
    ]


def _minutes_of_lessons() -> dict[str, int]:
    """How long the public lessons of each training take together, by its place in the tree. Of all
    at once: kept until something public changes, that is less than asking for each list."""
    found: dict[str, int] = defaultdict(int)
    for path, minutes in LessonPage.objects.live().values_list("path", "minutes"):
        found[path[: -LessonPage.steplen]] += minutes
    return dict(found)


def coming_cards(
    what: Hashable, trainings: Callable[[], QuerySet[TrainingPage]], *, most: int | None = None
) -> tuple[TrainingCard, ...]:
    """What a list shows of these public trainings, kept under this name: those with the first date
    come first.

    What has begun since moves back when the kept ones are made anew, within a minute or so.
    """
    return memory.get(
        ("cards", what),
        lambda: tuple(training_cards(filters.in_order(trainings(), {})[:most])),
    )


def public_themes() -> list[Theme]:
    """The themes of which there is a training on the site."""
    return memory.get(
        "themes on the site",
        lambda: list(themes_on_site().order_by("name")),
    )


def themes_on_site() -> QuerySet[Theme]:
    """The same, of which one can be chosen."""
    trainings = for_everybody(TrainingPage.objects.order_by())
    return Theme.objects.filter(pk__in=trainings.values("theme"))


class PathStep(NamedTuple):
    """What comes next in a learning path, and why."""

    path: str
    card: TrainingCard
    why: str


def next_in_paths(training: TrainingPage, *, done: Collection[int]) -> list[PathStep]:
    """What comes behind a training in each learning path that has it: the first that is public and
    not among those that are `done`. Two queries, however many paths there are."""
    with_it = LearningPathStep.objects.filter(training=training).values("learning_path")
    rows = LearningPathStep.objects.filter(learning_path__in=with_it)
    for field in ("learning_path", "training"):
        rows = for_everybody(rows, field, on=training)
    rows = rows.order_by("learning_path__path", "sort_order", "pk")
    found: dict[str, tuple[int, str]] = {}
    passed = set()
    for path, pk, why in rows.values_list("learning_path__title", "training", "why"):
        if pk == training.pk:
            passed.add(path)
        elif path in passed and pk not in done:
            found.setdefault(path, (pk, why))
    wanted = TrainingPage.objects.filter(pk__in=[pk for pk, _why in found.values()])
    cards = {card.pk: card for card in training_cards(wanted)} if found else {}
    return [PathStep(path, cards[pk], why) for path, (pk, why) in found.items()]


def same_theme(training: TrainingPage, *, leave_out: Collection[int]) -> list[TrainingCard]:
    """A few other public trainings on the same theme."""
    if training.theme_id is None:
        return []
    alike = TrainingPage.objects.filter(theme=training.theme_id, kind=EventKind.TRAINING)
    others = for_everybody(alike, on=training)
    return training_cards(
        others.exclude(pk__in={training.pk, *leave_out}).order_by("path")[:MOST_OTHERS]
    )


class ToRead(NamedTuple):
    """A page that everybody can read, with its title in the language that was asked; `of` is the
    training of a lesson, in that language if there is a translation."""

    title: str
    address: str
    minutes: int
    of: str = ""


def to_read_in(code: str) -> list[ToRead]:
    """The open lessons and the lectures that are as a whole in the language with this code; nothing
    of Dutch, in which all of them are, or where the site does not offer it. Kept, so change nothing
    in it."""
    language = offered().get(code)
    if language is None or language.is_source:
        return []

    def ask() -> list[ToRead]:
        with override(language.interface), reading_in(language):
            return [*_lessons_to_read(), *_lectures_to_read()]

    return memory.get(("to read in", code), ask)


def _lessons_to_read() -> list[ToRead]:
    trainings = {one.path: one for one in for_everybody(TrainingPage.objects.all())}
    lessons = [
        (one, trainings[one.path[: -LessonPage.steplen]])
        for one in for_everybody(LessonPage.objects.filter(is_open=True)).order_by("path")
        if one.path[: -LessonPage.steplen] in trainings
    ]
    dutch = reading.pages_in_dutch([lesson for lesson, _training in lessons])
    return [
        ToRead(
            reading.read(lesson.title),
            addresses.lesson(training.slug, lesson.slug),
            lesson.minutes,
            reading.read(training.title),
        )
        for lesson, training in lessons
        if lesson.pk not in dutch.whole | dutch.partly
    ]


def _lectures_to_read() -> list[ToRead]:
    shown = map(reading.read_page, for_everybody(LecturePage.objects.order_by("path")))
    return [
        ToRead(one.title, one.get_url() or "", one.minutes)
        for one in shown
        if isinstance(one.title, reading.Words) and isinstance(one.transcript, reading.Words)
    ]


def infopunt(request: HttpRequest) -> InfopuntSettings:
    """The details of the Infopunt for this site."""

    def ask() -> InfopuntSettings:
        settings: InfopuntSettings = InfopuntSettings.for_request(request)
        return settings

    return memory.get(("infopunt", request.META.get("HTTP_HOST", "")), ask)


def infopunt_of_default_site() -> InfopuntSettings:
    """The same where there is no request: in a mail."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return InfopuntSettings()
    settings: InfopuntSettings = InfopuntSettings.for_site(site)
    return settings


def for_participants(pages: QuerySet[P]) -> QuerySet[P]:
    """Those of these trainings or lessons that are public, or kept for who takes part.

    A lesson can be read only as long as its training can: see `readable_trainings`.
    """
    return pages.filter(Q(live=True) | Exists(KeptPage.objects.filter(page=OuterRef("pk"))))


def readable_lessons(training: TrainingPage) -> QuerySet[LessonPage]:
    """The lessons of a training that participants can read, in order."""
    return for_participants(LessonPage.objects.child_of(training)).order_by("path")


def readable_lesson(training_id: int, lesson_id: int) -> LessonPage | None:
    """One of those lessons, with its training. Kept: share it and change nothing in it."""

    def ask() -> LessonPage | None:
        training = TrainingPage.objects.filter(pk=training_id).first()
        lesson = training and readable_lessons(training).filter(pk=lesson_id).first()
        if lesson:
            # It is known already; asking for it would be a query.
            lesson.__dict__["training"] = training
        return lesson

    return memory.get(("readable lesson", training_id, lesson_id), ask)


def readable_trainings(trainings: Iterable[TrainingPage]) -> frozenset[int]:
    """The ids of those trainings that participants can read; no query when all are public."""
    found = {training.pk: training.live for training in trainings}
    hidden = [pk for pk, live in found.items() if not live]
    kept = KeptPage.objects.filter(page__in=hidden).values_list("page", flat=True) if hidden else ()
    return frozenset([pk for pk, live in found.items() if live] + list(kept))


def lessons_in(trainings: Iterable[TrainingPage]) -> dict[int, tuple[LessonPage, ...]]:
    """The lessons that participants can read, by training, in order and without their text.

    One query however many trainings there are. What is kept here is the same for everybody: share
    it and change nothing in it.
    """
    by_path = {training.path: training.pk for training in trainings}
    if not by_path:
        return {}

    def ask() -> dict[int, tuple[LessonPage, ...]]:
        below = reduce(or_, (Q(path__startswith=path) for path in by_path))
        found: dict[int, list[LessonPage]] = {pk: [] for pk in by_path.values()}
        lessons = for_participants(LessonPage.objects.filter(below))
        for lesson in lessons.defer("body").order_by("path"):
            found[by_path[lesson.path[: -LessonPage.steplen]]].append(lesson)
        return {pk: tuple(lessons) for pk, lessons in found.items()}

    return memory.get(("lessons", frozenset(by_path)), ask)


def active_plugins(training_id: int) -> frozenset[str]:
    """The slugs of the plugins that are switched on for a training."""
    return frozenset(settings_in(training_id))


_ON = Statement(
    lambda training: CoursePluginActivation.objects.filter(
        training=training, active=True
    ).values_list("plugin", "settings"),
    training=BigIntegerField(),
)


def settings_in(training_id: int) -> Mapping[str, Mapping[str, Json]]:
    """The settings of the plugins that are on in a training, by slug; what nobody filled in is
    as the plugin's form has it at first. Kept, so change nothing in it."""

    def ask() -> dict[str, Mapping[str, Json]]:
        return {
            slug: {**plugin_settings.defaults(slug), **settings}
            for slug, settings in _ON.run(training=training_id)
        }

    return memory.get(("plugin settings", training_id), ask)


def settings_of(plugin: str, training_id: int) -> Mapping[str, Json]:
    """The settings of one plugin in a training; empty where it is off."""
    # A copy: what a plugin does to its settings is not the next one's.
    return deepcopy(settings_in(training_id).get(plugin, {}))


def trainings_by_plugin() -> Mapping[str, Mapping[int, Mapping[str, Json]]]:
    """The trainings in which each plugin is on, with its settings there; by slug and training.

    One query however many plugins there are. Kept, so change nothing in it.
    """

    def ask() -> dict[str, dict[int, Mapping[str, Json]]]:
        rows = CoursePluginActivation.objects.filter(active=True)
        found: dict[str, dict[int, Mapping[str, Json]]] = {}
        for slug, training_id, settings in rows.values_list("plugin", "training_id", "settings"):
            found.setdefault(slug, {})[training_id] = {
                **plugin_settings.defaults(slug),
                **settings,
            }
        return found

    return memory.get("trainings by plugin", ask)


def trainings_with(plugin: str) -> Mapping[int, Mapping[str, Json]]:
    """The trainings in which a plugin is on, by id, with its settings there."""
    return trainings_by_plugin().get(plugin, {})


def changes_at_once(user: User | AnonymousUser, training: TrainingPage) -> bool:
    """Whether what `user` changes beside the page of a training may hold at once.

    Who may publish the page decides. Of a trainer it holds while the training never was public and
    nobody is looking at it; after that a coordinator decides, as about the page itself.
    """
    if training.permissions_for_user(user).can_publish():
        return True
    seen = training.live or training.first_published_at is not None
    return not seen and not training.workflow_in_progress


def plugin_mark(training_id: int, plugin: str) -> str:
    """Tells whether a plugin's switch and settings in a training are still what one saw."""
    row = CoursePluginActivation.objects.filter(training=training_id, plugin=plugin).first()
    return json.dumps([row.active, row.settings], sort_keys=True) if row else ""


def asked_changes(user: User | AnonymousUser) -> QuerySet[PluginChange]:
    """The changes of plugins that wait for `user` to decide, the oldest first."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return (
        PluginChange.objects.filter(state=ChangeState.ASKED, training__in=pages.values("pk"))
        .select_related("training", "asked_by")
        .order_by("asked_at", "pk")
    )


def own_changes(user: User | AnonymousUser, *, since: datetime) -> QuerySet[PluginChange]:
    """What `user` asked and still waits, or was decided after `since`; the newest first."""
    return (
        PluginChange.objects.filter(asked_by=user.pk)
        .filter(Q(state=ChangeState.ASKED) | Q(decided_at__gte=since))
        .exclude(state=ChangeState.WITHDRAWN)
        .select_related("training")
        .order_by("-asked_at", "-pk")
    )


_CHANGES_TO_SHOW = Statement(
    lambda user, since: PluginChange.objects.filter(
        Q(state=ChangeState.ASKED) | Q(asked_by=user, decided_at__gte=since)
    ).values_list("pk", flat=True)[:1],
    user=BigIntegerField(),
    since=DateTimeField(),
)


def has_changes_to_show(user: User | AnonymousUser, *, since: datetime) -> bool:
    """Whether `asked_changes` or `own_changes` can find anything: mostly they cannot, and what one
    may publish is dear to ask."""
    return bool(_CHANGES_TO_SHOW.run(user=user.pk, since=since))


def numbers_of_trainings() -> dict[str, int]:
    """In how many trainings each plugin is on, by slug."""
    rows = CoursePluginActivation.objects.filter(active=True).order_by().values("plugin")
    return dict(rows.annotate(number=Count("pk")).values_list("plugin", "number"))


SettingWords = Mapping[str, Callable[[Any], tuple[str, str]]]
"""By name of a plugin's setting: what it is called, and how people read a value of it."""

ACTIVE = "_active"
"""What the switch is called in the snapshot of a page; no setting can have this name."""


def plugin_facts(
    active: bool, settings: Mapping[str, object], words: SettingWords
) -> dict[str, Fact]:
    """What the page of a plugin in a training shows."""
    facts = {ACTIVE: fact(gettext("Aan in deze training"), active)}
    for name, read in words.items():
        label, text = read(settings.get(name))
        facts[name] = fact(label, settings.get(name), text)
    return facts


def trainings_and_copies(source: Page, copy: Page) -> list[tuple[TrainingPage, TrainingPage]]:
    """Each training in a part of the tree, with the one that was made of it.

    `source` is a training, or a page above trainings; `copy` was made of it, with the pages below
    it or without. A training at another address than its copy is left out.
    """
    copies = _trainings_in(copy)
    return [
        (old, copies[address])
        for address, old in _trainings_in(source).items()
        if address in copies
    ]


def _trainings_in(page: Page) -> dict[str, TrainingPage]:
    """The trainings in a part of the tree by their address below its top, which a copy keeps."""
    top = Page.objects.values_list("url_path", flat=True).get(pk=page.pk)
    found = TrainingPage.objects.descendant_of(page, inclusive=True).order_by("path")
    return {training.url_path.removeprefix(top): training for training in found}


class DraftPlace(NamedTuple):
    """What a draft belongs to: a lesson by the title of its training, and a training by how many
    lessons come on the site along with it. `path` puts a training before its lessons."""

    path: str
    training: str = ""
    lessons_along: int = 0


def _with_their_places(pages: KeysParameter) -> QuerySet[Any, tuple[int, str, str, int]]:
    above = TrainingPage.objects.filter(
        path=Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
    )
    along = never_public(
        LessonPage.objects.filter(
            path__startswith=OuterRef("path"), depth=OuterRef("depth") + Value(1)
        )
    )
    number = along.order_by().values("live").annotate(n=Count("pk")).values("n")
    found: QuerySet[Any, tuple[int, str, str, int]] = (
        Page.objects.filter(pk__in=pages)
        .annotate(
            above=Coalesce(Subquery(above.values("draft_title")[:1]), Value("")),
            along=Coalesce(Subquery(number), Value(0)),
        )
        .values_list("pk", "path", "above", "along")
    )
    return found


_PLACES_OF_DRAFTS: Statement[tuple[int, str, str, int]] = Statement(
    _with_their_places, pages=Keys()
)


def places_of_drafts(page_ids: Collection[int]) -> dict[int, DraftPlace]:
    """What each of these pages belongs to, by key. One query."""
    found = _PLACES_OF_DRAFTS.run(pages=page_ids)
    return {pk: DraftPlace(path, of, along) for pk, path, of, along in found}
