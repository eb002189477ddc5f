"""A plugin that does it right, ways to make it wrong, and what the kit says of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

import pytest
from django import forms
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks

from courses.plugin_api.api import (
    Allow,
    AttachmentContext,
    Audience,
    CertificateAttachments,
    CertificateFile,
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
    ProgressChanged,
    PublicDocuments,
    Question,
    QuestionKind,
    QuestionsContext,
    Refusal,
    Report,
    ReportFilters,
    Score,
)
from courses.plugin_api.api import Files as KeptFiles
from courses.plugin_kit.testing import PluginConformance
from courses.plugin_kit.testing.world import make_world, standing_in, undone

SLOW = {
    "test_its_app_config_can_be_imported_before_django_starts",
    "test_its_migrations_are_complete",
    "test_nothing_fails_in_ordinary_use",
    "test_a_contribution_that_raises_costs_nobody_a_page",
    "test_a_contribution_that_gives_nonsense_costs_nobody_a_page",
    "test_blocks_pages_and_settings_that_fail_cost_nobody_a_page",
    "test_a_contribution_that_breaks_a_transaction_costs_nobody_a_page",
}

CHECKS = {name for name in dir(PluginConformance) if name.startswith("test_")}


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
    columns: ClassVar[Sequence[Column]] = (Column("Wat"), Column("Hoeveel", is_number=True))

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
    audience: ClassVar[Any] = Audience.PARTICIPANT

    def patterns(self) -> Any:
        return [path("", view, name="proef_page")]


class Files(CertificateAttachments):
    """A word inside each certificate."""

    name = "files"

    def attach(self, ctx: AttachmentContext) -> Any:
        return [CertificateFile("woord.txt", b"hoi", "text/plain", "Een woord")]


class Sheets(KeptFiles):
    """What people hand in."""

    name = "sheets"
    label = "Blaadjes"
    kinds = ("pdf",)


class Documents(PublicDocuments):
    """No document at all."""

    name = "documents"

    def document(self, name: str) -> Any:
        return None


class Handler(EventHandler):
    """Listens and does nothing."""

    name = "handler"
    events = (ProgressChanged,)

    def handle(self, event: Event) -> None:
        return None


class Settings(forms.Form):
    """A number."""

    number = forms.IntegerField(label="Getal", initial=3, max_value=10)


GOOD = (
    Sign,
    Say,
    Rule,
    Criterion,
    Questions,
    Panel,
    Table,
    Mails,
    Files,
    Pages,
    Documents,
    Handler,
)

TEMPLATE = """
<label>Wat zeg je? <input name="{{ field_prefix }}-text" value="{{ answer.text }}"></label>
"""


class ProefPlugin(CoursePlugin):
    """A plugin that does it right."""

    name = "tests.courses.plugin_kit.testing"
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


def like(kind: type[Any], **parts: Any) -> type[Any]:
    """The same contribution with other parts."""
    return type(kind.__name__, (kind,), {"__doc__": kind.__doc__, **parts})


def gives(value: Any) -> Callable[..., Any]:
    return lambda *_args, **_kwargs: value


def raises(*_args: Any, **_kwargs: Any) -> Any:
    raise RuntimeError("wrong on purpose")


def says(check: str, plugin: CoursePlugin) -> str:
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


def wrong(*plugins: Mapping[str, Any]) -> pytest.MarkDecorator:
    """Runs a test for each plugin: by check, the contribution that fails it, or attributes.

    Several things are wrong with each plugin, since making an academy for each takes long.
    """
    return pytest.mark.parametrize("parts", plugins, ids=lambda parts: " ".join(parts)[:100])


def failed_checks(make: Make, parts: Mapping[str, Any]) -> set[str]:
    """The checks that fail for a plugin of these parts, without `test_`."""
    kinds = [one for one in parts.values() if isinstance(one, type)]
    attributes: dict[str, Any] = {"form": None}
    for one in parts.values():
        if isinstance(one, dict):
            attributes |= one
    kinds += attributes.pop("kinds", [])
    found = failing(make(*(kinds or [Rule]), **attributes))
    return {name.removeprefix("test_") for name in found}
