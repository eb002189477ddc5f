"""Kinds of notices of the tests' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.notices import kinds
from courses.notices.kinds import Content, NoticeKind, Placeholder, Script

if TYPE_CHECKING:
    from courses.notices.models import Notice
    from courses.people.enums import ContactWay


class Words:
    """What the notices of the kind say; None is no news any more."""

    def __init__(self) -> None:
        self.values: dict[str, str] | None = {"onderwerp": "Dag {voornaam}", "bericht": "Tot zo!"}
        self.is_broken = False

    def build(self, notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
        if self.is_broken:
            raise RuntimeError("stuk")
        return None if self.values is None else Content(self.values)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Words:
    """The kinds `slow` and `urgent`, which say the same."""
    made = Words()
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    for name, is_urgent in (("slow", False), ("urgent", True)):
        kinds.register(
            NoticeKind(
                name=name,
                title=name,
                template="enrolment_message",
                build=made.build,
                is_urgent=is_urgent,
                is_fleeting=False,
                placeholders=(
                    Placeholder("onderwerp", "het onderwerp", "Dag"),
                    Placeholder("bericht", "de tekst", "Dag"),
                ),
                script=Script(
                    say=("{bericht}",), ask=("Komt het uit?",), note=("Schrijf het op.",)
                ),
            )
        )
    return made
