"""A lesson as a reader sees it: its blocks one by one, exercises with the reader's answers."""

from __future__ import annotations

import re
from copy import copy, deepcopy
from dataclasses import dataclass, field
from types import NoneType
from typing import TYPE_CHECKING, TypeVar

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeData, SafeString, mark_safe

from courses.catalogue.queries import lessons_in
from courses.common import addresses
from courses.common.errors import Refusal
from courses.common.public_version import memory
from courses.common.streams import Broken, placeholder
from courses.common.text import made_keepable, plain_html, plain_text
from courses.common.visitors import signed_in
from courses.glossary.queries import Vocabularies, explained_exercise
from courses.learning.lesson_links import QUOTE, link_lessons
from courses.learning.models import ExerciseAttempt
from courses.learning.reading import Reading
from courses.plugin_api.contributions.base import Json, checked_json
from courses.plugin_api.contributions.completion import CompletionCriterion
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise, ExerciseContext, Score
from courses.plugin_api.contributions.portable import PortableExercise, plain_copy
from courses.plugin_host import asking, guard, registry, standing
from courses.plugin_host.entry import Entry
from courses.translations.reading import block_language, block_marks, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from django.http import HttpRequest, QueryDict

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.plugin_host.asking import Settings

EMPTY = mark_safe("")
SIGNED_IN = "ingelogd"
"""The field by which a form says that it was made for somebody who was signed in."""

SURELY, RATHER_NOT = "ja", "nee"
"""What the field `opnieuw` says of somebody who was asked; anything else has to be asked."""

HEADING = re.compile(r"<h([1-6])\b")

MOST_CHARACTERS = 500
"""The longest sentence with which a plugin refuses an answer."""

MOST_IN_ANSWER = 1_000_000
"""Characters of an answer as JSON, whatever its exercise says that it may be."""

T = TypeVar("T")

Block = Entry[ContentBlock] | Entry[Exercise]
"""What shows a kind of block."""


@dataclass
class Submission:
    """What someone answered: kept (`answer`), or refused just now (`error`, and what was sent).

    `best` is the best result that is kept, `attempt` the number of the attempt; `asks` says that
    this person wants to begin again and has to be asked first.
    """

    answer: Json = None
    error: str = ""
    posted: Mapping[str, list[str]] = field(default_factory=dict)
    best: ExerciseAttempt | None = None
    asks: bool = False
    attempt: int = 1

    @classmethod
    def kept(cls, attempt: ExerciseAttempt, *, asks: bool = False) -> Submission:
        """What stands in an attempt that was kept."""
        best = attempt if attempt.finished else None
        return cls(attempt.answer, best=best, asks=asks, attempt=attempt.attempt)

    def better(self, score: Score | None) -> ExerciseAttempt | None:
        """The best result, if what is shown now is less."""
        if self.best is None or not self.best.points:
            return None
        if self.asks or score is None or not score.finished:
            return self.best
        now = ExerciseAttempt(points=score.points, out_of=score.out_of)
        best = Score(self.best.points, self.best.out_of or 0)
        return self.best if now.is_below(best) else None


@dataclass
class ExerciseOnPage:
    """One exercise of a lesson, ready to be shown or graded."""

    registered: Entry[Exercise]
    context: ExerciseContext
    block_type: str
    given: Submission = field(default_factory=Submission)
    language: str = "nl"
    next_url: str = ""
    """The address of the step behind it, where there is one."""
    training: TrainingPage | None = None
    """The training in which it stands: its words may name other lessons of that."""

    @property
    def prefix(self) -> str:
        """What the names of the exercise's inputs begin with."""
        return _prefix(self.context.exercise_id)

    def posted_in(self, data: QueryDict) -> dict[str, list[str]]:
        """What a form says about this exercise, by the names that it has for it."""
        start = f"{self.prefix}-"
        return {
            name.removeprefix(start): [made_keepable(value) for value in values]
            for name, values in data.lists()
            if name.startswith(start)
        }

    def grade(self, answer: Json) -> Score | None:
        """The score, or None when the plugin fails."""
        return self._ask(lambda exercise: _checked(exercise.grade(answer, self.context)))

    def read(self, data: Mapping[str, list[str]], previous: Json) -> Json:
        """The answer in what was posted; None when the plugin fails.

        Raises:
            Refusal: the answer cannot be used. Its text is plain, whatever the plugin made it of.
        """

        return self._read(lambda exercise: exercise.read_answer(data, previous))

    def read_json(self, sent: Json, previous: Json) -> Json:
        """The answer in what a script sent; else as `read`."""
        return self._read(lambda exercise: exercise.read_json(sent, previous))

    @property
    def takes_json(self) -> bool:
        """Whether a script may answer this exercise."""
        return bool(self._ask(lambda exercise: exercise.takes_json))

    def _read(self, call: Callable[[Exercise], Json]) -> Json:
        def answer(exercise: Exercise) -> Json:
            limit = min(int(exercise.most_characters), MOST_IN_ANSWER)
            try:
                read = checked_json(call(exercise), limit=limit)
            except Refusal as refusal:
                raise Refusal(plain_text(refusal.message)[:MOST_CHARACTERS]) from None
            if read is None:
                raise TypeError("no answer")
            return read

        return self._ask(answer, passes=(Refusal,))

    def render(
        self, request: HttpRequest, *, action: str, vocabularies: Vocabularies
    ) -> SafeString:
        """The form with the exercise and what became of the answer."""
        answer = self.given.answer
        score = self.grade(answer) if answer is not None else None
        return _frame(
            request,
            self.registered,
            exercise_id=self.context.exercise_id,
            action=action,
            body=self.explained_body(request, score, vocabularies=vocabularies),
            given=self.given,
            better=self.given.better(score),
            failed=answer is not None and score is None,
        )

    def body(self, request: HttpRequest | None, score: Score | None = None) -> SafeString | None:
        """What the exercise itself shows inside the form; None when the plugin fails.

        Without a request the template can say nothing about who reads it.
        """
        values = {
            "exercise": self.context,
            "config": self.context.config,
            "answer": self.given.answer,
            "score": score,
            "field_prefix": self.prefix,
            "error": self.given.error,
            "posted": self.given.posted,
            "attempt": self.given.attempt,
            "best": self.given.best.best if self.given.best else None,
            "next_url": self.next_url,
        }

        def shown(exercise: Exercise) -> SafeString:
            # A copy: what a template does to the request, it does to nobody else's.
            own = None if request is None else _copy_of(request)
            html = plain_html(render_to_string(exercise.template_name, values, own))
            if not html.strip():
                raise ValueError("an exercise that shows nothing")
            return html

        return self._ask(shown)

    def explained_body(
        self,
        request: HttpRequest | None,
        score: Score | None = None,
        *,
        vocabularies: Vocabularies,
    ) -> SafeString | None:
        """The same with its hard words explained; what can be pressed or filled in stays so."""
        body = self.body(request, score)
        if body is None:
            return None
        known = vocabularies[self.language]
        return explained_exercise(self._linked(body), known, place=self.context.exercise_id)

    def _linked(self, body: SafeString) -> SafeString:
        """The lessons that it names as links; most exercises name none, and cost no query."""
        if self.training is None or QUOTE not in body:
            return body
        lessons = lessons_in([self.training]).get(self.training.pk, ())
        return link_lessons(body, training=self.training.slug, lessons=lessons)

    def portable(self) -> PortableExercise | None:
        """The exercise in words, for another system; None where it has none, or fails."""

        def words(exercise: Exercise) -> PortableExercise | None:
            found = exercise.portable_exercise(self.context)
            return None if found is None else plain_copy(found)

        return self._ask(words, expect=(PortableExercise, NoneType))

    def _ask(
        self,
        call: Callable[[Exercise], T],
        *,
        expect: type | tuple[type, ...] | None = None,
        passes: tuple[type[Exception], ...] = (),
    ) -> T | None:
        """What the plugin says; None when it fails, or could not read its part of the lesson."""
        if isinstance(self.context.config, Broken):
            return None
        return guard.call_plugin(self.registered, call, default=None, expect=expect, passes=passes)


def _checked(score: object) -> Score:
    """A plain copy of a score, of which nobody has changed anything since it was made.

    Raises:
        TypeError, ValueError: it is no score, or has points that there are not.
    """
    if not isinstance(score, Score):
        raise TypeError(f"grade() gave {type(score).__name__}")
    return Score(score.points, score.out_of, bool(score.finished), score.feedback)


def _prefix(exercise_id: str) -> str:
    return f"opdracht-{exercise_id}"


def _frame(
    request: HttpRequest,
    registered: Entry[Exercise],
    *,
    exercise_id: str,
    action: str,
    body: SafeString | None,
    given: Submission,
    failed: bool,
    better: ExerciseAttempt | None = None,
) -> SafeString:
    """The form around an exercise, with its buttons."""
    person = signed_in(request)
    values = {
        "field_prefix": _prefix(exercise_id),
        "action": action,
        "body": body,
        "answer": given.answer,
        "attempt": given.attempt,
        "error": given.error,
        "asks": given.asks,
        "surely": SURELY,
        "rather_not": RATHER_NOT,
        "better": better,
        "signed_in_field": SIGNED_IN if person else "",
        "draft_key": f"{person.pk if person else 0}-{_prefix(exercise_id)}",
        "failed": failed or body is None,
        "submit_label": guard.call_plugin(registered, _submit_label, default=None),
    }
    return render_to_string("learning/_exercise.html", values, request)


def _submit_label(exercise: Exercise) -> str | None:
    return None if exercise.submit_label is None else plain_text(exercise.submit_label)


def answered_in_preview(request: HttpRequest, lesson: LessonPage) -> dict[str, Submission]:
    """What somebody who looks at a preview answered just now, by exercise; it is kept nowhere."""
    asked: tuple[str, QueryDict] | None = getattr(request, "answered_in_preview", None)
    exercise = exercise_in(lesson, asked[0]) if asked else None
    if asked is None or exercise is None or "opnieuw" in asked[1]:
        return {}
    posted = exercise.posted_in(asked[1])
    try:
        given = exercise.read(posted, None)
    except Refusal as refusal:
        return {asked[0]: Submission(error=str(refusal), posted=posted)}
    return {} if given is None else {asked[0]: Submission(given)}


def exercise_in(lesson: LessonPage, exercise_id: str) -> ExerciseOnPage | None:
    """The exercise with this id, if the lesson has it and its plugin works here."""
    for position, raw in enumerate(lesson.body.raw_data):
        if raw.get("id") == exercise_id:
            registered = registry.block_providers().get(raw["type"])
            if registered is None or not isinstance(registered.contribution, Exercise):
                return None
            working = _working(lesson)
            return (
                _on_page(lesson, position, registered, working)
                if _works(registered, working)
                else None
            )
    return None


def _on_page(
    lesson: LessonPage, position: int, registered: Entry[Exercise], settings: Settings
) -> ExerciseOnPage:
    child, training, plugin = lesson.body[position], lesson.training, registered.plugin
    training_url = addresses.training(training.slug)
    lesson_url = addresses.lesson(training.slug, lesson.slug)
    return ExerciseOnPage(
        registered,
        ExerciseContext(
            exercise_id=child.id or "",
            config=child.value,
            training_id=training.pk,
            lesson_id=lesson.pk or 0,
            settings=deepcopy(settings.get(plugin.slug, {})),
            training_title=training.title,
            training_url=training_url,
            lesson_url=lesson_url,
            plugin_url="" if plugin.core else f"{training_url}p/{plugin.slug}/",
            answer_url=f"{lesson_url}opdracht/{child.id}/json/",
        ),
        child.block_type,
        language=block_language(lesson, child.id).code,
        training=training,
    )


def _works(registered: Block, working: Settings) -> bool:
    return registered.plugin.core or registered.plugin.slug in working


def _working(lesson: LessonPage) -> Settings:
    """The plugins that are on in the lesson's training, and on this site, with their settings."""
    off = standing.switched_off()
    on = asking.on_in(lesson.training.pk)
    return {slug: settings for slug, settings in on.items() if slug not in off}


@dataclass(frozen=True)
class TakenExercise:
    """An exercise, or another block of a plugin, in a lesson that is taken to another system.

    `place` is that of its block in the lesson, from 1; `label` is what the editor calls such a
    block. `portable` is the exercise in words. Without it a block `is_text` as in the booklet, and
    of an exercise only a sentence comes along that says where it is.
    """

    lesson: LessonPage
    place: int
    label: str
    title: str
    portable: PortableExercise | None
    is_text: bool


def taken_exercises(lesson: LessonPage) -> Iterator[TakenExercise]:
    """The exercises and the blocks of plugins in a lesson, in order, as another system has them."""
    providers = registry.block_providers()
    for place, raw in enumerate(lesson.body.raw_data, start=1):
        if raw["type"] not in providers:
            continue
        is_text = not _is_exercise(providers, raw["type"])
        on_page = None if is_text else exercise_in(lesson, raw.get("id") or "")
        portable = on_page.portable() if on_page else None
        value = raw.get("value")
        title = (portable and portable.title) or (isinstance(value, dict) and value.get("title"))
        block = lesson.body.stream_block.child_blocks.get(raw["type"])
        label = str(block.label) if block else ""
        yield TakenExercise(lesson, place, label, str(title or ""), portable, is_text)


def render_parts(
    request: HttpRequest,
    lesson: LessonPage,
    *,
    shown: Reading,
    given: Mapping[str, Submission],
    vocabularies: Vocabularies,
) -> list[SafeString]:
    """The blocks of a lesson that are shown, as HTML; what a plugin cannot show becomes a plain
    sentence.

    The core's blocks are the same for every reader, and so is an exercise that has no answer yet:
    these are kept until something public changes. They are made without the request, so that
    nothing of one reader can be kept for the others.
    """
    providers = registry.block_providers()
    working = _working(lesson)
    reader = _LessonReader(request, lesson, shown, given, working, providers, vocabularies)
    return [reader.part(position) for position in shown.places]


@dataclass(frozen=True)
class PaperPart:
    """A block of a lesson for paper; of an exercise what its form has in it, which is None where
    the exercise does not work now.

    `portable` is the exercise in words. It `is_a_test` where it counts for the certificate: then
    nobody is told what is right before answering.
    """

    block_type: str
    html: SafeString | None
    is_exercise: bool
    portable: PortableExercise | None = None
    is_a_test: bool = False


def render_for_paper(
    request: HttpRequest, lessons: Sequence[LessonPage]
) -> Iterator[list[PaperPart]]:
    """The blocks of each of these lessons of one training."""
    nowhere = Reading(url="", steps=(), number=0)
    providers = registry.block_providers()
    working = _working(lessons[0]) if lessons else {}
    for lesson in lessons:
        reader = _LessonReader(request, lesson, nowhere, {}, working, providers)
        yield [reader.paper_part(position) for position in range(len(lesson.body.raw_data))]


def _asks_for_certificate(provider: Block) -> bool:
    """Whether its exercises may count for a certificate: the plugin has a criterion of its own."""
    plugin = provider.plugin
    asking_ones = {entry.plugin.slug for entry in registry.every(CompletionCriterion)}
    return not plugin.core and plugin.slug in asking_ones


def _is_exercise(providers: Mapping[str, Block], block_type: str) -> bool:
    provider = providers.get(block_type)
    return provider is not None and isinstance(provider.contribution, Exercise)


def are_for_everybody(lessons: Iterable[LessonPage]) -> bool:
    """Whether these lessons look the same on paper to whoever reads them: a block of a plugin may
    know who reads it."""
    providers = registry.block_providers()
    types = {raw["type"] for lesson in lessons for raw in lesson.body.raw_data}
    return all(_is_exercise(providers, one) for one in types if one in providers)


def skips_a_level(shown: Iterable[str]) -> bool:
    """Whether a heading of the third level comes before any of the second.

    What heads an exercise or a box belongs below a heading in the text, and not every lesson
    begins with one.
    """
    first = next((found[1] for part in shown if (found := HEADING.search(part))), "2")
    return first != "2"


def _copy_of(request: HttpRequest) -> HttpRequest:
    # `copy` leaves out what cannot be pickled, such as `resolver_match` and the body that comes.
    other = type(request).__new__(type(request))
    other.__dict__.update(request.__dict__)
    return other


@dataclass
class _LessonReader:
    """Somebody opens a lesson; `working` are the plugins that are on in its training."""

    request: HttpRequest
    lesson: LessonPage
    shown: Reading
    given: Mapping[str, Submission]
    working: Settings
    providers: Mapping[str, Block]
    vocabularies: Vocabularies = field(default_factory=Vocabularies)

    def part(self, position: int) -> SafeString:
        """The block at this place, as HTML."""
        html = self._part(position)
        marks = block_marks(self.lesson, self.lesson.body.raw_data[position].get("id"))
        return marked(html, marks) if marks else html

    def paper_part(self, position: int) -> PaperPart:
        """The same block for paper, without the answers of who reads it."""
        block_type = self.lesson.body.raw_data[position]["type"]
        provider = self.providers.get(block_type)
        if provider is None or not isinstance(provider.contribution, Exercise):
            return PaperPart(block_type, self.part(position), is_exercise=False)
        works = _works(provider, self.working)
        # Nothing can be pressed on paper, so no words are explained in it.
        made = self._made(position, provider) if works else None
        return PaperPart(
            block_type,
            made.body(None) if made else None,
            is_exercise=True,
            portable=made.portable() if made else None,
            is_a_test=_asks_for_certificate(provider),
        )

    def _part(self, position: int) -> SafeString:
        # The raw data says what it is; making the block's value costs more than a kept part.
        raw = self.lesson.body.raw_data[position]
        provider = self.providers.get(raw["type"])
        if provider is None:
            return self._kept(position, lambda: self._block(position, {})) or EMPTY
        if not _works(provider, self.working):
            return placeholder()
        if isinstance(provider.contribution, Exercise):
            return self._exercise(position, raw.get("id") or "", provider)
        # The block asks its plugin through the guard itself, anew for each reader. Copies: what it
        # does to the page or the request stays its own.
        return self._block(position, {"request": _copy_of(self.request), "page": copy(self.lesson)})

    def _block(self, position: int, context: Mapping[str, object]) -> SafeString:
        values = {"page": self.lesson, "infopunt": None, **context}
        html: str = self.lesson.body[position].render(values)
        if isinstance(html, SafeData):
            # A plain copy: what a plugin made may do something else each time that it is asked.
            return SafeString(str.__str__(html))
        return escape(str.__str__(html))

    def _exercise(self, position: int, exercise_id: str, provider: Entry[Exercise]) -> SafeString:
        action = self.shown.exercise_url(exercise_id)
        given = self.given.get(exercise_id)
        if given is not None:
            exercise = self._made(position, provider)
            exercise.given = given
            exercise.next_url = self.shown.next_url
            return exercise.render(self.request, action=action, vocabularies=self.vocabularies)
        return _frame(
            self.request,
            provider,
            exercise_id=exercise_id,
            action=action,
            body=self._kept(position, lambda: self._unanswered(position, provider)),
            given=Submission(),
            failed=False,
        )

    def _unanswered(self, position: int, provider: Entry[Exercise]) -> SafeString | None:
        exercise = self._made(position, provider)
        return exercise.explained_body(None, vocabularies=self.vocabularies)

    def _made(self, position: int, provider: Entry[Exercise]) -> ExerciseOnPage:
        return _on_page(self.lesson, position, provider, self.working)

    def _kept(self, position: int, make: Callable[[], SafeString | None]) -> SafeString | None:
        # A preview shows what is not public yet.
        if getattr(self.request, "is_preview", False):
            return make()
        return memory.get(("part of a lesson", self.lesson.pk, position), make)
