"""Which text a mail about a training has: a plugin's, or the academy's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import ClassVar

from django.template import Context, Engine
from django.utils import translation

from courses.catalogue import placeholders
from courses.common import time_limit
from courses.common.mail import Letter
from courses.common.text import keepable
from courses.plugin_api.contributions.messages import (
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
)
from courses.plugin_host import asking

MOST_CHARACTERS = 20_000
MOST_IN_SUBJECT = 200

SECONDS = 2.0
"""How long filling in a text may take."""


@dataclass(frozen=True)
class Facts:
    """What a plugin's text can tell; `when` has a line for each meeting."""

    first_name: str
    training: str
    url: str
    when: str = ""
    where: str = ""


def letter_about(
    kind: NotificationKind,
    *,
    own: Letter,
    training_id: int,
    language: str,
    facts: Facts,
) -> Letter:
    """What a mail about a training says, in the reader's language.

    The first plugin that is on in the training and has this kind of mail decides. The academy's
    `own` text is used where there is none, and where a plugin fails.
    """
    with translation.override(language):
        for texts in asking.here(NotificationTexts, training_id):
            asked = NotificationContext(
                training_id=training_id,
                language=language,
                settings=texts.settings,
            )

            def ask(one: NotificationTexts, asked: NotificationContext = asked) -> Letter | None:
                text = _text_for(kind, one.templates(asked))
                if text is None:
                    return None
                words = placeholders.of_plugins(kind, training_id, language)
                return _fill_in(text, own, facts, words)

            letter = texts.ask(ask, default=own)
            if letter is not None:
                return letter
    return own


def _text_for(kind: NotificationKind, texts: object) -> MailText | None:
    if not isinstance(texts, Mapping):
        raise TypeError(f"templates() gave {type(texts).__name__}, not a mapping")
    text = texts.get(kind)
    if text is None:
        return None
    if not isinstance(text, MailText):
        raise TypeError(f"templates() has {type(text).__name__}, not MailText")
    return text


def _fill_in(
    text: MailText, own: Letter, facts: Facts, words: Mapping[str, Mapping[str, str]]
) -> Letter:
    """The letter that the templates make.

    Raises:
        TypeError, ValueError: it is no letter that can be sent.
        TemplateSyntaxError: there is a mistake in a template.
        TimeoutError: filling it in takes too long.
    """
    values = {
        **words,
        **asdict(facts),
        "core": own.body.strip(),
        "core_subject": _in_one_line(own.subject),
    }
    body = _render(text.body, values).strip()
    subject = _render(text.subject, values).strip() if text.subject else values["core_subject"]
    for part, most in ((body, MOST_CHARACTERS), (subject, MOST_IN_SUBJECT)):
        if not part or len(part) > most:
            raise ValueError(f"a text of {len(part)} characters")
        keepable(part)
    if len(subject.splitlines()) > 1:
        raise ValueError("a subject of several lines")
    return Letter(subject, body)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _render(source: str, values: Mapping[str, object]) -> str:
    if not isinstance(source, str):
        raise TypeError(f"a template of {type(source).__name__}")
    context = Context(dict(values), autoescape=False)
    return time_limit.within(SECONDS, lambda: str(_engine().from_string(source).render(context)))


class _MailEngine(Engine):
    default_builtins: ClassVar[list[str]] = ["courses.catalogue.mail_tags"]


@cache
def _engine() -> Engine:
    """Templates that reach no file: nothing can be loaded, included or extended."""
    return _MailEngine(loaders=[], autoescape=False)
