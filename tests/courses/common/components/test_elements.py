"""Icons, buttons, boxes: what they draw, and what they leave alone."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages import INFO, SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from courses.common import icons
from courses.common.components.elements import once
from tests.courses.common.components.markup import Elements, render, words

ROOT = Path(settings.BASE_DIR)


def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_meaning_of_its_own() -> None:
    quiet = Elements(render('{% icon "check" %}')).one("svg")
    assert (quiet["aria-hidden"], quiet.get("role")) == ("true", None)
    speaking = Elements(render('{% icon "check" label="gedaan" %}')).one("svg")
    assert (speaking.get("aria-hidden"), speaking["role"], speaking["aria-label"]) == (
        None,
        "img",
        "gedaan",
    )


def test_an_unknown_icon_draws_nothing() -> None:
    assert render('{% icon "unicorn" %}') == ""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "Kort.",
        "<p>Goed <b>luisteren</b> &amp; vragen</p>",
        "é" * 159 + "e\u0301n",
        "woord " * 60,
        mark_safe("<p>Veilig &amp; wel</p>"),
        "",
    ],
)
def test_a_page_in_short_is_its_text_without_marks_cut_off(text: str, language: str) -> None:
    with translation.override(language):
        plain = Template("{{ text|striptags|truncatechars:160 }}").render(Context({"text": text}))
        for _turn in range(2):
            assert render("{{ text|in_short }}", text=text) == plain


@pytest.mark.parametrize("text", ["<b>x</b>", "a & b"])
def test_text_of_components_is_escaped(text: str) -> None:
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


def test_a_button_submits_unless_told_otherwise_and_takes_further_attributes() -> None:
    html = render('{% button "Verwijder" kind="danger" name="actie" value="weg" form="f" %}')
    assert Elements(html).one("button") == {
        "class": "nl-button nl-button--primary nl-button--negative",
        "type": "submit",
        "name": "actie",
        "value": "weg",
        "form": "f",
    }
    assert words(html) == "Verwijder"


def test_a_button_link_is_a_link() -> None:
    html = render('{% button_link "/agenda/" "Agenda" kind="secondary" %}')
    assert Elements(html).one("a") == {
        "class": "nl-button nl-button--secondary",
        "href": "/agenda/",
    }


def test_a_post_button_is_a_form_with_a_token() -> None:
    request = RequestFactory().get("/")
    html = render('{% post_button "/weg/" "Meld je af" next="/mijn/" %}', request=request)
    elements = Elements(html)
    assert elements.one("form")["method"] == "post"
    assert elements.one("form")["action"] == "/weg/"
    hidden = {attrs["name"]: attrs["value"] for attrs in elements.all("input")}
    assert set(hidden) == {"csrfmiddlewaretoken", "next"}
    assert hidden["next"] == "/mijn/"


@pytest.mark.parametrize(
    ("value", "maximum", "width", "text"),
    [
        (3, 8, "38%", "3 van 8 lessen gedaan"),
        (0, 0, "0%", "0 van 0 lessen gedaan"),
        (9, 8, "100%", "9 van 8 lessen gedaan"),
    ],
)
def test_progress_says_in_words_what_the_bar_shows(
    value: int, maximum: int, width: str, text: str
) -> None:
    html = render("{% progress value maximum label %}", **locals() | {"label": "lessen gedaan"})
    assert words(html) == text
    assert f"inline-size:{width}" in html


def test_an_alert_names_its_kind_for_screen_readers() -> None:
    html = render('{% alert "warning" title="Bijna vol" %}<p>Nog één plek.</p>{% endalert %}')
    assert Elements(html).one("svg")["aria-label"] == "Let op"
    assert words(html) == "Bijna vol Nog één plek."


def test_a_card_with_an_address_has_one_link_in_its_title() -> None:
    html = render('{% card title="Bellen" url="/t/" level=2 %}<p>Tekst</p>{% endcard %}')
    assert Elements(html).one("a") == {"href": "/t/"}
    assert "<h2" in html
    assert words(html) == "Bellen Tekst"


def test_facts_without_a_value_are_left_out() -> None:
    html = render(
        '{% definition_list %}{% definition "Duur" "3 uur" icon="clock" %}'
        '{% definition "Plaats" "" %}{% definition "Wijk" none %}{% definition "Plekken" 0 %}'
        "{% enddefinition_list %}",
        none=None,
    )
    assert words(html) == "Duur 3 uur Plekken 0"


def test_a_distribution_is_a_table_with_its_caption_and_every_figure() -> None:
    html = render('{% distribution rows "Cijfers" %}', rows=[(10, 2), (9, 4), (8, 0)])
    assert words(html) == "Cijfers Antwoord Aantal 10 2 9 4 8 0"
    assert re.findall(r"inline-size:(\d+)%", html) == ["50", "100", "0"]


WAGTAILS_OWN = re.compile(r'\{% include "wagtailadmin/[^%]*%\}')


def test_templates_ask_for_icons_that_exist() -> None:
    folders = [ROOT / name for name in ("academy", "courses", "plugins", "templates")]
    texts = [path.read_text() for folder in folders for path in folder.rglob("*.html")]
    asked = {
        name
        for text in texts
        # Wagtail's admin has an `icon` tag of its own, and its headers have icons of its own.
        if re.search(r"\{% load [^%]*\bcomponents\b", text)
        for name in re.findall(
            r"""(?:\{% icon |\bicon=)["']([\w-]+)["']""", WAGTAILS_OWN.sub("", text)
        )
    }
    assert asked - icons.NAMES == set()


def test_messages_that_say_the_same_are_shown_once() -> None:
    given = [Message(INFO, "Dag"), Message(INFO, "Anders"), Message(INFO, "Dag")]
    assert [str(one) for one in once([*given, Message(SUCCESS, "Dag")])] == ["Dag", "Anders", "Dag"]
