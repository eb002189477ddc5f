"""A form that was sent and could not be taken: what was in it, to carry it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that send nothing."""

CARRIED = "teruggegeven"
"""The field by which a page that holds what was sent says so, when it sends it again."""

NOT_CONTENT = frozenset({"csrfmiddlewaretoken", CARRIED})

LABEL = "vraag-"
"""A form may send along what the field with the rest of the name is called, so that choices can be
shown without asking the server who may know the question."""

MARK = "__"
"""What a value begins with that is no words, such as a choice for one's own words below it."""


def say_it_waits(request: HttpRequest) -> None:
    """Say that what this form sent waits in the session until somebody has signed in: nothing is
    lost then, and no page need hold it."""
    request.sent_form_waits = True  # type: ignore[attr-defined]


def waits(request: HttpRequest) -> bool:
    """Whether that was said."""
    return getattr(request, "sent_form_waits", False)


@dataclass(frozen=True)
class FormSubmission:
    """Where a form goes, and the values by name of the field."""

    action: str
    values: dict[str, list[str]]
    with_file: bool

    @property
    def texts(self) -> list[str]:
        """What looks written by a person, to show it; the other values are choices."""
        found = (
            text.strip()
            for name, texts in self.values.items()
            if not self._is_labelled(name)
            for text in texts
        )
        return [text for text in found if any(character.isspace() for character in text)]

    @property
    def answers(self) -> list[tuple[str, list[str]]]:
        """Of the fields that are called something: what was chosen or written there."""
        found = [
            (labels[0], list(filter(_is_words, self.values.get(name.removeprefix(LABEL), ()))))
            for name, labels in self.values.items()
            if name.startswith(LABEL)
        ]
        return [(label, texts) for label, texts in found if texts]

    def _is_labelled(self, name: str) -> bool:
        return name.startswith(LABEL) or f"{LABEL}{name}" in self.values

    @property
    def inputs(self) -> list[tuple[str, str]]:
        """Each value with the name of its field."""
        return [(name, text) for name, texts in self.values.items() for text in texts]

    @property
    def characters(self) -> int:
        """How much it is: how many characters."""
        return sum(len(name) + sum(map(len, texts)) for name, texts in self.values.items())


def _is_words(text: str) -> bool:
    return bool(text.strip()) and not text.startswith(MARK)


def submission_of(request: HttpRequest) -> FormSubmission:
    """What was sent with a request, but for its token."""
    values = {
        name: [str(text) for text in texts]
        for name, texts in request.POST.lists()
        if name not in NOT_CONTENT
    }
    return FormSubmission(request.get_full_path(), values, bool(request.FILES))
