"""The component tags: what they draw, and what they leave alone."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import INFO, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from courses.common import icons
from courses.common.templatetags.components import once

ROOT = Path(settings.BASE_DIR)


def render(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def flat(html: str) -> str:
    """The markup with white space between and inside elements made even."""
    return re.sub(r">\s+<", "><", " ".join(html.split()))


def words(html: str) -> str:
    """What a reader sees."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class Elements(HTMLParser):
    """Collects every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str) -> dict[str, str | None]:
        [only] = [attrs for name, attrs in self.found if name == tag]
        return only

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


class Profile(forms.Form):
    name = forms.CharField(label="Voornaam", help_text="Zo noemen we je.")
    phone = forms.CharField(label="Telefoon", required=False)
    partner = forms.ChoiceField(label="Organisatie", choices=[("a", "Geen"), ("b", "Buurthuis")])
    background = forms.ChoiceField(
        label="Ik doe mee als",
        choices=[("resident", "Bewoner"), ("volunteer", "Vrijwilliger")],
        widget=forms.RadioSelect,
        help_text="Kies er één.",
    )
    channels = forms.MultipleChoiceField(
        label="Hoe kwam je bij ons?",
        choices=[("friend", "Via een bekende"), ("paper", "Via de krant")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remarks = forms.CharField(label="Opmerking", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Ik ga akkoord")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


# --- icons, badges, buttons -------------------------------------------------------------------
def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_meaning_of_its_own():
    quiet = Elements(render('{% icon "check" %}')).one("svg")
    assert (quiet["aria-hidden"], quiet.get("role")) == ("true", None)
    speaking = Elements(render('{% icon "check" label="gedaan" %}')).one("svg")
    assert (speaking.get("aria-hidden"), speaking["role"], speaking["aria-label"]) == (
        None,
        "img",
        "gedaan",
    )


def test_an_unknown_icon_draws_nothing():
    assert render('{% icon "unicorn" %}') == ""


@pytest.mark.parametrize("text", ["<b>x</b>", "a & b"])
def test_text_of_components_is_escaped(text: str):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for source in (
        "{% badge text %}",
        "{% button text %}",
        '{% button_link "/x/" text %}',
        "{% progress 1 2 text %}",
        '{% alert "ok" title=text %}{% endalert %}',
        "{% card title=text %}{% endcard %}",
        "{% definition text text %}",
        "{% reveal text %}{% endreveal %}",
        "{% distribution rows text %}",
    ):
        html = render(source, text=text, rows=[(text, 1)])
        assert escaped in html, source
        assert text not in html, source


def test_a_button_submits_unless_told_otherwise_and_takes_further_attributes():
    html = render('{% button "Verwijder" kind="danger" name="actie" value="weg" form="f" %}')
    assert Elements(html).one("button") == {
        "class": "nl-button nl-button--primary nl-button--negative",
        "type": "submit",
        "name": "actie",
        "value": "weg",
        "form": "f",
    }
    assert words(html) == "Verwijder"


def test_a_button_link_is_a_link():
    html = render('{% button_link "/agenda/" "Agenda" kind="secondary" %}')
    assert Elements(html).one("a") == {
        "class": "nl-button nl-button--secondary",
        "href": "/agenda/",
    }


def test_a_post_button_is_a_form_with_a_token():
    request = RequestFactory().get("/")
    html = render('{% post_button "/weg/" "Meld je af" next="/mijn/" %}', request=request)
    elements = Elements(html)
    assert elements.one("form")["method"] == "post"
    assert elements.one("form")["action"] == "/weg/"
    hidden = {attrs["name"]: attrs["value"] for attrs in elements.all("input")}
    assert sorted(hidden) == ["csrfmiddlewaretoken", "next"]
    assert hidden["next"] == "/mijn/"


@pytest.mark.parametrize(
    ("value", "maximum", "width", "text"),
    [
        (3, 8, "38%", "3 van 8 lessen gedaan"),
        (0, 0, "0%", "0 van 0 lessen gedaan"),
        (9, 8, "100%", "9 van 8 lessen gedaan"),
    ],
)
def test_progress_says_in_words_what_the_bar_shows(value, maximum, width, text):
    html = render("{% progress value maximum label %}", **locals() | {"label": "lessen gedaan"})
    assert words(html) == text
    assert f"inline-size:{width}" in html


# --- blocks -----------------------------------------------------------------------------------
def test_an_alert_names_its_kind_for_screen_readers():
    html = render('{% alert "warning" title="Bijna vol" %}<p>Nog één plek.</p>{% endalert %}')
    assert Elements(html).one("svg")["aria-label"] == "Let op"
    assert words(html) == "Bijna vol Nog één plek."


def test_a_card_with_an_address_has_one_link_in_its_title():
    html = render('{% card title="Bellen" url="/t/" level=2 %}<p>Tekst</p>{% endcard %}')
    assert Elements(html).one("a") == {"href": "/t/"}
    assert "<h2" in html
    assert words(html) == "Bellen Tekst"


def test_facts_without_a_value_are_left_out():
    html = render(
        '{% definition_list %}{% definition "Duur" "3 uur" icon="clock" %}'
        '{% definition "Plaats" "" %}{% definition "Wijk" none %}{% definition "Plekken" 0 %}'
        "{% enddefinition_list %}",
        none=None,
    )
    assert words(html) == "Duur 3 uur Plekken 0"


def test_a_distribution_is_a_table_with_its_caption_and_every_figure():
    html = render('{% distribution rows "Cijfers" %}', rows=[(10, 2), (9, 4), (8, 0)])
    assert words(html) == "Cijfers Antwoord Aantal 10 2 9 4 8 0"
    assert re.findall(r"inline-size:(\d+)%", html) == ["50", "100", "0"]


# --- navigation -------------------------------------------------------------------------------
def test_pagination_keeps_the_other_query_parameters():
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


def test_one_page_needs_no_pagination():
    assert render("{% pagination page %}", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_breadcrumbs_link_to_all_but_this_page():
    html = render("{% breadcrumbs %}", crumbs=[("Home", "/"), ("Agenda", "/agenda/")])
    assert [attrs["href"] for attrs in Elements(html).all("a")] == ["/"]
    assert words(html) == "Home Agenda"
    assert render("{% breadcrumbs %}").strip() == ""


def test_the_navigation_marks_where_we_are():
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
    }


# --- who is signed in -------------------------------------------------------------------------
class _Untouched:
    """Stands for a session that nobody may read."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"the session was asked for {name}")


def test_a_visitor_without_a_cookie_leaves_the_session_alone(rf: RequestFactory):
    from django.contrib.auth.middleware import AuthenticationMiddleware

    request: HttpRequest = rf.get("/")
    request.session = _Untouched()  # type: ignore[assignment]
    AuthenticationMiddleware(lambda r: None).process_request(request)
    html = render("{% signed_in_person as person %}[{{ person|default:'' }}]", request=request)
    assert html == "[]"


def test_a_visitor_has_no_name(rf: RequestFactory):
    request = rf.get("/")
    request.user = AnonymousUser()
    html = render("{% signed_in_person as person %}[{{ person|default:'' }}]", request=request)
    assert html == "[]"


# --- forms ------------------------------------------------------------------------------------
def test_a_text_field_is_tied_to_its_label_and_help():
    elements = Elements(render("{% field form.name %}", form=Profile()))
    control = elements.one("input")
    assert elements.one("label")["for"] == control["id"] == "id_name"
    assert control["aria-describedby"] == "id_name_help"
    assert "aria-invalid" not in control


def test_an_error_is_tied_to_the_field_and_what_was_typed_stays():
    html = render("{% field form.name %}", form=Profile({"name": " " * 3}))
    control = Elements(html).one("input")
    assert control["aria-describedby"] == "id_name_help id_name_error"
    assert control["aria-invalid"] == "true"
    assert 'id="id_name_error"' in html


def test_a_field_that_may_stay_empty_says_so():
    assert words(render("{% field form.phone %}", form=Profile())) == "Telefoon (niet verplicht)"
    assert words(render("{% field form.name help='' %}", form=Profile())) == "Voornaam"


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    form = Profile({"background": "volunteer"})
    elements = Elements(render('{% field form.background style="cards" %}', form=form))
    assert elements.one("fieldset")["aria-describedby"] == "id_background_help"
    assert [
        (attrs["type"], attrs["value"], "checked" in attrs) for attrs in elements.all("input")
    ] == [("radio", "resident", False), ("radio", "volunteer", True)]


def test_several_choices_can_be_made_and_stay_made():
    form = Profile({"channels": ["friend", "paper"]})
    elements = Elements(render("{% field form.channels %}", form=form))
    assert [
        (attrs["type"], attrs["name"], "checked" in attrs) for attrs in elements.all("input")
    ] == [("checkbox", "channels", True), ("checkbox", "channels", True)]


def test_a_group_with_an_error_is_marked():
    html = render("{% field form.background %}", form=Profile({"name": "x"}))
    fieldset = Elements(html).one("fieldset")
    assert fieldset["aria-describedby"] == "id_background_help id_background_error"
    assert fieldset["aria-invalid"] == "true"


def test_a_single_checkbox_stands_before_its_label():
    html = render("{% field form.agreed %}", form=Profile())
    assert words(html) == "Ik ga akkoord"
    assert Elements(html).one("input")["type"] == "checkbox"
    assert Elements(html).one("label")["for"] == "id_agreed"


def test_a_hidden_field_is_only_a_field():
    html = render("{% field form.token %}", form=Profile())
    assert words(html) == ""
    assert Elements(html).one("input")["type"] == "hidden"


def test_attributes_reach_the_control():
    html = render('{% field form.remarks rows=4 data_wordcount="75" %}', form=Profile())
    control = Elements(html).one("textarea")
    assert (control["rows"], control["data-wordcount"]) == ("4", "75")


@pytest.mark.parametrize("name", list(Profile.base_fields))
def test_every_kind_of_field_has_unique_ids(name: str):
    html = render("{% field bound %}", bound=Profile({})[name])
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_the_summary_links_each_error_to_its_field():
    form = Profile({"name": "Sam", "partner": "a", "token": "x"})
    html = render("{% form_errors form %}", form=form)
    targets = [attrs["href"] for attrs in Elements(html).all("a")]
    assert targets == ["#id_background_0", "#id_agreed"]
    whole = render("{% for bound in form %}{% field bound %}{% endfor %}", form=form)
    for target in targets:
        assert f'id="{target[1:]}"' in whole


def test_a_form_without_errors_has_no_summary():
    assert render("{% form_errors form %}", form=Profile()).strip() == ""


def test_components_speak_english_too():
    with translation.override("en"):
        assert flat(render("{% pagination page %}", page=Paginator(range(40), 20).page(1)))


# --- the templates of the project -------------------------------------------------------------
def test_templates_ask_for_icons_that_exist():
    folders = [ROOT / name for name in ("academy", "courses", "plugins", "templates")]
    texts = [path.read_text() for folder in folders for path in folder.rglob("*.html")]
    asked = {
        name
        for text in texts
        # Wagtail's admin has an `icon` tag of its own.
        if re.search(r"\{% load [^%]*\bcomponents\b", text)
        for name in re.findall(r"""(?:\{% icon |\bicon=)["']([\w-]+)["']""", text)
    }
    assert asked - icons.NAMES == set()


def test_messages_that_say_the_same_are_shown_once() -> None:
    given = [Message(INFO, "Dag"), Message(INFO, "Anders"), Message(INFO, "Dag")]
    assert [str(one) for one in once([*given, Message(SUCCESS, "Dag")])] == ["Dag", "Anders", "Dag"]
