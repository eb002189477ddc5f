"""The first version of the API, and what it answers when something cannot be."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from academy.api import catalogue, figures, own, problems, schemas
from academy.api.invalid_values import in_words
from academy.api.problems import Problem
from courses.common.errors import Refusal
from courses.common.limits import RateLimited
from courses.common.mail import absolute_url
from courses.enrolment.services import HasSeatElsewhere

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja.openapi.schema import OpenAPISchema
    from ninja.operation import Operation

logger = logging.getLogger(__name__)

PREFIX = "api/v1/"

ALWAYS = (400, 401, 422, 429)
"""What any question may be answered with. 401: who sends a token that does not work hears so, also
where none is needed."""


class AcademyApi(NinjaAPI):
    """Ninja's, with problems (RFC 9457) in the document as they are sent."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """What programs call an operation: after what it does, wherever our code for it stands."""
        tag = (operation.tags or [""])[0]
        return f"{tag}_{operation.view_func.__name__}"

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document: OpenAPI 3.1."""
        document = super().get_openapi_schema(**kwargs)
        document["servers"] = [{"url": absolute_url("").rstrip("/") or "/"}]
        shape = schemas.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        components = document["components"]["schemas"]
        components |= shape.pop("$defs", {})
        components["Problem"] = shape
        for path in document["paths"].values():
            for method, operation in path.items():
                operation["summary"] = _(operation["summary"])
                _tell_problems(method, operation)
        return document


def _tell_problems(method: str, operation: dict[str, Any]) -> None:
    found = set(ALWAYS)
    if "security" in operation:
        found |= {403}
    if any(one["in"] == "path" for one in operation.get("parameters", ())):
        found |= {404}
    if operation.get("parameters") and method == "get":
        found |= {404}
    if method != "get":
        found |= {404, 409, 413}
    if operation["operationId"].endswith("download_certificate"):
        found |= {409, 503}
    if "figures" in operation.get("tags", ()):
        found |= {404}
    for status in sorted(found):
        kinds = [kind for kind, (of, _title) in problems.TITLES.items() if of == status]
        operation["responses"][str(status)] = {
            "description": ", ".join(kinds),
            "content": {
                problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }


api = AcademyApi(
    title="Vrijwilligersacademie",
    version="1.0",
    description=(
        "Trainings, editions and seats for everybody; own enrolments, certificates and progress "
        "with a personal token; figures for staff. Texts come in the language of "
        "`Accept-Language`. Errors are problems as of RFC 9457."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("", catalogue.router)
api.add_router("/me", own.router)
api.add_router("/figures", figures.router)
api.add_router("/reports", figures.reports)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response


@api.exception_handler(HasSeatElsewhere)
def _seat_elsewhere(request: HttpRequest, refusal: HasSeatElsewhere) -> HttpResponse:
    return problems.response("seat-elsewhere", str(refusal), edition=refusal.enrolment.edition_id)


@api.exception_handler(Refusal)
def _refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problems.response("refused", str(refusal))


@api.exception_handler(RateLimited)
def _too_often(request: HttpRequest, limited: RateLimited) -> HttpResponse:
    return problems.response("too-often")


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _missing: Http404) -> HttpResponse:
    return problems.response("not-found")


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, _denial: PermissionDenied) -> HttpResponse:
    return problems.response("not-allowed")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    return problems.of_fields(
        [
            (".".join(str(part) for part in error["loc"][1:]), in_words(error))
            for error in invalid.errors
        ]
    )


@api.exception_handler(HttpError)
def _malformed(request: HttpRequest, _error: HttpError) -> HttpResponse:
    """What ninja refuses before an operation is asked: a body that is no JSON."""
    return problems.response("malformed", _("Wat je stuurde, is geen JSON."))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("The API failed at %s", request.path, exc_info=error)
    return problems.response("broken")
