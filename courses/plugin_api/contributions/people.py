"""What a plugin keeps about people."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from courses.plugin_api.contributions.base import Contribution, Json, Text


class PersonalData(Contribution):
    """Shows and erases what the plugin keeps about a person.

    Demanded of every plugin with models. Called when a person downloads the own data and when a
    person is erased, also where the plugin is switched off: what is kept is kept.
    When `export` fails, the download says that this part is missing. When `erase` fails, nothing
    at all is erased and the administrator is told why.
    """

    label: ClassVar[Text]
    """What it is, for the person: "Je opdrachten"."""

    @abstractmethod
    def export(self, person_id: int) -> Json:
        """Everything about the person, as JSON that people can read; None for nothing."""

    @abstractmethod
    def erase(self, person_id: int) -> None:
        """Remove everything about the person; called in a transaction, harmless to repeat.

        Raises:
            Refusal: something must be kept; its sentence tells the administrator what. Nothing
                at all is erased then.
        """
