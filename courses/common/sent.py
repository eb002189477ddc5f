"""A form that was sent and could not be taken: what was in it, to carry it on."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that send nothing."""

NOT_CONTENT = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True)
class SentForm:
    """Where a form goes, and the values by name of the field."""

    action: str
    values: dict[str, list[str]]
    with_file: bool

    @property
    def texts(self) -> list[str]:
        """What looks written by a person, to show it; the other values are choices."""
        found = (text.strip() for texts in self.values.values() for text in texts)
        return [text for text in found if any(sign.isspace() for sign in text)]

    @property
    def inputs(self) -> list[tuple[str, str]]:
        """Each value with the name of its field."""
        return [(name, text) for name, texts in self.values.items() for text in texts]

    @property
    def signs(self) -> int:
        """How much it is, in signs."""
        return sum(len(name) + sum(map(len, texts)) for name, texts in self.values.items())


def sent_in(request: HttpRequest) -> SentForm:
    """What was sent with a request, but for its token."""
    values = {
        name: [str(text) for text in texts]
        for name, texts in request.POST.lists()
        if name not in NOT_CONTENT
    }
    return SentForm(request.get_full_path(), values, bool(request.FILES))
