"""How far someone is in the lessons."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage
from courses.common import clock
from courses.common.json_field import ShowableJSONField
from courses.plugin_api.contributions.base import Json
from courses.plugin_api.contributions.exercises import BestResult, Score


class LessonProgress(models.Model):
    """That someone has finished a lesson."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_progress"
    )
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="progress")
    finished_at = models.DateTimeField(_("afgerond op"), default=clock.now)

    class Meta:
        verbose_name = _("afgeronde les")
        verbose_name_plural = _("afgeronde lessen")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson"], name="one_progress_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.lesson}"


class LessonPlace(models.Model):
    """Where somebody is in a lesson: the block with which the step begins that was read last.

    A block and no number: what a trainer adds or takes away before it changes nothing. Without a
    time, since only the place matters and which was the last: that has the newest row. It goes when
    the lesson is finished.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_places"
    )
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="places")
    block = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("plek in een les")
        verbose_name_plural = _("plekken in lessen")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson"], name="one_place_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.lesson}"


class ExerciseAttempt(models.Model):
    """The answer that someone last gave to an exercise, and the best result that he or she had.

    `points`, `out_of` and `finished` are of the best answer: who does better keeps that, whatever
    is answered later, and `best_attempt` says which attempt that was. `answer` is the last one, and
    None for who began again; `graded` says whether it has been judged. It belongs to the attempt
    `attempt`, which is over when it has `ended`.

    `revision` counts the answers that were kept, also those that were forgotten; `sender` and
    `sender_number` are those of the last one, where a script sent it (see `services.SentAnswer`).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exercise_attempts"
    )
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="attempts")
    exercise_id = models.CharField(max_length=64)
    block_type = models.CharField(max_length=100)
    answer: Json = ShowableJSONField(null=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(null=True, blank=True)
    finished = models.BooleanField(default=False)
    graded = models.BooleanField(default=True)
    answered_at = models.DateTimeField(default=clock.now)
    attempt = models.PositiveIntegerField(default=1)
    ended = models.BooleanField(default=False)
    best_attempt = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    sender = models.CharField(max_length=64, blank=True, default="")
    sender_number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("antwoord op een opdracht")
        verbose_name_plural = _("antwoorden op opdrachten")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson", "exercise_id"], name="one_attempt_per_exercise"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.exercise_id}"

    def count(self, score: Score) -> None:
        """Take over a score that is better than the best so far."""
        if self.finished and not (score.finished and self.is_below(score)):
            return
        self.points, self.out_of, self.finished = score.points, score.out_of, score.finished
        self.best_attempt = self.attempt

    @property
    def going_on(self) -> int:
        """The number of the attempt that goes on; after one that was begun again, the next."""
        return self.attempt + int(self.ended and self.answer is None)

    @property
    def best(self) -> BestResult | None:
        """The best result that counts; None for who has none yet."""
        if not self.finished:
            return None
        return BestResult(self.points or 0, self.out_of or 0, self.best_attempt or 1)

    def is_below(self, score: Score) -> bool:
        """Whether a score is a greater part of what could be reached."""
        return (self.points or 0) * score.out_of < score.points * (self.out_of or 1)
