"""What texts are about: topics, golden tips, and words that are no names of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from courses.common.audit import record
from courses.common.errors import Refusal
from courses.evaluation.models import ScreeningException, TextAnswer, Topic
from courses.evaluation.queries.disclosure.texts import readable_texts

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from courses.evaluation.models import EvaluationForm
    from courses.people.models import User

LONGEST = 80
"""Characters of a topic, and of words that are no name."""


def _tidy(words: str) -> str:
    return " ".join(words.split())[:LONGEST]


def add_topic(*, name: str, key: str = "", actor: User) -> Topic:
    """A topic for the texts under the question with this key, or under all ("").

    Raises:
        Refusal: it has no name, or there is one.
    """
    topic = Topic(name=_tidy(name), key=key)
    _keep_topic(topic)
    record(topic, "evaluation.topic_made", actor=actor)
    return topic


def rename_topic(*, topic: Topic, name: str, actor: User) -> Topic:
    """Give a topic another name; texts keep it.

    Raises:
        Refusal: it has no name, or another topic is called so.
    """
    with transaction.atomic():
        locked = _locked(topic)
        before, locked.name = locked.name, _tidy(name)
        _keep_topic(locked)
        record(locked, "evaluation.topic_renamed", actor=actor, before=before)
    return locked


def _keep_topic(topic: Topic) -> None:
    if not topic.name:
        raise Refusal(_("Geef het onderwerp een naam."), field="name")
    others = Topic.objects.filter(key=topic.key).exclude(pk=topic.pk)
    if any(one.name.casefold() == topic.name.casefold() for one in others):
        raise Refusal(_("Dit onderwerp is er al."), field="name")
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as same:
        raise Refusal(_("Dit onderwerp is er al."), field="name") from same


def _locked(topic: Topic) -> Topic:
    locked = Topic.objects.select_for_update().filter(pk=topic.pk).first()
    if locked is None:
        raise Refusal(_("Dit onderwerp is er niet meer."))
    return locked


@transaction.atomic
def merge_topics(*, topic: Topic, into: Topic, actor: User) -> int:
    """Let all texts about a topic be about another, and take it away; returns how many have that.

    A topic of one question can go into one for all questions, not the other way.

    Raises:
        Refusal: the two are the same, one is gone, or the other is for another question.
    """
    first, second = sorted((topic, into), key=lambda one: one.pk)
    _locked(first), _locked(second)
    if topic.pk == into.pk:
        raise Refusal(_("Kies een ander onderwerp om mee samen te voegen."), field="into")
    if into.key not in ("", topic.key):
        raise Refusal(_("Dat onderwerp hoort bij een andere vraag."), field="into")
    into.texts.add(*topic.texts.all())
    record(into, "evaluation.topic_merged", actor=actor, name=topic.name)
    topic.delete()
    return into.texts.count()


@transaction.atomic
def remove_topic(*, topic: Topic, actor: User) -> None:
    """Take a topic away; the texts stay, without it."""
    locked = _locked(topic)
    record(locked, "evaluation.topic_removed", actor=actor)
    locked.delete()


@transaction.atomic
def give_topic(
    *, texts: Collection[UUID], topic: Topic, forms: QuerySet[EvaluationForm], is_given: bool = True
) -> int:
    """Say of texts that readers see in these forms that they are about a topic, or are not; returns
    of how many. Others, and those of questions that the topic is not for, are left out."""
    locked = _locked(topic)
    found = readable_texts(forms).filter(pk__in=texts)
    if locked.key:
        found = found.filter(question__key=locked.key)
    own = list(found.only("pk"))
    if is_given:
        locked.texts.add(*own)
    else:
        locked.texts.remove(*own)
    return len(own)


def mark_golden_tips(
    *, texts: Collection[UUID], forms: QuerySet[EvaluationForm], is_tip: bool = True
) -> int:
    """Say of texts that readers see in these forms that they are golden tips, or are not; returns
    of how many."""
    found = readable_texts(forms).filter(pk__in=texts).order_by()
    return TextAnswer.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(
        is_golden_tip=is_tip
    )


# --- Words that are no names ------------------------------------------------------------------


def add_exception(*, words: str, actor: User) -> ScreeningException:
    """Words that the screening is not to take for a person, in texts that it has not seen yet.

    Raises:
        Refusal: there are no words, or they are in the list.
    """
    tidy = _tidy(words)
    if not tidy:
        raise Refusal(_("Schrijf een of meer woorden op."), field="words")
    known = ScreeningException.objects.values_list("words", flat=True)
    if any(one.casefold() == tidy.casefold() for one in known):
        raise Refusal(_("Dit staat al in de lijst."), field="words")
    try:
        with transaction.atomic():
            made = ScreeningException.objects.create(words=tidy)
    except IntegrityError as same:
        raise Refusal(_("Dit staat al in de lijst."), field="words") from same
    record(made, "evaluation.exception_made", actor=actor)
    return made


@transaction.atomic
def remove_exception(*, exception: ScreeningException, actor: User) -> None:
    """Let the screening take these words for a person again."""
    record(exception, "evaluation.exception_removed", actor=actor)
    exception.delete()
