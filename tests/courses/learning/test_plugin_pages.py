"""Pages of plugins inside a training: open where the plugin is on, for who may, and never a 500."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.template import Context, Template
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils.functional import lazy
from django.utils.safestring import mark_safe

import tests.courses.learning as this_package
from courses.catalogue.models import TrainingPage
from courses.catalogue.services import activate_plugin, save_plugin_settings, stop_keeping
from courses.common.errors import Refusal
from courses.people.enums import Role
from courses.people.models import Partner
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import CourseContext, CourseUrls
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import standing
from courses.plugin_host.models import PluginFault
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

pytestmark = pytest.mark.django_db


class Pages(CourseUrls):
    name = "pages"
    label = "Mijn schrift"
    view: Any = None

    def patterns(self) -> Sequence[Any]:
        return [path("", self.first), path("blad/<int:number>/", self.sheet)]

    def first(self, request: HttpRequest, course: CourseContext) -> Any:
        if self.view is not None:
            return self.view(request, course)
        facts = [course.training_title, course.url, course.takes_part, course.is_staff]
        return HttpResponse(f"{facts} {dict(course.settings)}")

    def sheet(self, request: HttpRequest, course: CourseContext, number: int) -> HttpResponse:
        return HttpResponse(f"blad {number}")


class Notebook(CoursePlugin):
    name = "tests.courses.learning"
    label = "notebook"
    slug = "notebook"
    title = "Schrift"
    pages: Any

    def contributions(self) -> Sequence[Any]:
        return (self.pages,)


@pytest.fixture
def pages(install_plugin: Callable[[Any], Any]) -> Pages:
    plugin = Notebook("tests.courses.learning", this_package)
    plugin.pages = Pages()
    install_plugin(plugin)
    pages: Pages = plugin.pages
    return pages


@pytest.fixture
def training(pages: Pages) -> TrainingPage:
    training = TrainingFactory.create(title="Schrijven", slug="schrijven")
    activate_plugin(training=training, plugin="notebook")
    return training


URL = "/trainingen/schrijven/p/notebook/"


def client_of(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def people_of(training: TrainingPage) -> dict[str, Any]:
    gives, made = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    TrainingPage.objects.filter(pk=training.pk).update(owner=made)
    edition = EditionFactory.create(training=training, trainers=[gives])
    return {
        "visitor": None,
        "stranger": PersonFactory.create(),
        "participant": EnrolmentFactory.create(edition=edition).person,
        "trainer who gives it": gives,
        "trainer who made it": made,
        "other trainer": person_in_role(Role.TRAINER),
        "coordinator": person_in_role(Role.COORDINATOR),
    }


@pytest.mark.parametrize(
    ("audience", "may"),
    [
        (Audience.EVERYONE, {"visitor", "stranger", "other trainer", "participant", "staff"}),
        (Audience.PARTICIPANT, {"participant", "staff"}),
        (Audience.TRAINER, {"staff"}),
        (Audience.COORDINATOR, {"coordinator"}),
        ("nonsense", set()),
    ],
)
def test_a_page_is_for_its_audience(
    pages: Pages, training: TrainingPage, audience: Any, may: set[str]
) -> None:
    pages.audience = audience  # type: ignore[misc]
    staff = {"trainer who gives it", "trainer who made it", "coordinator"}
    expected = may - {"staff"} | (staff if "staff" in may else set())
    statuses = {
        name: client_of(person).get(URL).status_code for name, person in people_of(training).items()
    }
    refused = {name: 302 if name == "visitor" else 403 for name in statuses}
    assert statuses == {name: 200 if name in expected else refused[name] for name in statuses}


def test_the_view_knows_the_training_and_who_looks(pages: Pages, training: TrainingPage) -> None:
    save_plugin_settings(training=training, plugin="notebook", settings={"colour": "blauw"})
    people = people_of(training)
    seen = client_of(people["participant"]).get(URL)
    assert seen.content.decode() == f"['Schrijven', '{URL}', True, False] {{'colour': 'blauw'}}"
    assert seen["Cache-Control"] == "private, no-store"
    assert client_of(people["coordinator"]).get(f"{URL}blad/7/").content == b"blad 7"


def test_where_it_is_off_every_address_is_closed(pages: Pages, training: TrainingPage) -> None:
    pages.audience = Audience.EVERYONE  # type: ignore[misc]
    other = TrainingFactory.create()
    client = client_of(person_in_role(Role.COORDINATOR))
    assert client.get(URL).status_code == 200
    for address in (
        f"/trainingen/{other.slug}/p/notebook/",
        "/trainingen/schrijven/p/nobody/",
        "/trainingen/nergens/p/notebook/",
        f"{URL}blad/x/",
        f"{URL}\x00",
    ):
        assert client.get(address).status_code == 404
    standing.switch(plugin="notebook", on=False)
    standing.forget()
    assert client.get(URL).status_code == 404
    standing.switch(plugin="notebook", on=True)
    standing.forget()
    activate_plugin(training=training, plugin="notebook", active=False)
    assert client.get(URL).status_code == 404


def test_a_training_that_is_not_public_has_no_pages(pages: Pages, training: TrainingPage) -> None:
    training.unpublish()
    stop_keeping(page=training)
    assert client_of(person_in_role(Role.COORDINATOR)).get(URL).status_code == 404


def test_the_training_links_to_the_first_page_for_who_may_open_it(
    pages: Pages, training: TrainingPage
) -> None:
    people = people_of(training)
    link = f'<a class="utrecht-link" href="{URL}">Mijn schrift</a>'
    shown = {
        name: link in client_of(person).get("/trainingen/schrijven/").content.decode()
        for name, person in people.items()
        if name in ("visitor", "stranger", "participant", "coordinator")
    }
    assert shown == {
        "visitor": False,
        "stranger": False,
        "participant": True,
        "coordinator": True,
    }


def test_an_escaped_label(pages: Pages, training: TrainingPage) -> None:
    pages.audience = Audience.EVERYONE  # type: ignore[misc]
    pages.label = "<script>"  # type: ignore[misc]
    page = client_of(None).get("/trainingen/schrijven/").content.decode()
    assert ("&lt;script&gt;</a>" in page, "<script></a>" in page) == (True, False)
    pages.label = mark_safe("<script>")  # type: ignore[misc]
    page = client_of(None).get("/trainingen/schrijven/?2").content.decode()
    assert ("&lt;script&gt;</a>" in page, "<script></a>" in page) == (True, False)


# --- Failures ---------------------------------------------------------------------------------


def _raises(request: HttpRequest, course: CourseContext) -> HttpResponse:
    raise RuntimeError("geheim")


def _nothing(request: HttpRequest, course: CourseContext) -> None:
    return None


def _text(request: HttpRequest, course: CourseContext) -> str:
    return "tekst"


def _server_error(request: HttpRequest, course: CourseContext) -> HttpResponse:
    return HttpResponse("x", status=500)


def _bad_template(request: HttpRequest, course: CourseContext) -> SimpleTemplateResponse:
    return SimpleTemplateResponse("there/is/none.html")


def _bad_sql(request: HttpRequest, course: CourseContext) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    return HttpResponse("x")


def _open_block(request: HttpRequest, course: CourseContext) -> HttpResponse:
    transaction.atomic().__enter__()
    return HttpResponse("x")


def _refusal_without_words(request: HttpRequest, course: CourseContext) -> HttpResponse:
    raise Refusal(lazy(lambda: str(1 / 0), str)())


def _no_status(request: HttpRequest, course: CourseContext) -> HttpResponse:
    response = HttpResponse("x")
    response.status_code = 1
    return response


def _closed_file(request: HttpRequest, course: CourseContext) -> FileResponse:
    file = BytesIO(b"abc")
    response = FileResponse(file)
    file.close()
    return response


def _template_that_raises(request: HttpRequest, course: CourseContext) -> HttpResponse:
    return HttpResponse(Template("{% load nothing %}").render(Context()))


FAILING = [
    _raises,
    _nothing,
    _text,
    _server_error,
    _bad_template,
    _bad_sql,
    _open_block,
    _template_that_raises,
    _refusal_without_words,
    _no_status,
    _closed_file,
]


@pytest.mark.parametrize("view", FAILING)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_view_that_fails_is_a_plain_page(
    pages: Pages, training: TrainingPage, view: Any, method: str
) -> None:
    pages.view = view
    response = getattr(client_of(person_in_role(Role.COORDINATOR)), method)(URL)
    text = response.content.decode()
    assert (response.status_code, "Dit onderdeel werkt nu niet" in text) == (404, True)
    assert "geheim" not in text
    assert PluginFault.objects.get().place == "CourseUrls pages"


@pytest.mark.parametrize(
    ("answer", "status"),
    [(Http404(), 404), (PermissionDenied(), 403), (Refusal("Dat is al gedaan."), 409)],
)
def test_a_view_may_say_no(
    pages: Pages, training: TrainingPage, answer: Exception, status: int
) -> None:
    def says_no(request: HttpRequest, course: CourseContext) -> HttpResponse:
        raise answer

    pages.view = says_no
    response = client_of(person_in_role(Role.COORDINATOR)).get(URL)
    assert response.status_code == status
    if isinstance(answer, Refusal):
        assert "Dat is al gedaan." in response.content.decode()
    assert not PluginFault.objects.exists()


def test_a_refusal_marked_as_html_is_escaped(pages: Pages, training: TrainingPage) -> None:
    def says_no(request: HttpRequest, course: CourseContext) -> HttpResponse:
        raise Refusal(mark_safe("<script>1</script>"))

    pages.view = says_no
    response = client_of(person_in_role(Role.COORDINATOR)).get(URL)
    text = response.content.decode()
    assert (response.status_code, "&lt;script&gt;1" in text, "<script>1" in text) == (
        409,
        True,
        False,
    )


def test_what_a_failing_view_wrote_is_undone(pages: Pages, training: TrainingPage) -> None:
    def half(request: HttpRequest, course: CourseContext) -> HttpResponse:
        Partner.objects.create(name="Half")
        raise RuntimeError

    pages.view = half
    client_of(person_in_role(Role.COORDINATOR)).post(URL)
    assert not Partner.objects.exists()


@pytest.mark.parametrize("patterns", [None, 42, ["x"], [object()]])
def test_addresses_that_are_none_are_closed(
    pages: Pages, training: TrainingPage, patterns: Any
) -> None:
    pages.patterns = lambda: patterns  # type: ignore[method-assign]
    client = client_of(person_in_role(Role.COORDINATOR))
    assert client.get(URL).status_code == 404
    assert client.get("/trainingen/schrijven/").status_code == 200


def test_a_file_may_be_streamed(pages: Pages, training: TrainingPage) -> None:
    pages.view = lambda request, course: StreamingHttpResponse([b"een", b"twee"])
    response = client_of(person_in_role(Role.COORDINATOR)).get(URL)
    assert response.getvalue() == b"eentwee"


def test_a_stream_that_fails_halfway_ends_there(pages: Pages, training: TrainingPage) -> None:
    def parts() -> Iterator[bytes]:
        yield b"een"
        raise RuntimeError

    pages.view = lambda request, course: StreamingHttpResponse(parts())
    response = client_of(person_in_role(Role.COORDINATOR)).get(URL)
    assert (response.status_code, response.getvalue()) == (200, b"een")
    assert PluginFault.objects.get().place == "CourseUrls pages"


def test_a_large_file_comes_whole(pages: Pages, training: TrainingPage) -> None:
    content = bytes(range(256)) * 1000
    pages.view = lambda request, course: FileResponse(BytesIO(content), filename="a.pdf")
    response = client_of(person_in_role(Role.COORDINATOR)).get(URL)
    assert (response["Content-Length"], response["Content-Type"]) == ("256000", "application/pdf")
    assert response.getvalue() == content


def test_a_response_that_cannot_be_closed_is_reported(pages: Pages, training: TrainingPage) -> None:
    def view(request: HttpRequest, course: CourseContext) -> HttpResponse:
        response = HttpResponse("x")
        response.close = lambda: 1 / 0  # type: ignore[method-assign, assignment]
        return response

    pages.view = view
    response = client_of(person_in_role(Role.COORDINATOR)).get(URL)
    assert (response.status_code, response.content, response.closed) == (200, b"x", True)
    assert PluginFault.objects.get().error == "ZeroDivisionError"


# --- The session ------------------------------------------------------------------------------


def _nothing_more(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


def _says_no(request: HttpRequest) -> HttpResponse:
    raise Refusal("Nee.")


def _not_there(request: HttpRequest) -> HttpResponse:
    raise Http404


def _other_session(request: HttpRequest) -> HttpResponse:
    request.session = {}  # type: ignore[assignment]
    return HttpResponse("x")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("kept", "then", "status", "faults"),
    [
        ("blauw", _nothing_more, 200, 0),
        ("blauw", _other_session, 200, 0),
        ("blauw", _says_no, 409, 0),
        (object(), _nothing_more, 404, 1),
        (object(), _says_no, 409, 0),
        (object(), _not_there, 404, 0),
    ],
)
def test_the_session_keeps_what_can_be_kept_when_all_goes_well(
    pages: Pages,
    training: TrainingPage,
    method: str,
    kept: Any,
    then: Callable[[HttpRequest], HttpResponse],
    status: int,
    faults: int,
) -> None:
    def view(request: HttpRequest, course: CourseContext) -> HttpResponse:
        request.session["colour"] = kept
        Partner.objects.create(name="Nieuw")
        return then(request)

    client = client_of(person_in_role(Role.COORDINATOR))
    session = client.session
    session["before"] = [1]
    session.save()
    pages.view = view
    assert getattr(client, method)(URL).status_code == status
    assert PluginFault.objects.count() == faults
    after = client.session
    well = status == 200
    assert (after["before"], after.get("colour")) == ([1], "blauw" if well else None)
    if method == "post":
        assert Partner.objects.exists() == well
    assert client.get("/mijn/").status_code == 200


# --- Contributions that are odd ---------------------------------------------------------------


@dataclass
class Unhashable(Pages):
    """As a data class has it, with a comparison and so without a hash."""


def test_pages_that_cannot_be_hashed_are_pages(
    install_plugin: Callable[[Any], Any], pages: Pages, training: TrainingPage
) -> None:
    plugin = Notebook("tests.courses.learning", this_package)
    plugin.pages = Unhashable()
    install_plugin(plugin)
    client = client_of(person_in_role(Role.COORDINATOR))
    assert client.get(f"{URL}blad/7/").content == b"blad 7"
    assert f'href="{URL}">Mijn schrift</a>' in client.get("/trainingen/schrijven/").content.decode()


def test_the_addresses_are_asked_once_and_again_after_a_failure(
    pages: Pages, training: TrainingPage
) -> None:
    asked: list[bool] = []

    def patterns() -> Sequence[Any]:
        asked.append(True)
        if len(asked) == 1:
            raise RuntimeError
        return [path("", pages.first)]

    pages.patterns = patterns  # type: ignore[method-assign]
    client = client_of(person_in_role(Role.COORDINATOR))
    assert [client.get(URL).status_code for _turn in range(3)] == [404, 200, 200]
    assert len(asked) == 2


@pytest.mark.parametrize("name", ["audience", "label"])
def test_pages_that_cannot_say_what_they_are_have_no_link(
    pages: Pages, training: TrainingPage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fails(self: Pages) -> Any:
        raise RuntimeError

    monkeypatch.setattr(Pages, name, property(fails))
    page = client_of(person_in_role(Role.COORDINATOR)).get("/trainingen/schrijven/")
    assert (page.status_code, URL in page.content.decode()) == (200, False)


def test_links_cost_no_more_queries_with_more_plugins(
    pages: Pages, training: TrainingPage, install_plugin: Callable[[Any], Any]
) -> None:
    client = client_of(EnrolmentFactory.create(training=training).person)

    def count() -> int:
        client.get("/trainingen/schrijven/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/trainingen/schrijven/").content.decode()
        numbers.append(page.count("Mijn schrift"))
        # Here everything happens in a transaction, in which each call has a savepoint.
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    numbers: list[int] = []
    one = count()
    for slug in ("second", "third"):
        more = type(slug, (Notebook,), {"slug": slug, "label": slug})(
            "tests.courses.learning", this_package
        )
        more.pages = Pages()
        install_plugin(more)
        activate_plugin(training=training, plugin=slug)
    assert (count(), numbers) == (one, [1, 3])
