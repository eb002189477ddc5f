"""Where somebody is, and who it is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tests.courses.common.components.markup import Elements, flat, render, words


def test_pagination_keeps_the_other_query_parameters() -> None:
    request = RequestFactory().get("/trainingen/", {"thema": "rouw", "pagina": "2"})
    page = Paginator(range(60), 20).page(2)
    html = render("{% pagination page_obj %}", page_obj=page, request=request)
    assert [attrs["href"] for attrs in Elements(html).all("a")] == [
        "?thema=rouw&pagina=1",
        "?thema=rouw&pagina=1",
        "?thema=rouw&pagina=3",
        "?thema=rouw&pagina=3",
    ]
    assert 'aria-current="page"' in html


def test_one_page_needs_no_pagination() -> None:
    assert render("{% pagination page %}", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_breadcrumbs_link_to_all_but_this_page() -> None:
    html = render("{% breadcrumbs %}", crumbs=[("Home", "/"), ("Agenda", "/agenda/")])
    assert [attrs["href"] for attrs in Elements(html).all("a")] == ["/"]
    assert words(html) == "Home Agenda"
    assert render("{% breadcrumbs %}").strip() == ""


def test_the_navigation_marks_where_we_are() -> None:
    request = RequestFactory().get("/trainingen/bellen/")
    marked = {
        attrs["href"]: attrs.get("aria-current")
        for attrs in Elements(render("{% main_nav %}", request=request)).all("a")
    }
    assert marked == {
        "/trainingen/": "true",
        "/agenda/": None,
        "/leerlijnen/": None,
        "/lezingen/": None,
        "/zoeken/": None,
    }


def test_components_speak_english_too() -> None:
    with translation.override("en"):
        assert flat(render("{% pagination page %}", page=Paginator(range(40), 20).page(1)))


class _Untouched:
    """Stands for a session that nobody may read."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"the session was asked for {name}")


def test_a_visitor_without_a_cookie_leaves_the_session_alone(rf: RequestFactory) -> None:
    from django.contrib.auth.middleware import AuthenticationMiddleware

    request: HttpRequest = rf.get("/")
    request.session = _Untouched()  # type: ignore[assignment]
    AuthenticationMiddleware(lambda _request: HttpResponse()).process_request(request)
    html = render("{% signed_in_person as person %}[{{ person|default:'' }}]", request=request)
    assert html == "[]"


def test_a_visitor_has_no_name(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    html = render("{% signed_in_person as person %}[{{ person|default:'' }}]", request=request)
    assert html == "[]"


@pytest.mark.django_db
def test_breadcrumbs_of_a_page_are_its_own_way_and_ask_nothing_themselves(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.factories import TrainingFactory

    training = TrainingFactory.create(title="Bellen")
    home, catalogue = list(training.get_ancestors())[1:]
    assert training.trail(None) == [
        ("Home", home.get_url()),
        (catalogue.title, catalogue.get_url()),
        ("Bellen", ""),
    ]

    monkeypatch.setattr(training, "trail", lambda _request: [("Home", "/"), ("Bellen", "")])
    with django_assert_num_queries(0):
        html = render("{% breadcrumbs %}", page=training)
    assert words(html) == "Home Bellen"
