"""What the academy wrote, read in another language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, ngettext, override

from courses.catalogue.blocks import NEW_STEP
from courses.catalogue.models import LessonPage
from courses.common.content_language import DUTCH, ReadingLanguage, reading_in
from courses.translations.models import ContentLanguage
from courses.translations.queries import catalogue_of, offered
from courses.translations.reading import (
    Words,
    _bodies,
    marked,
    marks_of,
    pages_also_in,
    read,
    read_page,
    reading_state_of,
    written,
)
from courses.translations.segments import Segment, segments_of
from courses.translations.services import TypedText, save_texts
from tests.factories import PersonFactory, TrainingFactory, make_lesson

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def arabic(**fields: object) -> ContentLanguage:
    values = {"code": "ar", "name": "العربية", "right_to_left": True, "is_on": True, **fields}
    language: ContentLanguage = ContentLanguage.objects.create(**values)
    return language


def translate(language: ContentLanguage, page: Page | None, texts: dict[str, str]) -> None:
    typed = [
        TypedText(Segment("", source, "", is_html="<" in source), "", text)
        for source, text in texts.items()
    ]
    result = save_texts(language=language, page=page, typed=typed, actor=None)
    assert (result.saved, result.wrong) == (len(texts), {})


def a_lesson() -> LessonPage:
    training = TrainingFactory.create(title="Luisteren naar elkaar", slug="luisteren")
    return make_lesson(
        training,
        title="Stil zijn",
        slug="stil-zijn",
        summary="",
        is_open=True,
        body=[
            ("heading", "Even wachten"),
            ("paragraph", "<p>Tel tot <b>drie</b>.</p><p>Kijk dan op.</p>"),
            ("tips", {"title": "Drie tips", "items": ["Adem uit", "123"], "on_card": True}),
        ],
    )


def test_every_text_of_a_page_is_found_and_what_is_none_is_not() -> None:
    assert [(one.label, one.source) for one in segments_of(a_lesson())] == [
        ("Titel", "Stil zijn"),
        ("Tussenkop", "Even wachten"),
        ("Tekst", "Tel tot <b>drie</b>."),
        ("Tekst", "Kijk dan op."),
        ("Titel", "Drie tips"),
        ("Tips", "Adem uit"),
    ]


def test_a_block_is_translated_whole_or_not_at_all(client: Client) -> None:
    lesson = a_lesson()
    english = ContentLanguage.objects.get(code="en")
    translate(
        english,
        lesson,
        {
            "Luisteren naar elkaar": "Listening to each other",
            "Even wachten": "Wait a moment",
            "Tel tot <b>drie</b>.": "Count to <b>three</b>.",
            "Drie tips": "Three tips",
            "Adem uit": "Breathe out",
        },
    )
    client.cookies["taal"] = "en"
    html = client.get("/trainingen/luisteren/lessen/stil-zijn/").content.decode()
    main = re.sub(r"\s+", " ", html[html.index("<article") : html.index("</article>")])
    assert 'lang="en"> <a class="utrecht-link" href="/trainingen/luisteren/">Listening' in main
    assert '<h1 class="utrecht-heading-1" lang="nl">Stil zijn</h1>' in main
    with override("en"):
        assert gettext("Een deel van deze les is in het Nederlands.") in main
    assert re.findall(r'<(?:h2|div|section|aside)[^>]* lang="(..)"[^>]*>', main) == [
        "nl",
        "en",
        "nl",
        "en",
    ]
    # One paragraph of two has English, so both stay Dutch.
    assert "Tel tot <b>drie</b>." in main
    assert "Count to" not in main
    # In Dutch nothing changed.
    client.cookies["taal"] = "nl"
    html = client.get("/trainingen/luisteren/lessen/stil-zijn/").content.decode()
    assert "Even wachten" in html
    assert 'lang="en"' not in html[html.index("<article") : html.index("</article>")]


def test_a_third_language_runs_the_other_way_and_its_screens_are_dutch(client: Client) -> None:
    lesson = a_lesson()
    translate(arabic(note="الأزرار بالهولندية"), lesson, {"Stil zijn": "الصمت"})
    client.cookies["taal"] = "ar"
    html = client.get("/trainingen/luisteren/lessen/stil-zijn/").content.decode()
    assert '<html lang="nl">' in html
    assert 'lang="ar" dir="rtl">الأزرار بالهولندية' in html
    assert '<h1 class="utrecht-heading-1" lang="ar" dir="rtl">الصمت</h1>' in html
    assert 'value="en"' in html
    # Switched off, whoever chose it reads Dutch.
    ContentLanguage.objects.filter(code="ar").update(is_on=False)
    html = client.get("/trainingen/luisteren/lessen/stil-zijn/").content.decode()
    assert "الصمت" not in html


def test_a_visitor_chooses_any_language_that_is_on_and_no_other(client: Client) -> None:
    arabic(is_on=False)
    for code, kept in (("en", "en"), ("ar", ""), ("nl", "nl"), ("<b>", "")):
        client.cookies.clear()
        client.post("/taal/", {"language": code, "next": "/"})
        cookie = client.cookies.get("taal")
        assert (cookie.value if cookie else "") == kept


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>One</p>", '<p lang="en">One</p>'),
        (' <div class="a"><img src="b"><p>c</p></div> ', ' <div lang="en" class="a"><img src="b">'
                                                         "<p>c</p></div> "),
        ("<p>One</p><p>Two</p>", '<div lang="en"><p>One</p><p>Two</p></div>'),
        ("Words", '<div lang="en">Words</div>'),
        ("<p>One</p> and", '<div lang="en"><p>One</p> and</div>'),
        ('<p lang="fr">Un</p>', '<div lang="en"><p lang="fr">Un</p></div>'),
        ("", ""),
    ],
)  # fmt: skip
def test_the_language_stands_on_the_block_itself(html: str, shown: str) -> None:
    assert marked(html, 'lang="en"') == shown
    assert marked(html, "") == html


def test_who_chooses_a_language_on_the_page_to_sign_in_stays_there(client: Client) -> None:
    door = "/account/login/?next=/mijn/"
    answer = client.post("/taal/", {"language": "en", "next": door})
    assert (answer.status_code, answer.headers["Location"]) == (302, door)


def test_the_file_with_own_data_is_in_the_language_of_who_asks(client: Client) -> None:
    client.force_login(PersonFactory.create(first_name="Sanne", last_name="Smit"))
    client.cookies["taal"] = "en"
    document = client.get("/mijn/gegevens/download/").json()
    with override("en"):
        assert document[gettext("wie je bent")][gettext("naam")] == "Sanne Smit"


def test_words_that_changed_are_dutch_again_until_somebody_translates_them() -> None:
    lesson = a_lesson()
    english = ContentLanguage.objects.get(code="en")
    translate(english, lesson, {"Stil zijn": "Being silent"})
    with override("en"):
        assert read_page(lesson).title == "Being silent"
        lesson.title = "Samen stil zijn"
        state = reading_state_of(read_page(lesson))
        assert state is not None
        assert (state.is_source, state.is_whole) == (True, False)


def test_a_page_in_another_language_cannot_be_saved_over_the_dutch() -> None:
    lesson = a_lesson()
    translate(ContentLanguage.objects.get(code="en"), lesson, {"Stil zijn": "Being silent"})
    with override("en"), pytest.raises(TypeError):
        read_page(lesson).save()
    assert LessonPage.objects.get(pk=lesson.pk).title == "Stil zijn"


def test_what_is_made_in_another_language_than_the_screens_does_not_follow_the_reader() -> None:
    translate(arabic(), None, {"Stil zijn": "الصمت"})
    translate(ContentLanguage.objects.get(code="en"), None, {"Stil zijn": "Being silent"})
    reader = ReadingLanguage("ar", "العربية", "nl", right_to_left=True)
    with override("nl"), reading_in(reader):
        assert (read("Stil zijn"), written("Stil zijn")) == ("الصمت", "Stil zijn")
        assert marks_of(read("Stil zijn")) == 'lang="ar" dir="rtl"'
        with override("en"):
            assert (read("Stil zijn"), written("Stil zijn")) == ("Being silent",) * 2
    with override("nl"), reading_in(DUTCH):
        assert not isinstance(read("Stil zijn"), Words)


def test_a_translation_brings_no_html_of_its_own() -> None:
    lesson = a_lesson()
    english = ContentLanguage.objects.get(code="en")
    segment = Segment("body:1", "Kijk dan op.", "", is_html=True)
    typed = [TypedText(segment, "", "Then <script>alert(1)</script> look up.")]
    result = save_texts(language=english, page=lesson, typed=typed, actor=None)
    assert (result.saved, list(result.wrong)) == (0, ["Kijk dan op."])


def test_who_reads_english_sees_which_lesson_and_which_step_is_in_dutch(client: Client) -> None:
    lesson = a_lesson()
    body = [
        ("heading", "Even wachten"),
        (NEW_STEP, None),
        ("heading", "En dan"),
        (NEW_STEP, None),
        ("heading", "Tot slot"),
    ]
    steps = make_lesson(
        lesson.training, slug="bellen", title="Elkaar bellen", summary="", is_open=True, body=body
    )
    english = ContentLanguage.objects.get(code="en")
    translate(
        english,
        steps,
        {"Elkaar bellen": "Calling", "Even wachten": "Wait a moment", "Tot slot": "In the end"},
    )
    overview, address = "/trainingen/luisteren/", "/trainingen/luisteren/lessen/bellen/"
    assert "in het Nederlands" not in client.get(overview).content.decode()
    client.cookies["taal"] = "en"
    read = client.get(overview).content.decode()
    with override("en"):
        marked = f"· {gettext('in het Nederlands')}"
        part = "Een deel van deze les is in het Nederlands: stap %(steps)s."
        named = ngettext(part, part, 1)
        partly = f"· {gettext('voor een deel in het Nederlands')}"
        here = gettext("Deze stap is in het Nederlands, of een deel ervan.")
    assert read.count(marked) == 1
    assert read.index(">Stil zijn</a>") < read.index(marked) < read.index(">Calling</a>")
    assert read.index(">Calling</a>") < read.index(partly)
    assert named % {"steps": "2"} in client.get(address).content.decode()
    told = [here in client.get(f"{address}?stap={one}").content.decode() for one in (1, 2, 3)]
    assert told == [False, True, False]


def test_who_reads_dutch_is_told_at_the_top_that_a_lesson_is_in_another_language_too(
    client: Client,
) -> None:
    lesson = a_lesson()
    address = "/trainingen/luisteren/lessen/stil-zijn/"
    said = "Lees deze les ook in:"
    assert said not in client.get(address).content.decode()
    english = ContentLanguage.objects.get(code="en")
    box = {"Drie tips": "Three tips", "Adem uit": "Breathe out"}
    translate(english, lesson, {"Stil zijn": "Being still", "Even wachten": "Wait a moment", **box})
    page = client.get(address).content.decode()
    form = page.partition(said)[2].partition("</form>")[0]
    assert re.search(r'<button [^>]*lang="en" name="language" [^>]*value="en">', form)
    answer = client.post("/taal/", {"language": "en", "next": address}, follow=True)
    html = answer.content.decode()
    assert "Being still" in html
    # And back, for who compares the two.
    form = html.partition("Also read this lesson in:")[2].partition("</form>")[0]
    assert re.search(r'<button [^>]*lang="nl" name="language" [^>]*value="nl">', form)


def test_each_step_of_a_lesson_has_the_way_to_the_other_language(client: Client) -> None:
    lesson = a_lesson()
    body = [("heading", "Begin"), (NEW_STEP, None), ("heading", "En dan")]
    other = make_lesson(
        lesson.training, slug="bellen", title="Elkaar bellen", summary="", is_open=True, body=body
    )
    english = ContentLanguage.objects.get(code="en")
    translate(english, other, {"Elkaar bellen": "Calling", "Begin": "Start", "En dan": "Then"})
    address = "/trainingen/luisteren/lessen/bellen/"
    for shown in ("", "?stap=2", "?alles=1"):
        page = client.get(f"{address}{shown}").content.decode()
        assert page.count("Lees deze les ook in:") == 1, shown
    # A lesson that is Dutch all the same leads nowhere else.
    client.cookies["taal"] = "en"
    page = client.get("/trainingen/luisteren/lessen/stil-zijn/").content.decode()
    assert "Also read this lesson in:" not in page


def test_who_reads_dutch_sees_which_lessons_are_in_another_language_too(client: Client) -> None:
    first = a_lesson()
    english = ContentLanguage.objects.get(code="en")
    box = {"Drie tips": "Three tips", "Adem uit": "Breathe out"}
    translate(english, first, {"Stil zijn": "Being still", "Even wachten": "Wait a moment", **box})
    body = [("heading", "Begin")]
    for title in ("Bellen", "Lopen"):
        make_lesson(first.training, slug=title.lower(), title=title, summary="", body=body)
    lessons = list(LessonPage.objects.defer("body").order_by("pk"))
    costs = []
    for pages in (lessons[:1], lessons):
        _bodies.clear()
        catalogue_of(offered()["en"])
        with CaptureQueriesContext(connection) as asked:
            found = pages_also_in(pages)
        costs.append(len(asked))
        assert {key: [one.name for one in languages] for key, languages in found.items()} == {
            first.pk: ["English"]
        }
    assert costs[0] == costs[1]
    page = client.get("/trainingen/luisteren/").content.decode()
    rows = re.findall(r"va-lessons__item .*?</li>", page, re.DOTALL)
    assert ['<span lang="en">English</span>' in row for row in rows] == [True, False, False]
    client.cookies["taal"] = "en"
    assert (
        '<span lang="en">English</span>'
        not in client.get("/trainingen/luisteren/").content.decode()
    )


def test_a_lesson_of_which_only_the_title_is_translated_is_called_dutch(client: Client) -> None:
    """Its list says so before, and the lesson itself does not count up all its steps."""
    first = a_lesson()
    body = [("heading", "Begin"), (NEW_STEP, None), ("heading", "En dan")]
    other = make_lesson(
        first.training, slug="bellen", title="Elkaar bellen", summary="", is_open=True, body=body
    )
    english = ContentLanguage.objects.get(code="en")
    box = {"Drie tips": "Three tips", "Adem uit": "Breathe out"}
    translate(english, first, {"Stil zijn": "Being still", "Even wachten": "Wait a moment", **box})
    translate(english, other, {"Elkaar bellen": "Calling"})
    client.cookies["taal"] = "en"
    overview, address = "/trainingen/luisteren/", "/trainingen/luisteren/lessen/bellen/"
    with override("en"):
        whole = gettext("Deze les is in het Nederlands.")
        marked = f"· {gettext('in het Nederlands')}"
    assert client.get(overview).content.decode().count(marked) == 1
    assert whole in client.get(address).content.decode()
    # A short heading is nothing to read either.
    body = [("paragraph", "<p>Je belt elkaar elke week, op een vaste dag.</p>"), ("heading", "Nu")]
    third = make_lesson(first.training, slug="nu", title="Nu", summary="", body=body, is_open=True)
    translate(english, third, {"Nu": "Now"})
    assert client.get(overview).content.decode().count(marked) == 2
    assert whole in client.get("/trainingen/luisteren/lessen/nu/").content.decode()
    third.delete()
    translate(english, other, {"En dan": "And then"})
    assert marked not in client.get(overview).content.decode()
    assert whole not in client.get(address).content.decode()
