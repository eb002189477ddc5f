"""The conformance kit finds what is wrong, and nothing else: each check can fail."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks

import tests.courses.plugin_host as this_package
from courses.catalogue.models import LessonPage
from courses.common import pdf
from courses.people.models import User
from courses.plugin_api.api import (
    Allow,
    Audience,
    CertificateContext,
    CertificateHtml,
    CertificateTemplate,
    Column,
    CompletionContext,
    CompletionCriterion,
    ContentBlock,
    Contribution,
    CourseContext,
    CoursePlugin,
    CourseUrls,
    DashboardPanel,
    EnrolmentRequest,
    EnrolmentRule,
    EvaluationQuestions,
    Event,
    EventHandler,
    Exercise,
    ExerciseContext,
    Json,
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
    NotYet,
    PanelContext,
    PersonalData,
    ProgressChanged,
    Question,
    QuestionKind,
    QuestionsContext,
    Refusal,
    Report,
    ReportFilters,
    Score,
    Training,
    TrainingDraft,
)
from courses.plugin_kit.testing import PluginConformance, source, watched
from courses.plugin_kit.testing.breaking import names_of
from courses.plugin_kit.testing.inputs import Inputs
from courses.plugin_kit.testing.values import problem_with, value_for
from courses.plugin_kit.testing.walk import lost
from courses.plugin_kit.testing.world import World, make_world, standing_in, undone

pytestmark = pytest.mark.django_db

SLOW = {
    "test_its_app_config_can_be_imported_before_django_starts",
    "test_its_migrations_are_complete",
    "test_nothing_fails_in_ordinary_use",
    "test_a_contribution_that_raises_costs_nobody_a_page",
    "test_a_contribution_that_gives_nonsense_costs_nobody_a_page",
    "test_blocks_pages_and_settings_that_fail_cost_nobody_a_page",
    "test_a_contribution_that_breaks_a_transaction_costs_nobody_a_page",
}
CHECKS = {name for name in vars(PluginConformance) if name.startswith("test_")}


# --- A plugin that does it right ------------------------------------------------------------


class Line(blocks.StructBlock):
    """A line of text."""

    text = blocks.CharBlock(label="Tekst")


class Sign(ContentBlock):
    """A line of text on the page."""

    name = "sign"

    def block(self) -> blocks.Block:
        return Line()


class Say(Exercise):
    """Type something."""

    name = "say"
    template_name = "proef/say.html"

    def block(self) -> blocks.Block:
        return Line()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        text = "".join(data.get("text", ())).strip()
        if not text or "\0" in text or len(text) > 1000:
            raise Refusal("Schrijf een paar woorden.")
        return {"text": text}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        return Score(int(isinstance(answer, dict)), 1)


class Rule(EnrolmentRule):
    """Everyone may enrol."""

    name = "rule"

    def check(self, request: EnrolmentRequest) -> Any:
        return Allow()


class Criterion(CompletionCriterion):
    """Never met."""

    name = "criterion"
    label = "Eis"

    def evaluate(self, ctx: CompletionContext) -> Any:
        return NotYet("Nog iets.")


class Questions(EvaluationQuestions):
    """One question."""

    name = "questions"

    def questions(self, ctx: QuestionsContext) -> Any:
        return [Question("coffee", QuestionKind.OPEN, "Hoe was de koffie?")]


class Panel(DashboardPanel):
    """A panel for participants."""

    name = "panel"
    audience = Audience.PARTICIPANT
    title = "Paneel"

    def render(self, ctx: PanelContext) -> SafeString | None:
        return mark_safe("<p>Hoi.</p>")


class Table(Report):
    """A table of one row."""

    name = "table"
    title = "Tabel"
    description = "Eén rij."
    columns: Sequence[Column] = (Column("Wat"), Column("Hoeveel", is_number=True))

    def rows(self, filters: ReportFilters) -> Any:
        yield ("iets", 1)


class Mails(NotificationTexts):
    """A line at the end of a mail."""

    name = "mails"

    def templates(self, ctx: NotificationContext) -> Any:
        return {NotificationKind.CONFIRMED: MailText("{{ core }} Neem koffie mee.")}


def view(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """A page with a word."""
    return HttpResponse("hoi")


class Pages(CourseUrls):
    """A page for participants."""

    name = "pages"
    audience: Any = Audience.PARTICIPANT

    def patterns(self) -> Any:
        return [path("", view, name="proef_page")]


class Handler(EventHandler):
    """Listens and does nothing."""

    name = "handler"
    events = (ProgressChanged,)

    def handle(self, event: Event) -> None:
        return None


class Settings(forms.Form):
    """A number."""

    number = forms.IntegerField(label="Getal", initial=3, max_value=10)


GOOD = (Sign, Say, Rule, Criterion, Questions, Panel, Table, Mails, Pages, Handler)

TEMPLATE = """
<label>Wat zeg je? <input name="{{ field_prefix }}-text" value="{{ answer.text }}"></label>
"""


class ProefPlugin(CoursePlugin):
    """A plugin that does it right."""

    name = "tests.courses.plugin_host"
    label = "proef"
    slug = "proef"
    title = "Proef"
    description = "Een proef."
    version = "1.0.0"
    kinds: Sequence[type[Any]] = GOOD
    form: Any = Settings

    def contributions(self) -> Sequence[Contribution]:
        return tuple(kind() for kind in self.kinds)

    def settings_form(self) -> Any:
        return self.form


Make = Callable[..., CoursePlugin]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make(Pages, title="")`: the plugin with these contributions and attributes."""

    def plugin(*kinds: type[Any], template: str = TEMPLATE, **changes: Any) -> CoursePlugin:
        folder = tmp_path / "proef"
        (folder / "templates" / "proef").mkdir(parents=True, exist_ok=True)
        (folder / "templates" / "proef" / "say.html").write_text(template)
        for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
            loader.reset()
        kind: type[ProefPlugin] = type("Proef", (ProefPlugin,), {"__doc__": "Proef.", **changes})
        if kinds:
            kind.kinds = kinds
        made = kind("tests.courses.plugin_host", this_package)
        made.path = str(folder)
        made.apps, made.models = apps, {}
        return made

    return plugin


def failing(
    plugin: CoursePlugin, *, checks: Collection[str] = frozenset(CHECKS - SLOW), **extras: Any
) -> dict[str, str]:
    """The checks that fail for the plugin, each with what it says; without those that take long."""
    kit = type("Kit", (PluginConformance,), {"slug": plugin.slug, **extras})()
    found: dict[str, str] = {}
    with undone(), standing_in(plugin):
        world = make_world(plugin, block_values=kit.block_values, settings=kit.settings)
        for name in sorted(checks):
            check = getattr(kit, name)
            given = {"world": world, "plugin": plugin}
            wanted = inspect.signature(check).parameters
            try:
                with undone(), standing_in(plugin):
                    check(**{key: one for key, one in given.items() if key in wanted})
            except pytest.skip.Exception:
                continue
            except pytest.fail.Exception as error:
                found[name] = str(error.msg)
    return found


def test_a_plugin_that_does_it_right_passes_every_check(make: Make) -> None:
    found = failing(make(), checks=CHECKS)
    # Its class is in this very file, which imports whatever the tests need.
    found.pop("test_its_app_config_can_be_imported_before_django_starts")
    assert found == {}


# --- One thing wrong ------------------------------------------------------------------------


def _like(kind: type[Any], **parts: Any) -> type[Any]:
    return type(kind.__name__, (kind,), {"__doc__": kind.__doc__, **parts})


def _gives(value: Any) -> Callable[..., Any]:
    return lambda *_args, **_kwargs: value


def _raises(*_args: Any, **_kwargs: Any) -> Any:
    raise RuntimeError("wrong on purpose")


class Unfit(blocks.StructBlock):
    """A block with a rule of its own."""

    text = blocks.CharBlock()

    def clean(self, value: Any) -> Any:
        if value["text"] != "goed":
            raise blocks.StructBlockValidationError(non_block_errors=["Schrijf: goed"])
        return super().clean(value)


class Restless(blocks.CharBlock):
    """A block that is stored in another way each time."""

    def get_prep_value(self, value: Any) -> Any:
        return f"{value}!"


class Nervous(Exercise):
    """Gives another score each time."""

    name = "say"
    template_name = "proef/say.html"
    block = Say.block
    read_answer = Say.read_answer
    turn = 0

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        type(self).turn += 1
        return Score(type(self).turn % 2, 1)


class Grows(Training):
    """A training with a block that does not exist."""

    name = "grows"

    def build(self, draft: TrainingDraft) -> None:
        draft.title, draft.slug, draft.summary = "Groeien", "groeien", "Kort."
        draft.lesson("een", "Een", summary="Kort.", minutes=5, body=[("bestaat_niet", "x")])


class BadForm(forms.Form):
    """Fails on what is no number."""

    number = forms.CharField(initial="3", required=False, label="Getal")

    def clean_number(self) -> int:
        return int(self.cleaned_data["number"])


class NoJsonForm(forms.Form):
    """Cleans to what cannot be kept."""

    number = forms.CharField(initial="3", label="Getal")

    def clean_number(self) -> object:
        return object()


class PoorCertificate(CertificateTemplate):
    """A certificate without a name on it."""

    name = "poor"

    def render(self, ctx: CertificateContext) -> CertificateHtml:
        return CertificateHtml('<html lang="nl"><title>Certificaat</title><p>Gefeliciteerd.</p>')


ONE_WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    # what is wrong: the check that fails, and the plugin ("kinds" are contributions)
    "no description": ("it_says_what_it_is", {"description": ""}),
    "a version in words": ("it_says_what_it_is", {"version": "nieuw"}),
    "a newer contract": ("it_says_what_it_is", {"requires_api": "1.99"}),
    "a name with capitals": ("its_names_are_its_own", {"kinds": [_like(Rule, name="Rule")]}),
    "two with one name": ("its_names_are_its_own", {"kinds": [Rule, _like(Rule)]}),
    "no docstring": (
        "everything_has_a_docstring",
        {"kinds": [_like(Rule, __doc__=None)]},
    ),
    "a text only in Dutch": (
        "every_text_is_there_in_english",
        {"title": lazystr("Zomaar iets in het Nederlands")},
    ),
    "a label only in Dutch": (
        "every_text_is_there_in_english",
        {"kinds": [_like(Criterion, label=lazystr("Zomaar iets in het Nederlands"))]},
    ),
    "a block that nobody can fill in": (
        "its_blocks_can_be_filled_in",
        {"kinds": [_like(Sign, block=lambda _self: Unfit())]},
    ),
    "a block that is stored in two ways": (
        "its_blocks_survive_its_absence",
        {"kinds": [_like(Sign, block=lambda _self: Restless())]},
    ),
    "a block that cannot be shown": (
        "its_blocks_are_shown_only_where_it_is_on",
        {"kinds": [_like(Sign, block=lambda _self: Line(template="proef/geen.html"))]},
    ),
    "a greeting by name": (
        "its_exercises_are_shown_alike_to_everyone",
        {"kinds": [Say], "template": TEMPLATE + "{{ request.user.pk }}"},
    ),
    "no label": (
        "its_exercises_can_be_used_by_everyone",
        {"kinds": [Say], "template": '<input name="{{ field_prefix }}-text">'},
    ),
    "no prefix": (
        "its_exercises_can_be_used_by_everyone",
        {"kinds": [Say], "template": '<label>Wat <input name="text"></label>'},
    ),
    "nothing to fill in": (
        "its_exercises_can_be_used_by_everyone",
        {"kinds": [Say], "template": "<p>Niets.</p>"},
    ),
    "an answer that cannot be kept": (
        "its_exercises_bear_any_answer",
        {"kinds": [_like(Say, read_answer=lambda _s, data, _p: {"text": data.get("text")})]},
    ),
    "an answer that is None": (
        "its_exercises_bear_any_answer",
        {"kinds": [_like(Say, read_answer=_gives(None))]},
    ),
    "reading that fails": (
        "its_exercises_bear_any_answer",
        {"kinds": [_like(Say, read_answer=_raises)]},
    ),
    "grading that trusts the answer": (
        "its_exercises_bear_any_answer",
        {"kinds": [_like(Say, grade=lambda _s, answer, _c: Score(len(answer["text"]) > 3, 1))]},
    ),
    "grading that gives a number": (
        "its_exercises_bear_any_answer",
        {"kinds": [_like(Say, grade=_gives(1))]},
    ),
    "grading by chance": ("its_exercises_bear_any_answer", {"kinds": [Nervous]}),
    "a training that cannot be built": (
        "its_trainings_can_be_installed",
        {"kinds": [Grows]},
    ),
    "a rule that says yes": ("its_rules_answer", {"kinds": [_like(Rule, check=_gives(True))]}),
    "a criterion that says no": (
        "its_criteria_answer_for_somebody_who_just_began",
        {"kinds": [_like(Criterion, evaluate=_gives(False))]},
    ),
    "a criterion without a reason": (
        "its_criteria_answer_for_somebody_who_just_began",
        {"kinds": [_like(Criterion, evaluate=_gives(NotYet(" ")))]},
    ),
    "a choice without options": (
        "its_questions_are_accepted",
        {
            "kinds": [
                _like(Questions, questions=_gives([Question("a", QuestionKind.CHOICE, "Wat?")]))
            ]
        },
    ),
    "no questions": (
        "its_questions_are_accepted",
        {"kinds": [_like(Questions, questions=_gives([]))]},
    ),
    "a mail with a mistake": (
        "its_mails_can_be_written",
        {
            "kinds": [
                _like(Mails, templates=_gives({NotificationKind.MOVED: MailText("{% hoi %}")}))
            ]
        },
    ),
    "a row that is too short": (
        "its_reports_have_rows_of_their_columns",
        {"kinds": [_like(Table, rows=_gives([("iets",)]))]},
    ),
    "a report without columns": (
        "its_reports_have_rows_of_their_columns",
        {"kinds": [_like(Table, columns=())]},
    ),
    "a panel of plain text": (
        "its_panels_give_html_or_nothing",
        {"kinds": [_like(Panel, render=_gives("<p>"))]},
    ),
    "a handler that fails": (
        "its_handlers_can_be_repeated",
        {"kinds": [_like(Handler, handle=_raises)]},
    ),
    "a form that fails on nonsense": (
        "its_settings_form_bears_anything",
        {"kinds": [Rule], "form": BadForm},
    ),
    "settings that are no JSON": (
        "its_settings_form_bears_anything",
        {"kinds": [Rule], "form": NoJsonForm},
    ),
    "a page for nobody": (
        "its_pages_are_for_its_audience_alone",
        {"kinds": [_like(Pages, audience="vrienden")]},
    ),
    "a page that fails": (
        "its_pages_are_for_its_audience_alone",
        {"kinds": [_like(Pages, patterns=lambda _self: [path("", _raises)])]},
    ),
}


@pytest.mark.parametrize("what", ONE_WRONG)
def test_one_thing_that_is_wrong_fails_one_check(make: Make, what: str) -> None:
    check, plugin = ONE_WRONG[what]
    parts = {"form": None, **plugin}
    made = make(*parts.pop("kinds", [Rule]), **parts)
    assert set(failing(made)) == {f"test_{check}"}


def test_a_failure_says_what_to_do(make: Make) -> None:
    (told,) = failing(make(_like(Sign, block=lambda _self: Unfit()), form=None)).values()
    assert "block_values" in told
    assert "sign: Schrijf: goed" in told


def test_an_author_can_give_the_value_of_a_block(make: Make) -> None:
    plugin = make(_like(Sign, block=lambda _self: Unfit()), form=None)
    assert failing(plugin, block_values={"sign": {"text": "goed"}}) == {}


def test_a_certificate_without_a_name_is_refused(make: Make) -> None:
    try:
        pdf.load()
    except pdf.PdfUnavailable:
        pytest.skip("this machine cannot make PDFs")
    found = failing(make(PoorCertificate, form=None))
    assert set(found) == {"test_its_certificate_has_everything"}


def test_contributions_that_change_are_noticed(make: Make) -> None:
    class Fickle(ProefPlugin):
        """Contributes something else each time."""

        turn = 0

        def contributions(self) -> Sequence[Contribution]:
            self.turn += 1
            return (Rule(),) if self.turn % 2 else (Rule(), Panel())

    plugin = Fickle("tests.courses.plugin_host", this_package)
    plugin.apps, plugin.path, plugin.models, plugin.form = apps, make().path, {}, None
    assert "test_it_contributes_the_same_each_time" in failing(plugin)


def test_a_page_that_the_academy_cannot_close_is_noticed(make: Make) -> None:
    """A plugin that puts itself into the academy's own addresses, say."""
    plugin = make(Pages, form=None)
    kit = type("Kit", (PluginConformance,), {"slug": "proef"})()
    kit._pages = lambda _world: [(Audience.EVERYONE, "/agenda/")]
    with standing_in(plugin), undone():
        world = make_world(plugin, block_values={})
        with pytest.raises(pytest.fail.Exception) as failed:
            kit.test_its_pages_are_closed_where_it_is_off(world)
    assert "/agenda/ for visitor in a training where it is off: status 200" in str(failed.value)


# --- What it costs others -------------------------------------------------------------------


@pytest.fixture
def spreading(monkeypatch: pytest.MonkeyPatch) -> None:
    """An academy with a bad guard: whatever fails in a plugin reaches everybody."""
    from courses.plugin_host import guard

    real = guard.call_plugin

    def unguarded(registered: Any, call: Any, **how: Any) -> Any:
        with watched(registered.plugin.slug) as faults:
            result = real(registered, call, **how)
        if faults:
            raise faults[0].error
        return result

    for name, module in list(sys.modules.items()):
        if name.startswith("courses.") and getattr(module, "call_plugin", None):
            monkeypatch.setattr(module, "call_plugin", unguarded)
    assert guard.call_plugin is unguarded


WALKS = {
    "test_a_contribution_that_raises_costs_nobody_a_page",
    "test_a_contribution_that_gives_nonsense_costs_nobody_a_page",
    "test_a_contribution_that_breaks_a_transaction_costs_nobody_a_page",
    "test_blocks_pages_and_settings_that_fail_cost_nobody_a_page",
}


def test_a_failure_that_reaches_others_is_noticed(make: Make, spreading: None) -> None:
    found = failing(make(Criterion, Panel, Pages, form=None), checks=WALKS)
    assert found.keys() == WALKS


def test_what_fails_in_ordinary_use_is_noticed(make: Make) -> None:
    found = failing(
        make(_like(Panel, render=_raises), form=None),
        checks={"test_nothing_fails_in_ordinary_use"},
    )
    assert "wrong on purpose" in found["test_nothing_fails_in_ordinary_use"]


def test_rows_that_are_gone_are_noticed() -> None:
    assert lost({"a.B": 3, "a.C": 1}, {"a.B": 2, "a.C": 4}) == ["a.B: 3 rows before, 2 after"]


# --- What it keeps --------------------------------------------------------------------------


@pytest.fixture
def note() -> Iterator[type[models.Model]]:
    """A model of the plugin, about people."""

    class Note(models.Model):
        """What somebody wrote."""

        person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
        text = models.CharField(max_length=50)

        class Meta:
            app_label = "proef"

        def __str__(self) -> str:
            return self.text

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE proef_note (id integer PRIMARY KEY, person_id bigint, text varchar(50))"
        )
    yield Note
    del apps.all_models["proef"]
    apps.clear_cache()


@pytest.fixture
def only_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the table of the test is written for SQLite")


class Notes(PersonalData):
    """The notes of a person."""

    name = "notes"
    label = "Je notities"

    def export(self, person_id: int) -> Json:
        return list(_notes().filter(person=person_id).values_list("text", flat=True)) or None

    def erase(self, person_id: int) -> None:
        _notes().filter(person=person_id).delete()


def _notes() -> Any:
    return apps.all_models["proef"]["note"]._default_manager.all()


def _keeping(make: Make, note: type[models.Model], *kinds: type[Any]) -> CoursePlugin:
    plugin = make(*(kinds or (Rule,)), form=None)
    plugin.models = apps.all_models["proef"]
    return plugin


DATA = "test_personal_data_are_shown_and_erased"


@pytest.mark.usefixtures("only_sqlite")
def test_personal_data_that_are_complete_pass(make: Make, note: type[models.Model]) -> None:
    assert failing(_keeping(make, note, Notes)) == {}


@pytest.mark.usefixtures("only_sqlite")
def test_models_about_people_demand_personal_data(make: Make, note: type[models.Model]) -> None:
    assert set(failing(_keeping(make, note))) == {
        "test_it_has_personal_data_where_it_keeps_things_about_people"
    }


@pytest.mark.usefixtures("only_sqlite")
@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"export": _gives(None)}, "does not hold what was kept"),
        ({"export": lambda _s, _p: [one.text for one in _notes()]}, "about somebody else"),
        ({"erase": _gives(None)}, "still has something"),
        ({"erase": lambda _s, _p: _notes().delete()}, "took away"),
    ],
    ids=["forgets", "tells too much", "keeps", "erases all"],
)
def test_wrong_personal_data_are_noticed(
    make: Make, note: type[models.Model], parts: dict[str, Any], told: str
) -> None:
    found = failing(_keeping(make, note, _like(Notes, **parts)))
    assert set(found) == {DATA}
    assert told in found[DATA]


@pytest.mark.usefixtures("only_sqlite")
def test_who_throws_away_when_it_is_switched_off_is_noticed(
    make: Make, note: type[models.Model]
) -> None:
    from django.db.models.signals import post_save

    from courses.plugin_host.models import PluginState

    def throw_away(instance: PluginState, **_kwargs: Any) -> None:
        if not instance.enabled:
            _notes().delete()

    post_save.connect(throw_away, sender=PluginState)
    try:
        found = failing(_keeping(make, note, Notes))
    finally:
        post_save.disconnect(throw_away, sender=PluginState)
    assert set(found) == {"test_it_loses_nothing_when_it_is_switched_off_and_on"}


@pytest.mark.usefixtures("only_sqlite")
def test_a_table_with_another_name_is_noticed(make: Make, note: type[models.Model]) -> None:
    plugin = _keeping(make, note, Notes)
    note._meta.db_table = "people_note"
    with pytest.raises(pytest.fail.Exception) as failed:
        PluginConformance().test_its_names_are_its_own(plugin)
    assert "people_note" in str(failed.value)


# --- Its sources ----------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """`package({"apps.py": …})`: an app config of a package with these files."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names = []

    def make_package(files: Mapping[str, str]) -> CoursePlugin:
        name = f"proefpakket{len(names)}"
        names.append(name)
        for file, text in {"__init__.py": "", "apps.py": APPS, **files}.items():
            target = tmp_path / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("PACKAGE", name))
        module = __import__(f"{name}.apps").apps
        made: CoursePlugin = module.Plugin(name, sys.modules[name])
        made.apps, made.models = apps, apps.all_models[made.label]
        return made

    yield make_package
    for name in names:
        for module in [one for one in sys.modules if one.partition(".")[0] == name]:
            del sys.modules[module]
        apps.all_models.pop(name, None)
    apps.clear_cache()


APPS = '''
from django.utils.translation import gettext_lazy as _
from courses.plugin_api.api import CoursePlugin


class Plugin(CoursePlugin):
    """A plugin in a package."""

    name = label = slug = "PACKAGE"
    title = "Pakket"
    description = "Een pakket."
    version = "1.0"
'''


def _says(check: str, plugin: CoursePlugin) -> str:
    """What the check says of the plugin; empty when it passes."""
    with standing_in(plugin):
        try:
            getattr(PluginConformance(), f"test_{check}")(plugin)
        except pytest.fail.Exception as failed:
            return str(failed.msg)
        finally:
            apps.app_configs.pop(plugin.label, None)
            apps.app_configs[plugin.label] = plugin
    return ""


IMPORT = "its_app_config_can_be_imported_before_django_starts"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", ""),
        ("from django.conf import settings; settings.DEBUG", "ImproperlyConfigured"),
        ("import courses.people.models", "ImproperlyConfigured"),
        (
            "from django.conf import settings; settings.configure(); import django.db.models",
            "reads the settings",
        ),
    ],
)
def test_an_app_config_that_needs_django_is_noticed(
    package: Callable[..., Any], line: str, told: str
) -> None:
    plugin = package({})
    (Path(plugin.path) / "__init__.py").write_text(line)
    found = _says(IMPORT, plugin)
    assert bool(found) == bool(told)
    assert told in found


@pytest.mark.parametrize(
    ("line", "is_fine"),
    [
        ("from courses.plugin_api.api import Score", True),
        ("from courses.people.models import User", True),
        ("from courses.enrolment import services", True),
        ("from courses.common import clock", True),
        ("import json", True),
        ("from courses.plugin_api import guard", False),
        ("from courses.plugin_api.contributions import Score", False),
        ("from courses.plugin_kit.testing import PluginConformance", False),
        ("from courses.learning.views import answer", False),
        ("from courses.catalogue import forms", False),
        ("from courses.people.services import _hidden", False),
        ("from courses.common import mail", False),
        ("import academy.settings.base", False),
        ("from plugins.bellen.exercises import PhoneCall", False),
    ],
)
def test_private_imports_are_noticed(package: Callable[..., Any], line: str, is_fine: bool) -> None:
    plugin = package({"inside.py": f"def late():\n    {line}\n"})
    assert (_says("it_uses_only_what_is_public", plugin) == "") is is_fine


def test_tests_of_a_plugin_may_use_the_kit(package: Callable[..., Any]) -> None:
    text = "from courses.plugin_kit.testing import PluginConformance\n"
    plugin = package({"tests/test_it.py": text})
    assert _says("it_uses_only_what_is_public", plugin) == ""


@pytest.mark.skipif(not source.shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_texts_in_code_and_templates_are_noticed(package: Callable[..., Any]) -> None:
    plugin = package(
        {
            "inside.py": "from django.utils.translation import gettext as _\n"
            "def text():\n    return _('Zomaar één zin uit de code')\n",
            "templates/a.html": '{% load i18n %}{% translate "Zomaar een zin uit het scherm" %}'
            '{% translate "Schrijf je in" %}',
        }
    )
    lines = _says("every_text_is_there_in_english", plugin).splitlines()[1:]
    assert lines == [
        "  - Zomaar een zin uit het scherm",
        "  - Zomaar één zin uit de code",
    ]


MODELS = '''
from django.db import models

class Thing(models.Model):
    """A thing."""

    text = models.CharField(max_length=10)

    class Meta:
        app_label = "PACKAGE"
'''

MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Thing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False,
                                           verbose_name="ID")),
                ("text", models.CharField(max_length=10)),
            ],
        ),
        migrations.RunPython(lambda apps, editor: None),
    ]
"""


def _with_models(package: Callable[..., Any], migration: str) -> CoursePlugin:
    plugin: CoursePlugin = package(
        {
            "models.py": MODELS,
            "migrations/__init__.py": "",
            "migrations/0001_initial.py": migration,
        }
    )
    __import__(f"{plugin.name}.models")
    return plugin


def test_a_migration_that_is_missing_is_noticed(package: Callable[..., Any]) -> None:
    complete = _with_models(package, MIGRATION)
    assert _says("its_migrations_are_complete", complete) == ""
    missing = _with_models(package, MIGRATION.replace("max_length=10", "max_length=9"))
    assert "makemigrations" in _says("its_migrations_are_complete", missing)


def test_a_migration_without_a_way_back_is_noticed(package: Callable[..., Any]) -> None:
    told = _says("its_migrations_can_be_undone", _with_models(package, MIGRATION))
    assert re.search(r"0001_initial: .*Python", told)
    fine = MIGRATION.replace("editor: None)", "editor: None, migrations.RunPython.noop)")
    assert _says("its_migrations_can_be_undone", _with_models(package, fine)) == ""


# --- Its parts ------------------------------------------------------------------------------


def test_every_check_is_proved_here() -> None:
    """A check that cannot fail is worth nothing: each has a plugin here for which it fails."""
    text = Path(__file__).read_text()
    shown = {name for name in CHECKS if text.count(name.removeprefix("test_")) > (name in SLOW)}
    assert shown == CHECKS


def test_inputs_are_read_as_a_browser_sends_them() -> None:
    inputs = Inputs(
        '<label for="a">Naam</label><input id="a" name="a" value="1">'
        '<label>Keuze <input type="radio" name="b" value="x"></label>'
        '<label>Anders <input type="radio" name="b" value="y" checked></label>'
        '<h2 id="t">Tekst</h2><textarea name="c" aria-labelledby="t">lang</textarea>'
        '<select name="d"><option value="1">een</option><option value="2" selected>twee</option>'
        '</select><button name="e" value="z">Klaar</button><input name="f" id="a">'
    )
    assert inputs.sent() == {"a": ["1"], "b": ["y"], "c": ["lang"], "d": ["2"], "f": [""]}
    assert inputs.doubles == ["a"]
    labels = [one.label.strip() for one in inputs.found]
    assert labels[:4] == ["Naam", "Keuze", "Anders", "Tekst"]
    assert labels[4:6] == ["", "Klaar"]


class Many(blocks.StructBlock):
    """All sorts of blocks."""

    short = blocks.CharBlock(max_length=4)
    text = blocks.RichTextBlock()
    choice = blocks.ChoiceBlock(choices=[("a", "A"), ("b", "B")])
    number = blocks.IntegerBlock(min_value=3)
    day = blocks.DateBlock()
    mail = blocks.EmailBlock()
    address = blocks.URLBlock()
    pattern = blocks.RegexBlock(regex=r"^[0-9]{4}$")
    agreed = blocks.BooleanBlock()
    items = blocks.ListBlock(blocks.CharBlock(), min_num=3)
    stream = blocks.StreamBlock([("line", blocks.TextBlock()), ("still", blocks.StaticBlock())])


def test_a_value_can_be_made_up_for_any_block() -> None:
    block = Many()
    value = value_for(block)
    assert problem_with(block, value) == ""
    assert len(value["items"]) == 3
    assert [child.block_type for child in value["stream"]] == ["line", "still"]


def test_of_several_options_one_is_right() -> None:
    from courses.learning.exercises import KnowledgeCheckBlock

    block = KnowledgeCheckBlock()
    assert problem_with(block, value_for(block)) == ""


def test_the_world_has_somebody_in_every_role(make: Make) -> None:
    plugin = make()
    with standing_in(plugin), undone():
        world = make_world(plugin, block_values={}, settings={"number": "7"})
        statuses = [world.client(role).get("/mijn/").status_code for role in World.ROLES]
        kinds = {child.block_type for child in LessonPage.objects.get(pk=world.lesson.pk).body}
    assert statuses == [302, 200, 200, 200, 200, 200]
    assert kinds == {"proef_sign", "proef_say"}
    assert world.settings == {"number": 7}
    assert names_of((Rule(), Panel())) == [("EnrolmentRule", "rule"), ("DashboardPanel", "panel")]
