"""A trainer edits lessons whatever their plugins do, and nothing that lessons hold is lost."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import blocks
from wagtail.admin.icons import get_icons
from wagtail.admin.telepath import register
from wagtail.blocks.field_block import FieldBlockAdapter
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.catalogue.blocks import lesson_blocks
from courses.catalogue.completeness import faults_of
from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.services import activate_plugin
from courses.common.streams import KEPT, GuardedBlock
from courses.people.enums import Role
from courses.plugin_api.api import training_in_editor
from courses.plugin_host.models import PluginFault
from tests.courses.catalogue.strange import MAP, UNAVAILABLE, Map, MapBlock, Quiz, Strange, strange
from tests.courses.catalogue.strange import switch as switch_site
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.test import Client
    from wagtail.models import Page

pytestmark = pytest.mark.django_db

RAW = [
    {"type": "heading", "value": "Begin", "id": "h1"},
    MAP,
    {"type": "heading", "value": "Einde", "id": "h2"},
]


@pytest.fixture
def install(install_plugin: Callable[[Any], Any]) -> Callable[[type[blocks.Block]], None]:
    """`install(block class)` installs the plugin, with a block of that class."""

    def install_with(kind: type[blocks.Block] = MapBlock) -> None:
        one = Map()
        one.made_of = kind
        install_plugin(strange(one, Quiz()))

    install_with()
    return install_with


@pytest.fixture
def training(install: Any) -> TrainingPage:
    """A training in which the plugin is on."""
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="vreemd")
    return training


@pytest.fixture
def lesson(training: TrainingPage) -> LessonPage:
    return make_lesson(training, body=json.dumps(RAW), is_open=True)


@pytest.fixture
def editor(client: Client) -> Editor:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    return Editor(client)


class Editor:
    """What somebody does in Wagtail's editor; the browser's part is played as simply as can be."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, page: Page) -> list[dict[str, Any]]:
        """The parts as the editor shows them."""
        html = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        return self.parts_on(html)

    def parts_on(self, html: str) -> list[dict[str, Any]]:
        found = re.search(r'data-w-block-arguments-value="([^"]*)"', html)
        assert found
        self.errors = json.loads(unescape(found.group(1)))[1]
        state: list[dict[str, Any]] = json.loads(unescape(found.group(1)))[0]
        packed = re.search(r'data-w-block-data-value="([^"]*)"', html)
        assert packed
        self.offered = set(re.findall(r'"([a-z]+_[a-z]+|heading)"', unescape(packed.group(1))))
        return state

    def send(self, page: Page, parts: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        """The data of the form."""
        data = {
            "title": page.title,
            "slug": page.slug,
            "summary": "Kort",
            "minutes": "10",
            "is_open": "on",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "body-count": str(len(parts)),
        }
        for position, part in enumerate(parts):
            value = part["value"]
            start = f"body-{position}"
            data |= {
                f"{start}-deleted": "",
                f"{start}-order": str(position),
                f"{start}-type": part["type"],
                f"{start}-id": part["id"],
                f"{start}-value": value["signed"] if part["type"] == KEPT else value,
            }
        return data | more

    def save(self, page: Page, parts: list[dict[str, Any]], **more: Any) -> Any:
        return self.client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), self.send(page, parts, **more)
        )

    def preview(self, page: Page, parts: list[dict[str, Any]]) -> str:
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        checked = self.client.post(address, self.send(page, parts))
        assert checked.json() == {"is_valid": True, "is_available": True}
        return self.client.get(address).content.decode()


def draft(lesson: LessonPage) -> list[dict[str, Any]]:
    """The content of the last revision, byte for byte."""
    content: list[dict[str, Any]] = json.loads(
        LessonPage.objects.get(pk=lesson.pk).get_latest_revision().content["body"]
    )
    return content


def stored(lesson: LessonPage) -> list[dict[str, Any]]:
    """The content in the table, past all our code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM catalogue_lessonpage WHERE page_ptr_id = %s", [lesson.pk])
        (found,) = cursor.fetchone()
    content: list[dict[str, Any]] = json.loads(found) if isinstance(found, str) else found
    return content


def with_heading(parts: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    return [{**parts[0], "value": text}, *parts[1:]]


# --- Which blocks there are -----------------------------------------------------------------


def test_the_blocks_are_known_without_asking_the_database(install: Any) -> None:
    switch_site(on=False)
    with CaptureQueriesContext(connection) as queries:
        # Savepoints of the test's own transaction are all there is.
        names = dict(lesson_blocks()).keys()
    assert {"vreemd_map", "vreemd_quiz", "knowledge_check", "heading"} <= names
    assert [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]] == []


def test_what_a_lesson_is_made_of_comes_first_to_choose_from(install: Any) -> None:
    """A telephone shows some ten, in groups: those without a group's name come first."""
    stream = LessonPage._meta.get_field("body").stream_block
    (_group, first), *_others = stream.grouped_child_blocks()
    assert [str(one.label) for one in first][:5] == [
        "Tekst",
        "Nieuwe stap",
        "Kennisvraag (oefening)",
        "Afbeelding",
        "Video",
    ]


def test_the_form_says_that_a_lesson_has_steps(client: Client, training: TrainingPage) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    address = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", training.pk])
    assert "Een les bestaat uit stappen." in client.get(address).content.decode()


def test_a_plugins_block_keeps_its_looks(install: Any) -> None:
    block = dict(lesson_blocks())["vreemd_map"]
    assert isinstance(block, GuardedBlock)
    assert (block.label, block.meta.icon, block.meta.group) == ("Plattegrond", "site", "Van ver")


@pytest.mark.parametrize("made", [None, "text", blocks.CharBlock])
def test_what_is_no_block_is_left_out(install: Any, made: Any) -> None:
    install(lambda: made)
    assert "vreemd_map" not in dict(lesson_blocks())
    assert PluginFault.objects.get().error == "TypeError"


def test_a_block_with_a_label_that_is_no_text_is_left_out(install: Any) -> None:
    install(lambda: blocks.CharBlock(group=["a"]))
    assert "vreemd_map" not in dict(lesson_blocks())


def test_two_contributions_with_one_block_have_each_their_own_name(
    install_plugin: Callable[[Any], Any],
) -> None:
    """In the editor a block goes by its name."""

    class Atlas(Map):
        name = "atlas"

    block = MapBlock()
    brought = [Map(), Atlas()]
    for one in brought:
        one.made_of = lambda: block
    install_plugin(strange(*brought))
    known = LessonPage._meta.get_field("body").stream_block.child_blocks
    assert [known[name].block.name for name in ("vreemd_map", "vreemd_atlas")] == [
        "vreemd_map",
        "vreemd_atlas",
    ]


# --- What the editor offers -----------------------------------------------------------------


def _offers(editor: Editor, lesson: LessonPage) -> tuple[bool, bool]:
    editor.open(lesson)
    return "heading" in editor.offered, {"vreemd_map", "vreemd_quiz"} <= editor.offered


def test_blocks_are_offered_where_the_plugin_is_on(
    editor: Editor, lesson: LessonPage, training: TrainingPage
) -> None:
    assert _offers(editor, lesson) == (True, True)
    activate_plugin(training=training, plugin="vreemd", active=False)
    assert _offers(editor, lesson) == (True, False)
    activate_plugin(training=training, plugin="vreemd")
    assert _offers(editor, lesson) == (True, True)
    switch_site(on=False)
    assert _offers(editor, lesson) == (True, False)


def test_a_new_lesson_looks_at_the_training_it_will_stand_in(
    editor: Editor, training: TrainingPage
) -> None:
    other = TrainingFactory.create()
    offered = []
    for parent in (training, other):
        address = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", parent.pk])
        assert editor.parts_on(editor.client.get(address).content.decode()) == []
        offered.append("vreemd_map" in editor.offered)
    assert offered == [True, False]


# --- A plugin that is off -------------------------------------------------------------------


@pytest.fixture(params=["site", "training", "uninstalled"])
def off(
    request: Any, lesson: LessonPage, training: TrainingPage, install: Any
) -> Callable[[], None]:
    """The plugin is off; the result switches it on again."""

    def switch(on: bool) -> None:
        if request.param == "site":
            switch_site(on=on)
        elif request.param == "training":
            activate_plugin(training=training, plugin="vreemd", active=on)
        else:
            install(MapBlock if on else lambda: None)

    switch(False)
    return lambda: switch(True)


def test_its_content_is_kept_through_every_way_of_saving(
    editor: Editor, lesson: LessonPage, off: Callable[[], None], client: Client
) -> None:
    parts = editor.open(lesson)
    assert [part["type"] for part in parts] == ["heading", KEPT, "heading"]
    assert "De inhoud blijft bewaard." in parts[1]["value"]["note"]

    shown = editor.preview(lesson, with_heading(parts, "Proef"))
    assert ("Proef" in shown, shown.count(UNAVAILABLE)) == (True, 1)

    assert editor.save(lesson, with_heading(parts, "Concept")).status_code == 302
    assert draft(lesson) == [{**RAW[0], "value": "Concept"}, *RAW[1:]]
    assert stored(lesson) == RAW

    saved = client.post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        editor.send(lesson, with_heading(editor.open(lesson), "Vanzelf")),
        headers={"accept": "application/json"},
    )
    assert saved.json()["success"] is True
    assert draft(lesson) == [{**RAW[0], "value": "Vanzelf"}, *RAW[1:]]

    done = editor.save(
        lesson, with_heading(editor.open(lesson), "Op de site"), **{"action-publish": "1"}
    )
    assert done.status_code == 302
    assert stored(lesson) == [{**RAW[0], "value": "Op de site"}, *RAW[1:]]

    off()
    page = client.get(lesson.url).content.decode()
    assert ("De kaart" in page, UNAVAILABLE in page) == (True, False)
    assert editor.open(lesson)[1] == RAW[1]


def test_its_content_goes_through_a_workflow(
    client: Client, lesson: LessonPage, off: Callable[[], None]
) -> None:
    lesson.owner = person_in_role(Role.TRAINER)
    lesson.save()
    client.force_login(lesson.owner)
    editor = Editor(client)
    parts = with_heading(editor.open(lesson), "Anders")
    assert editor.save(lesson, parts, **{"action-submit": "1"}).status_code == 302
    lesson.refresh_from_db()
    assert lesson.current_workflow_state is not None
    assert draft(lesson) == [{**RAW[0], "value": "Anders"}, *RAW[1:]]


def test_opening_and_saving_without_a_change_is_no_change(
    editor: Editor, lesson: LessonPage, off: Callable[[], None]
) -> None:
    editor.save(lesson, editor.open(lesson), **{"action-publish": "1"})
    assert (stored(lesson), draft(lesson)) == (RAW, RAW)


def test_what_was_filled_in_when_it_went_off_is_not_lost(
    editor: Editor, lesson: LessonPage, training: TrainingPage
) -> None:
    parts = editor.open(lesson)
    activate_plugin(training=training, plugin="vreemd", active=False)
    changed = [parts[0], {**parts[1], "value": "Een nieuwe kaart"}, parts[2]]
    editor.save(lesson, changed)
    assert draft(lesson) == [RAW[0], {**RAW[1], "value": "Een nieuwe kaart"}, RAW[2]]


def test_what_is_kept_in_another_lesson_is_not_taken_over(
    editor: Editor, lesson: LessonPage, off: Callable[[], None]
) -> None:
    other = make_lesson(lesson.training, slug="ander", body=json.dumps([{**MAP, "id": "m2"}]))
    foreign = editor.open(other)[0]
    parts = editor.open(lesson)
    assert editor.save(lesson, [*parts, foreign]).status_code == 200
    assert LessonPage.objects.get(pk=lesson.pk).latest_revision is None
    # In the place of an own part nothing is lost either: what was stored stays.
    editor.save(lesson, [parts[0], {**foreign, "id": "m1"}, parts[2]])
    assert draft(lesson) == RAW


def test_what_it_finds_wrong_with_a_part_that_is_only_kept_is_one_sentence(
    editor: Editor, install: Any, lesson: LessonPage, training: TrainingPage
) -> None:
    class TwoFields(blocks.StructBlock):
        def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
            return {}

        def clean(self, value: Any) -> Any:
            raise StructBlockValidationError(block_errors={"a": ValidationError("a")})

    install(TwoFields)
    activate_plugin(training=training, plugin="vreemd", active=False)
    parts = [{"type": "vreemd_map", "value": "", "id": "x"}]
    answer = editor.save(lesson, parts, **{"action-publish": "1"})
    editor.parts_on(answer.content.decode())
    assert editor.errors == {
        "blockErrors": {"0": {"messages": ["Dit onderdeel is niet goed ingevuld."]}}
    }


def _comparison(editor: Editor, lesson: LessonPage, raw: list[dict[str, Any]] = RAW) -> Any:
    lesson = LessonPage.objects.get(pk=lesson.pk)
    first = lesson.save_revision()
    lesson.body = json.dumps(with_heading(raw, "Anders"))  # type: ignore[assignment]
    second = lesson.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, first.pk, second.pk])
    return editor.client.get(address)


# --- A plugin that fails --------------------------------------------------------------------

METHODS = [
    "to_python",
    "bulk_to_python",
    "normalize",
    "get_prep_value",
    "clean",
    "value_from_datadict",
    "get_form_state",
    "get_default",
    "render",
    "get_template",
    "get_context",
    "get_searchable_content",
    "extract_references",
    "check",
    "get_description",
    "defer_required_validation",
    "restore_deferred_validation",
]

NONSENSE = [
    "bulk_to_python",
    "get_prep_value",
    "clean",
    "value_from_datadict",
    "get_form_state",
    "get_default",
    "render",
    "get_searchable_content",
    "extract_references",
    "check",
]


def _raises(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("broken")


def _nonsense(*args: Any, **kwargs: Any) -> Any:
    return object()


class UnpackableBlock(MapBlock):
    """Its part in the editor cannot be made."""


class UnpackableAdapter(FieldBlockAdapter):
    def js_args(self, block: Any) -> Any:
        raise RuntimeError("broken")


register(UnpackableAdapter(), UnpackableBlock)


def _bad(method: str, does: Callable[..., Any]) -> type[blocks.Block]:
    return type("BadBlock", (MapBlock,), {method: does})


BAD: dict[str, dict[str, type[blocks.Block]]] = {
    "raises": {name: _bad(name, _raises) for name in METHODS} | {"js_args": UnpackableBlock},
    "gives nonsense": {name: _bad(name, _nonsense) for name in NONSENSE},
}
"""By what they do: blocks of which each fails in one method, by the name of that."""
UNREAD = {
    "raises": {"get_prep_value", "value_from_datadict"},
    "gives nonsense": {"get_prep_value", "value_from_datadict"},
}
"""Without these nobody can read what somebody filled in."""


def _maps(kinds: Mapping[str, type[blocks.Block]]) -> Strange:
    """The plugin with a contribution for each of these blocks."""
    made = [
        type("NamedMap", (Map,), {"name": name, "made_of": kind}) for name, kind in kinds.items()
    ]
    return strange(*(one() for one in made))


@pytest.mark.parametrize("how", BAD)
def test_blocks_that_fail_cost_nobody_a_page_and_lose_nothing(
    editor: Editor,
    client: Client,
    install_plugin: Callable[[Any], Any],
    training: TrainingPage,
    how: str,
) -> None:
    """One lesson holds a block for each method: each is asked apart, whatever becomes of others."""
    whole_blocks = dict.fromkeys(BAD[how], MapBlock)
    install_plugin(_maps(whole_blocks))
    maps = [{**MAP, "type": f"vreemd_{name}", "id": name} for name in BAD[how]]
    raw = [RAW[0], *maps, RAW[2]]
    lesson = make_lesson(training, body=json.dumps(raw), is_open=True)
    whole = f"{lesson.url}?alles=1"
    other = make_lesson(training, slug="andere", body=json.dumps(RAW[:1]))
    assert client.get(whole).content.decode().count("De kaart") == len(maps)

    install_plugin(_maps(BAD[how]))
    assert client.get("/trainingen/?q=les").status_code == 200
    page = client.get(whole).content.decode()
    assert ("Begin" in page, "Einde" in page) == (True, True)

    assert editor.save(other, with_heading(editor.open(other), "Concept")).status_code == 302
    assert draft(other) == [{**RAW[0], "value": "Concept"}]

    changed = [{**raw[0], "value": "Anders"}, *raw[1:]]
    for more in ({}, {"action-publish": "1"}):
        parts = with_heading(editor.open(lesson), "Anders")
        answer = editor.save(lesson, parts, **more)
        # Some could not be read, and the editor says so. What was stored stands there, kept.
        assert answer.status_code == 200
        parts = editor.parts_on(answer.content.decode())
        assert {raw[int(place)]["id"] for place in editor.errors["blockErrors"]} == UNREAD[how]
        assert editor.save(lesson, parts, **more).status_code == 302
        assert draft(lesson) == changed
    assert stored(lesson) == changed
    assert "Proef" in editor.preview(lesson, with_heading(parts, "Proef"))
    assert _comparison(editor, lesson, raw).status_code == 200
    field = LessonPage._meta.get_field("body")
    assert [one for one in field.check() if one.is_serious()] == []

    install_plugin(_maps(whole_blocks))
    page = client.get(whole).content.decode()
    assert (page.count("De kaart"), UNAVAILABLE in page) == (len(maps), False)


class DateChoice(blocks.ChoiceBlock):
    """Offers what belongs to the training."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(choices=_of_training, **kwargs)


def _of_training() -> list[tuple[str, str]]:
    return [(f"van-{training_in_editor()}", f"Van training {training_in_editor()}")]


def test_the_choices_of_a_block_know_the_training(
    install: Any, training: TrainingPage, editor: Editor
) -> None:
    install(DateChoice)
    lesson = make_lesson(training, body=json.dumps([{**MAP, "value": f"van-{training.pk}"}]))
    html = editor.client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert f"Van training {training.pk}" in html
    parts = editor.parts_on(html)
    send = {"action-publish": "1"}
    assert editor.save(lesson, parts, **send).status_code == 302
    # It may be published without a form too, as by a workflow or at a moment.
    lesson.refresh_from_db()
    assert faults_of(lesson) == []
    # What belongs to another training is no choice here.
    parts[0]["value"] = f"van-{training.pk + 1}"
    assert editor.save(lesson, parts, **send).status_code == 200
    assert training_in_editor() is None


def test_each_block_has_a_drawing_in_the_list_of_blocks() -> None:
    """A name that Wagtail knows no more leaves an empty place beside the word."""
    drawn = set(re.findall(r'id="icon-([\w-]+)"', get_icons()))
    blocks_of_lessons = LessonPage._meta.get_field("body").stream_block.child_blocks
    missing = {name: one.meta.icon for name, one in blocks_of_lessons.items()}
    assert {name: icon for name, icon in missing.items() if icon not in drawn} == {}
