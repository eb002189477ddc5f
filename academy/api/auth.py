"""What an operation asks of a token."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from academy.api.enums import Scope
from academy.api.models import PersonalToken
from academy.api.problems import Problem
from courses.common import clock
from courses.people.models import User
from courses.people.queries import is_coordinator, is_trainer, second_factor_due
from courses.people.services import ask_second_factor


class Token(HttpBearer):
    """A personal token that may do this. Who it belongs to, the gate has found out."""

    def __init__(self, scope: Scope = Scope.READ) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:  # noqa: ANN401 - as its base says
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> PersonalToken:
        """The token of this request.

        Raises:
            Problem: there is none, or it may only read.
        """
        found: PersonalToken | None = getattr(request, "api_token", None)
        if found is None:
            raise Problem("no-token", headers={"WWW-Authenticate": "Bearer"})
        if self.scope == Scope.ENROL and found.scope != Scope.ENROL:
            raise Problem("not-allowed", _("Met deze sleutel kun je alleen lezen."))
        return found


def person_of(request: HttpRequest) -> User:
    """Whose token it is.

    Raises:
        Problem: nobody's.
    """
    if not isinstance(request.user, User):
        raise Problem("no-token")
    return request.user


def staff_of(request: HttpRequest) -> User:
    """The same where only staff may look.

    Raises:
        Problem: it is nobody's, or of who sees no figures; or of somebody who should have a second
            factor by now to enter the administration: a token is no way around that.
    """
    person = person_of(request)
    if not (is_coordinator(person) or is_trainer(person)):
        raise Problem("not-allowed", _("Dit is voor trainers en coördinatoren."))
    due = second_factor_due(person)
    if due is not None and person.factor_asked_at is None:
        # Who only works with a program opens no page that would begin to count the days.
        ask_second_factor(person=person)
    if due is not None and clock.today() >= due:
        raise Problem("not-allowed", _("Zet eerst inloggen met twee stappen aan."))
    return person
