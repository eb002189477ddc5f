"""Programs that ask the API something, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.test import Client

from academy.api.enums import Lifetime, Scope
from academy.api.services import create_token

if TYPE_CHECKING:
    from courses.people.models import User

BASE = "/api/v1"


def token_of(person: User, scope: Scope = Scope.READ) -> str:
    """A token that the person made."""
    _made, token = create_token(
        person=person, name="Een programma", scope=scope, lifetime=Lifetime.MONTH
    )
    return token


class Program:
    """A program with the token of a person, or without one."""

    def __init__(self, person: User | None = None, scope: Scope = Scope.READ) -> None:
        headers = {"authorization": f"Bearer {token_of(person, scope)}"} if person else {}
        self.client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        """What is told at a path, which answers with this status."""
        return _told(self.client.get(BASE + path, headers=headers), status)

    def post(self, path: str, status: int = 200, **data: object) -> Any:
        """The same for a change."""
        response = self.client.post(BASE + path, data, content_type="application/json")
        return _told(response, status)

    def delete(self, path: str, status: int = 200) -> Any:
        """The same for taking something away."""
        return _told(self.client.delete(BASE + path), status)


def _told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content
    return response.json()


def kind(problem: dict[str, Any]) -> str:
    """Which kind of problem it is."""
    return str(problem["type"]).partition("#")[2]
