"""The checks, as tests of a class that the author of a plugin subclasses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import models, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.utils.safestring import SafeString

from courses.attendance.models import Attendance
from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.services import activate_plugin, install_training
from courses.certificates import queries as certificate_queries
from courses.certificates import rendering
from courses.certificates.enums import CriterionState
from courses.certificates.models import Certificate
from courses.common import kept
from courses.common.errors import Refusal
from courses.common.pdf import PdfUnavailable
from courses.common.streams import placeholder
from courses.editions.models import Edition
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import ask_rules
from courses.evaluation.models import FormQuestion
from courses.evaluation.services import open_form
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.learning.parts import ExerciseOnPage, exercise_in
from courses.people.models import User
from courses.plugin_api import version
from courses.plugin_api.contributions import (
    Allow,
    Audience,
    CertificateTemplate,
    CompletionCriterion,
    Contribution,
    CourseUrls,
    DashboardPanel,
    Deny,
    EnrolmentRule,
    EvaluationQuestions,
    EventHandler,
    Exercise,
    NotificationKind,
    NotificationTexts,
    PanelContext,
    PersonalData,
    Report,
    ReportFilters,
    Score,
    Training,
    Waitlist,
    checked_json,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import plugin_settings, registry, standing
from courses.plugin_host.discovery import SLUG
from courses.plugin_kit.testing import breaking, certificates, letters, source, walk
from courses.plugin_kit.testing.faults import demand_none, watched
from courses.plugin_kit.testing.inputs import Inputs
from courses.plugin_kit.testing.values import make_row
from courses.plugin_kit.testing.world import (
    World,
    look_again,
    make_world,
    standing_in,
    undone,
    untouched,
)
from courses.reports import plugin_reports

PERSONAL: tuple[type[models.Model], ...] = (
    User, Enrolment, ExerciseAttempt, LessonProgress, Attendance, Certificate,
)  # fmt: skip
"""Whose rows belong to somebody."""

ODD_TEXTS = ("", " ", "\0", "x" * 200_000, "bestaat-niet", "-1", "9" * 40, "<b>", "é’\u202e")
GARBAGE: tuple[Any, ...] = (None, [], {}, "x", 7, {"x": [None]}, [[]], True)


class PluginConformance:
    """Checks one plugin in a small academy of its own.

    `slug` is the plugin's. What cannot be made up the author gives: `block_values` has a value for
    a block or exercise by its name (as in a `LessonDraft`), `settings` what somebody fills in on
    the settings form, by field name. `keep` and `arguments` can be overridden.
    """

    slug: ClassVar[str]
    block_values: ClassVar[Mapping[str, Any]] = {}
    settings: ClassVar[Mapping[str, Any]] = {}
    arguments: ClassVar[Mapping[str, Any]] = {}
    """Values for the arguments in the plugin's addresses, by name; else they are made up."""

    def keep(self, world: World, person: User, mark: str) -> None:
        """Let the plugin keep something about `person`, with `mark` in each text that is free.

        Makes up a row for each of the plugin's models that belong to somebody; override it when
        rows of yours need more than their columns say.
        """
        known = _known_rows(world, person)
        for model in _models_about_people(world.plugin):
            if model not in known:
                make_row(model, known, mark)

    # --- The world --------------------------------------------------------------------------

    @pytest.fixture(scope="class")
    @classmethod
    def world(cls, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
        """The academy that all checks of the class share; each undoes what it changes."""
        with django_db_blocker.unblock(), undone():
            look_again()
            plugin = registry.find(cls.slug)
            if plugin is None:
                pytest.fail(
                    f"No plugin {cls.slug!r} is installed. Install your package beside the "
                    "academy, and run `manage.py plugins doctor` to see why it is left out.",
                    pytrace=False,
                )
            assert plugin is not None
            if plugin.failure:
                pytest.fail(f"The plugin could not be loaded:\n{plugin.failure}", pytrace=False)
            yield make_world(plugin, block_values=cls.block_values, settings=cls.settings)

    @pytest.fixture(autouse=True)
    def _fresh(self, db: None, world: World) -> Iterator[None]:
        cache.clear()
        look_again()
        yield
        cache.clear()

    @pytest.fixture
    def plugin(self, world: World) -> CoursePlugin:
        """The plugin that is checked."""
        return world.plugin

    # --- What it is -------------------------------------------------------------------------

    def test_it_says_what_it_is(self, plugin: CoursePlugin) -> None:
        problems = []
        if not SLUG.fullmatch(plugin.slug):
            problems.append(f"slug {plugin.slug!r}: small letters, digits and underscores only")
        if not str(plugin.title).strip() or len(str(plugin.title)) > 100:
            problems.append("title: 1 to 100 signs")
        if not str(plugin.description).strip():
            problems.append("description: one or two sentences for who chooses plugins")
        if not re.fullmatch(r"\d+(\.\d+)*", str(plugin.version)):
            problems.append(f"version {plugin.version!r}: numbers with dots, such as 1.0.2")
        if not re.fullmatch(r"\d+\.\d+", str(plugin.requires_api)):
            problems.append(f"requires_api {plugin.requires_api!r}: such as 1.0")
        elif not version.offers(plugin.requires_api):
            problems.append(
                f"requires_api {plugin.requires_api!r}: this academy has {version.API_VERSION}"
            )
        demand_none(problems, "Correct these attributes of your CoursePlugin:")

    def test_its_names_are_its_own(self, plugin: CoursePlugin) -> None:
        problems = []
        if plugin.label != plugin.slug:
            problems.append(f"label {plugin.label!r}: make it the slug, {plugin.slug!r}")
        for model in plugin.get_models(include_auto_created=True):
            if not model._meta.db_table.startswith(f"{plugin.slug}_"):
                problems.append(f"table {model._meta.db_table}: begin with {plugin.slug}_")
        listed = breaking.names_of(tuple(plugin.contributions()))
        for kind, name in listed:
            if not (isinstance(name, str) and registry.NAME.fullmatch(name)):
                problems.append(f"{kind} {name!r}: small letters, digits and underscores only")
            if listed.count((kind, name)) > 1:
                problems.append(f"{kind} {name!r}: two have this name")
        problems += _url_names(plugin)
        demand_none(
            problems, "Names are part of what is stored, and must not clash with those of others:"
        )

    def test_its_app_config_can_be_imported_before_django_starts(
        self, plugin: CoursePlugin
    ) -> None:
        demand_none(
            source.problems_at_import(plugin),
            "Import your own modules inside contributions() and settings_form(), not at the top "
            "of apps.py or __init__.py; the settings import it before they are complete:",
        )

    def test_it_contributes_the_same_each_time(self, plugin: CoursePlugin) -> None:
        first, second = (tuple(plugin.contributions()) for _turn in range(2))
        wrong = [f"{type(one).__name__} is no contribution" for one in first
                 if not isinstance(one, Contribution)]  # fmt: skip
        if not wrong and breaking.names_of(first) != breaking.names_of(second):
            wrong = [f"first {breaking.names_of(first)}, then {breaking.names_of(second)}"]
        demand_none(wrong, "contributions() must give the same contributions every time:")

    def test_everything_has_a_docstring(self, plugin: CoursePlugin) -> None:
        demand_none(
            source.without_docstring(plugin),
            "Say in the docstring of each of these classes what it is; operators read it:",
        )

    def test_it_uses_only_what_is_public(self, plugin: CoursePlugin) -> None:
        others = [one.name for one in registry.plugins() if one.slug != plugin.slug]
        demand_none(
            source.private_imports(plugin, others),
            "Use `courses.plugin_api.api`, and models, services, queries and enums of the "
            "academy's parts (and courses.common.clock and .formats). The rest changes without "
            "notice:",
        )

    def test_every_text_is_there_in_english(self, plugin: CoursePlugin) -> None:
        demand_none(
            source.untranslated(plugin),
            "Translate these in locale/en/LC_MESSAGES/django.po of your package, and compile it "
            "(django-admin compilemessages):",
        )

    # --- What it keeps ----------------------------------------------------------------------

    def test_its_migrations_are_complete(self, plugin: CoursePlugin) -> None:
        if not list(plugin.get_models()):
            return
        try:
            call_command("makemigrations", plugin.label, check=True, dry_run=True, verbosity=0)
        except (SystemExit, CommandError, SystemCheckError):
            pytest.fail(
                f"The models have changed. Run `manage.py makemigrations {plugin.label}` and add "
                "the file to your package.",
                pytrace=False,
            )

    def test_its_migrations_can_be_undone(self, plugin: CoursePlugin) -> None:
        if not list(plugin.get_models()):
            return
        loader = MigrationLoader(None)
        demand_none(
            [
                f"{name}: {operation.describe()}"
                for (label, name), migration in loader.disk_migrations.items()
                if label == plugin.label
                for operation in migration.operations
                if not operation.reversible
            ],
            "Give these operations a way back (reverse_code or reverse_sql):",
        )

    def test_it_loses_nothing_when_it_is_switched_off_and_on(self, world: World) -> None:
        _try_to_keep(self, world, world.participant, "bewaard")
        label, slug = world.plugin.label, world.plugin.slug
        rows, body = walk.rows_kept(label), walk.stored_body(world.lesson)
        seen = world.client("participant").get(world.lesson_url).content.decode()
        activate_plugin(training=world.training, plugin=slug, active=False)
        standing.switch(plugin=slug, on=False)
        standing.switch(plugin=slug, on=True)
        activate_plugin(training=world.training, plugin=slug, active=True)
        look_again()
        problems = walk.lost(rows, walk.rows_kept(label))
        if walk.stored_body(world.lesson) != body:
            problems.append("the blocks in the lesson changed")
        again = world.client("participant").get(world.lesson_url).content.decode()
        if again.count(str(placeholder())) != seen.count(str(placeholder())):
            problems.append("the lesson shows fewer blocks than before")
        demand_none(problems, "Switching off only hides. Remove nothing in signals or handlers:")

    def test_it_has_personal_data_where_it_keeps_things_about_people(
        self, plugin: CoursePlugin
    ) -> None:
        about = [model.__name__ for model in _models_about_people(plugin)]
        if any(isinstance(one, PersonalData) for one in plugin.contributions()):
            return
        demand_none(
            about,
            "These models belong to people. Add a PersonalData contribution that shows and erases "
            "what they hold:",
        )

    def test_personal_data_are_shown_and_erased(self, world: World) -> None:
        entries = _entries(world, PersonalData)
        if not entries:
            return
        nobody = [_export(one, world.coordinator.pk) for one in entries]
        self._keep_or_fail(world, world.participant, "KENMERK-EEN")
        self._keep_or_fail(world, world.stranger, "KENMERK-TWEE")
        problems = []
        own, others = (
            [_export(one, person.pk) for one in entries]
            for person in (world.participant, world.stranger)
        )
        if _models_about_people(world.plugin):
            has_texts = "KENMERK-EEN" in _all_text(world.plugin)
            if ("KENMERK-EEN" not in json.dumps(own)) if has_texts else (own == nobody):
                problems.append("export() of a person does not hold what was kept about the person")
            if "KENMERK-TWEE" in json.dumps(own):
                problems.append("export() of a person holds what was kept about somebody else")
        for _twice in range(2):
            for one in entries:
                with transaction.atomic():
                    one.erase(world.participant.pk)
        if [_export(one, world.participant.pk) for one in entries] != nobody:
            problems.append("after erase() export() still has something")
        if "KENMERK-EEN" in _all_text(world.plugin):
            problems.append("after erase() the tables still hold what the person wrote")
        if [_export(one, world.stranger.pk) for one in entries] != others:
            problems.append("erase() took away what was kept about somebody else")
        demand_none(problems, "Correct export() and erase() of your PersonalData:")

    def _keep_or_fail(self, world: World, person: User, mark: str) -> None:
        try:
            with transaction.atomic():
                self.keep(world, person, mark)
        except Exception as error:
            pytest.fail(
                f"No row could be made up ({type(error).__name__}: {error}). Override "
                "`keep(self, world, person, mark)` in your class and keep something about "
                "`person` there, with `mark` in its texts.",
                pytrace=False,
            )

    # --- Blocks and exercises ---------------------------------------------------------------

    def test_its_blocks_can_be_filled_in(self, world: World) -> None:
        demand_none(
            [f"{name}: {why}" for name, why in world.unfilled.items()],
            "No value that the block accepts could be made up. Give one in your class, as "
            "`block_values = {name: {…}}` in the form of a LessonDraft:",
        )

    def test_its_blocks_survive_its_absence(self, world: World) -> None:
        body = walk.stored_body(world.lesson)
        problems = []
        _save_again(world.lesson)
        if walk.stored_body(world.lesson) != body:
            problems.append("saving a lesson unchanged changes what is stored of a block")
        body = walk.stored_body(world.lesson)
        with override_settings(PLUGINS_DISABLED=[world.plugin.slug]):
            look_again()
            _save_again(world.lesson)
            gone = walk.stored_body(world.lesson)
            problems += walk.problems_on(world, [("participant", world.lesson_url)])
        look_again()
        _save_again(world.lesson)
        if gone != body:
            problems.append("a save while the plugin is gone changes what is stored")
        if walk.stored_body(world.lesson) != body:
            problems.append("what is stored changes when the plugin comes back")
        demand_none(
            problems, "The value of a block must be stored in one form only (see get_prep_value):"
        )

    def test_its_blocks_are_shown_only_where_it_is_on(self, world: World) -> None:
        if not world.lesson.body:
            return
        problems = []
        with watched(world.plugin.slug) as faults:
            on = world.client("participant").get(world.lesson_url).content.decode()
            faults_on = list(faults)
        off = world.client("stranger").get(world.other_lesson_url).content.decode()
        if str(placeholder()) in on:
            problems.append("in the training with the plugin on a block is not shown")
        for _exercise, ident in _exercises_in(world, world.other_lesson):
            answer = world.client("stranger").post(f"{world.other_lesson_url}opdracht/{ident}/", {})
            if answer.status_code != 404:
                problems.append("an exercise can be answered where the plugin is off")
        if off.count(str(placeholder())) < len(world.other_lesson.body):
            problems.append("a block is shown where the plugin is off")
        demand_none(
            [*problems, *map(str, faults_on)],
            "Blocks are shown with the value they were given:",
        )

    def test_its_exercises_are_shown_alike_to_everyone(self, world: World) -> None:
        problems = []
        for name, on_page in _on_page(world):
            seen = []
            with watched(world.plugin.slug) as faults:
                for role in ("participant", "trainer"):
                    seen.append(on_page.body(_request(getattr(world, role))))
            problems += [f"{name}: {fault}" for fault in faults]
            if not faults and seen[0] != seen[1]:
                problems.append(f"{name}: two readers see different things")
        demand_none(
            problems,
            "Without an answer an exercise is the same for every reader (it is kept for all):",
        )

    def test_its_exercises_can_be_used_by_everyone(self, world: World) -> None:
        problems = []
        for name, on_page in _on_page(world):
            body = on_page.body(_request(world.participant))
            if body is None:
                continue
            inputs = Inputs(body)
            problems += [f"{name}: the id {one} is there twice" for one in inputs.doubles]
            for one in inputs.found:
                what = f"{name}: <{one.tag}> {one.name or one.ident or '(without a name)'}"
                if one.name and not one.name.startswith(f"{on_page.prefix}-"):
                    problems.append(f"{what}: name it {{{{ field_prefix }}}}-…")
                elif not one.name and not one.is_button:
                    problems.append(f"{what}: without a name it is not sent")
                if one.needs_label and not one.label.strip():
                    problems.append(f"{what}: give it a label")
            if not [one for one in inputs.found if one.name]:
                problems.append(f"{name}: there is nothing to fill in or to choose")
        demand_none(problems, "Inputs need a name with the prefix and a label for everybody:")

    def test_its_exercises_bear_any_answer(self, world: World) -> None:
        problems: list[str] = []
        for name, on_page in _on_page(world):
            body = on_page.body(_request(world.participant)) or ""
            problems += [f"{name}: {one}" for one in _bad_answers(on_page, str(body))]
        demand_none(
            problems,
            "read_answer() gives JSON or raises Refusal, and grade() a Score for everything that "
            "was ever kept, also when the exercise was another one then:",
        )

    # --- What the academy asks of it --------------------------------------------------------

    def test_its_trainings_can_be_installed(self, world: World) -> None:
        problems = []
        for entry in registry.every(Training):
            if entry.plugin.slug == world.plugin.slug:
                with watched(world.plugin.slug) as faults, undone():
                    TrainingPage.objects.filter(installed_by=entry.key).delete()
                    outcomes = [install_training(registered=entry).outcome for _turn in range(2)]
                problems += list(map(str, faults))
                if not faults and outcomes != ["made", "existed"]:
                    problems.append(f"{entry.place}: installing it twice gives {outcomes}")
        demand_none(problems, "build() must fill in a whole training:")

    def test_its_rules_answer(self, world: World) -> None:
        if not _entries(world, EnrolmentRule):
            return
        answers = []
        with watched(world.plugin.slug) as faults:
            for person in (world.participant, world.stranger, world.coordinator):
                for by_staff in (False, True):
                    answers.append(
                        ask_rules(person_id=person.pk, edition=world.edition, by_staff=by_staff)
                    )
        odd = [repr(one) for one in answers if not isinstance(one, (Allow, Deny, Waitlist))]
        demand_none([*odd, *map(str, faults)], "check() gives Allow, Deny or Waitlist:")

    def test_its_criteria_answer_for_somebody_who_just_began(self, world: World) -> None:
        if not _entries(world, CompletionCriterion):
            return
        with watched(world.plugin.slug) as faults:
            found = certificate_queries.progress(world.enrolment)
        unclear = [one.key for one in found if one.state == CriterionState.UNDETERMINED]
        silent = [
            f"{one.key}: NotYet without a reason"
            for one in found
            if one.state == CriterionState.NOT_YET and not one.reason.strip()
        ]
        demand_none(
            [*map(str, faults), *(unclear if not faults else ()), *silent],
            "evaluate() gives Met, or NotYet with a sentence on what is still to do:",
        )

    def test_its_questions_are_accepted(self, world: World) -> None:
        if not _entries(world, EvaluationQuestions):
            return
        with watched(world.plugin.slug) as faults, undone():
            form = open_form(edition=world.past_edition)
            asked = FormQuestion.objects.filter(
                form=form, key__startswith=f"{world.plugin.slug}."
            ).count()
        told = None if faults or asked else "it asks nothing (give `settings` in your class)"
        demand_none(
            [*map(str, faults), *([told] if told else ())], "questions() must give real questions:"
        )

    def test_its_certificate_has_everything(self, world: World) -> None:
        entries = _entries(world, CertificateTemplate)
        problems: list[str] = []
        for data in certificates.examples(world) if entries else ():
            with watched(world.plugin.slug) as faults:
                try:
                    made = rendering.render(data, world.training.pk)
                except PdfUnavailable:
                    pytest.skip("this machine cannot make PDFs")
            problems += map(str, faults)
            if not faults and not made.template_version.startswith(f"{world.plugin.slug}-"):
                problems.append(f"another template was used: {made.template_version}")
        demand_none(
            problems,
            "A certificate is a document in Dutch of one or two pages, with the name, the "
            "training, the code and the address of the check page, also when these are long:",
        )

    def test_its_mails_can_be_written(self, world: World) -> None:
        if not _entries(world, NotificationTexts):
            return
        with watched(world.plugin.slug) as faults:
            for kind in NotificationKind:
                for language in ("nl", "en"):
                    letters.write(kind, world, language)
        demand_none(list(map(str, faults)), "Each text must be a template that can be filled in:")

    def test_its_reports_have_rows_of_their_columns(self, world: World) -> None:
        problems: list[str] = []
        for one in _entries(world, Report):
            for trainings in (frozenset[int](), frozenset({world.training.pk})):
                with watched(world.plugin.slug) as faults:
                    report = plugin_reports.find_report(world.plugin.slug, one.name)
                    if report is not None:
                        filters = ReportFilters(world.coordinator.pk, trainings)
                        plugin_reports.rows_of(report, filters)
                problems += map(str, faults)
                if report is None and not faults:
                    problems.append(f"{one.name}: its title, columns or audience are not right")
        demand_none(problems, "rows() gives for each row a cell for every column:")

    def test_its_panels_give_html_or_nothing(self, world: World) -> None:
        problems = []
        for one in _entries(world, DashboardPanel):
            for person in (world.participant, world.coordinator):
                context = PanelContext(person.pk, {world.training.pk: dict(world.settings)})
                try:
                    html = one.render(context)
                except Exception as error:
                    problems.append(f"{one.name}: {type(error).__name__}: {error}")
                    continue
                if html is not None and not isinstance(html, SafeString):
                    problems.append(f"{one.name}: gives {type(html).__name__}")
            if one.audience == Audience.EVERYONE:
                problems.append(f"{one.name}: a panel is on a page of somebody")
        demand_none(problems, "render() gives a SafeString (by render_to_string) or None:")

    def test_its_handlers_can_be_repeated(self, world: World) -> None:
        if not _entries(world, EventHandler):
            return
        with watched(world.plugin.slug) as faults:
            walk.tell_events(world)
        demand_none(
            list(map(str, faults)), "handle() gets an event again after a crash; let it do no harm:"
        )

    def test_its_settings_form_bears_anything(self, world: World) -> None:
        form = world.plugin.settings_form()
        if form is None:
            return
        problems = []
        with watched(world.plugin.slug) as faults:
            if plugin_settings.form_class(world.plugin) is None:
                problems.append("settings_form() gives no Form")
            kept.forget()
            plugin_settings.defaults(world.plugin.slug)
        problems += map(str, faults)
        if not problems:
            problems += _form_problems(form)
            address = walk.settings_page(world)
            problems += walk.problems_on(world, [("coordinator", address)])
        demand_none(
            problems,
            "The form is valid with its `initial` or says what is missing; what it cleans is JSON; "
            "and nonsense gives errors and no exception:",
        )

    # --- Who may see it ---------------------------------------------------------------------

    def test_its_pages_are_for_its_audience_alone(self, world: World) -> None:
        problems: list[str] = []
        for audience, address in self._pages(world):
            if audience not in _ALLOWED:
                problems.append(f"{address}: the audience {audience!r} is none of Audience")
                continue
            for role in World.ROLES:
                expected = role in _ALLOWED[audience]
                with watched(world.plugin.slug) as faults:
                    status = world.client(role).get(address).status_code
                problems += [f"{address}: {fault}" for fault in faults]
                refused = status == (302 if role == "visitor" else 403)
                if refused == expected and not (expected and status == 302):
                    problems.append(f"{address} ({audience}) for {role}: status {status}")
        demand_none(problems, "Pages open for their `audience`, and only for them:")

    def test_its_pages_are_closed_where_it_is_off(self, world: World) -> None:
        problems = []
        pages = [address for _audience, address in self._pages(world)]
        elsewhere = [one.replace(world.training.slug, world.other_training.slug) for one in pages]
        problems += _not_closed(world, elsewhere, "in a training where it is off")
        activate_plugin(training=world.training, plugin=world.plugin.slug, active=False)
        look_again()
        problems += _not_closed(world, pages, "once it is switched off in the training")
        activate_plugin(training=world.training, plugin=world.plugin.slug, active=True)
        standing.switch(plugin=world.plugin.slug, on=False)
        look_again()
        problems += _not_closed(world, pages, "once it is switched off on the site")
        demand_none(problems, "Mount pages with CourseUrls only, so that the academy closes them:")

    def _pages(self, world: World) -> list[tuple[Any, str]]:
        """The audience and address of each page of the plugin."""
        base = f"/trainingen/{world.training.slug}/p/{world.plugin.slug}/"
        return [
            (urls.audience, base + _filled_in(str(pattern.pattern), self.arguments))
            for urls in _entries(world, CourseUrls)
            for pattern in urls.patterns()
        ]

    # --- What it may cost -------------------------------------------------------------------

    def test_nothing_fails_in_ordinary_use(self, world: World) -> None:
        with watched(world.plugin.slug) as faults, undone():
            problems = walk.problems_on(world, walk.whole_walk(world))
            problems += walk.problems_in_actions(world)
        demand_none([*problems, *map(str, faults)], "Correct what fails when people use the site:")

    def test_a_contribution_that_raises_costs_nobody_a_page(self, world: World) -> None:
        demand_none(
            _broken_walk(
                world,
                breaking.broken_plugin(world.plugin, breaking.with_broken_methods(breaking.RAISES)),
                "raises",
                walk.whole_walk,
            ),
            _NOT_YOURS,
        )

    def test_a_contribution_that_gives_nonsense_costs_nobody_a_page(self, world: World) -> None:
        problems: list[str] = []
        for way in breaking.ODD:
            twin = breaking.broken_plugin(world.plugin, breaking.with_broken_methods(way))
            problems += _broken_walk(world, twin, str(way))
        for way in (breaking.ODD[0], breaking.ODD[2], breaking.ODD[-1]):
            twin = breaking.broken_plugin(world.plugin, breaking.with_broken_constants(way))
            problems += _broken_walk(world, twin, f"{way} (labels, columns and the like)")
        demand_none(problems, _NOT_YOURS)

    def test_blocks_pages_and_settings_that_fail_cost_nobody_a_page(self, world: World) -> None:
        problems: list[str] = []
        for way in (breaking.RAISES, breaking.ODD[0], breaking.ODD[-1]):
            twin = breaking.broken_plugin(world.plugin, breaking.with_broken_first_methods(way))
            problems += _broken_walk(world, twin, f"{way} (block, patterns)", walk.editing_walk)
            if world.plugin.settings_form() is not None:
                twin = breaking.with_broken_settings(world.plugin, way)
                problems += _broken_walk(world, twin, f"{way} (settings_form)", walk.settings_walk)
        demand_none(problems, _NOT_YOURS)

    def test_a_contribution_that_breaks_a_transaction_costs_nobody_a_page(
        self, world: World
    ) -> None:
        problems: list[str] = []
        for way in breaking.TRANSACTIONS:
            twin = breaking.broken_plugin(world.plugin, breaking.with_broken_methods(way))
            problems += _broken_walk(world, twin, str(way))
        demand_none(problems, _NOT_YOURS)


_NOT_YOURS = (
    "A failure of your plugin reached other people. Unless you changed the academy itself (in "
    "ready(), signals, middleware or Wagtail hooks), tell its makers:"
)

_ALLOWED: Mapping[Any, tuple[str, ...]] = {
    Audience.EVERYONE: World.ROLES,
    Audience.PARTICIPANT: ("participant", "trainer", "coordinator"),
    Audience.TRAINER: ("trainer", "coordinator"),
    Audience.COORDINATOR: ("coordinator",),
}


# --- Contributions --------------------------------------------------------------------------


def _entries(world: World, kind: type[Any]) -> list[Any]:
    return [one for one in world.plugin.contributions() if isinstance(one, kind)]


def _url_names(plugin: CoursePlugin) -> list[str]:
    problems = []
    for urls in plugin.contributions():
        if isinstance(urls, CourseUrls):
            names = [pattern.name for pattern in urls.patterns() if getattr(pattern, "name", None)]
            problems += [f"URL name {one!r}: two have it" for one in names if names.count(one) > 1]
    return problems


_MADE_UP = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def _filled_in(route: str, arguments: Mapping[str, Any]) -> str:
    def value(match: re.Match[str]) -> str:
        converter, _colon, name = match[1].rpartition(":")
        return str(arguments.get(name, _MADE_UP.get(converter, "x")))

    return re.sub(r"<([^>]+)>", value, route)


def _not_closed(world: World, addresses: list[str], where: str) -> list[str]:
    found = []
    for address in addresses:
        for role in ("visitor", "participant", "coordinator"):
            status = world.client(role).get(address).status_code
            if status != 404:
                found.append(f"{address} for {role} {where}: status {status}, not 404")
    return found


# --- Exercises ------------------------------------------------------------------------------


def _request(person: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    return request


def _on_page(world: World) -> list[tuple[str, ExerciseOnPage]]:
    lesson = LessonPage.objects.get(pk=world.lesson.pk)
    found = ((one.name, exercise_in(lesson, ident)) for one, ident in world.exercises())
    return [(name, on_page) for name, on_page in found if on_page is not None]


def _exercises_in(world: World, lesson: LessonPage) -> list[tuple[str, str]]:
    keys = {
        entry.key for entry in registry.every(Exercise) if entry.plugin.slug == world.plugin.slug
    }
    raw = LessonPage.objects.get(pk=lesson.pk).body.raw_data
    return [(one["type"], one["id"]) for one in raw if one["type"] in keys]


def _bad_answers(on_page: ExerciseOnPage, body: str) -> list[str]:
    """What goes wrong when all sorts of answers are read, graded and shown."""
    exercise = on_page.registered.contribution
    problems: list[str] = []
    kept: list[Any] = []
    for data in _posts(on_page, body):
        for previous in (None, "x", *kept[:2]):
            try:
                answer = exercise.read_answer(data, previous)
            except Refusal:
                continue
            except Exception as error:
                problems.append(f"read_answer({_short(data)}): {type(error).__name__}: {error}")
                continue
            problem = _no_answer(answer)
            if problem:
                problems.append(f"read_answer({_short(data)}): {problem}")
            elif answer not in kept:
                kept.append(answer)
    for answer in (*kept, *GARBAGE):
        problems += _bad_score(exercise, answer, on_page)
    return problems


def _no_answer(answer: Any) -> str:
    if answer is None:
        return "gives None; raise Refusal instead"
    try:
        checked_json(answer)
    except (TypeError, ValueError) as error:
        return f"gives what cannot be kept: {error}"
    return ""


def _bad_score(exercise: Exercise, answer: Any, on_page: ExerciseOnPage) -> list[str]:
    try:
        score, again = (exercise.grade(answer, on_page.context) for _turn in range(2))
    except Exception as error:
        return [f"grade({_short(answer)}): {type(error).__name__}: {error}"]
    if not isinstance(score, Score):
        return [f"grade({_short(answer)}): gives {type(score).__name__}, not Score"]
    if score != again:
        return [f"grade({_short(answer)}): the second time it gives another score"]
    if answer is None:
        return []
    on_page.given.answer = answer
    with watched(on_page.registered.plugin.slug) as faults:
        on_page.body(_request(User()), score)
    on_page.given.answer = None
    return [f"showing the answer {_short(answer)}: {fault}" for fault in faults]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 120 else f"{text[:117]}…"


def _posts(on_page: ExerciseOnPage, body: str) -> Iterator[dict[str, list[str]]]:
    """What people and machines may send."""
    start = f"{on_page.prefix}-"
    inputs = Inputs(body)
    names = list(dict.fromkeys(one.name.removeprefix(start) for one in inputs.found if one.name))
    yield {name.removeprefix(start): values for name, values in inputs.sent().items()}
    offered: dict[str, list[str]] = {}
    for one in inputs.found:
        if one.name and (one.value or one.options):
            values = [value for value, _chosen in one.options] or [one.value]
            offered.setdefault(one.name.removeprefix(start), []).extend(values)
    yield {name: values[:1] for name, values in offered.items()}
    yield offered
    yield {name: ["Een gewoon antwoord."] for name in names}
    yield {}
    yield {"bestaat_niet": ["x"]}
    yield {name: [] for name in names}
    for text in ODD_TEXTS:
        if text != "\0":  # the academy leaves it out of what it gives
            yield {name: [text] for name in names}
    yield {name: ["x"] * 500 for name in names}


# --- What is kept ---------------------------------------------------------------------------


def _save_again(lesson: LessonPage) -> None:
    """Save the lesson as the editor does: through a revision that is published."""
    page = LessonPage.objects.get(pk=lesson.pk)
    for child in page.body:
        # Read, for what nobody has read is written back as it was.
        _read = child.value
    revision = page.save_revision()
    try:
        revision.publish(skip_permission_checks=True)
    except ValidationError:
        # A block that nobody can fill in cannot go public; another check says so.
        page.save(update_fields=["body"])


def _models_about_people(plugin: CoursePlugin) -> list[type[models.Model]]:
    """The plugin's models whose rows belong to somebody, by a relation or through one another."""
    own = list(plugin.get_models())
    found = [model for model in own if _refers_to(model, PERSONAL) or _names_a_person(model)]
    while more := [one for one in own if one not in found and _refers_to(one, tuple(found))]:
        found += more
    return found


def _refers_to(model: type[models.Model], targets: tuple[type[models.Model], ...]) -> bool:
    relations = (*model._meta.fields, *model._meta.many_to_many)
    return any(one.related_model in targets for one in relations if one.is_relation)


def _names_a_person(model: type[models.Model]) -> bool:
    return any(
        one.name in ("person_id", "user_id", "enrolment_id") or isinstance(one, models.EmailField)
        for one in model._meta.fields
    )


def _known_rows(world: World, person: User) -> dict[type[models.Model], Any]:
    """What a row about `person` may refer to."""
    enrolment = Enrolment.objects.filter(person=person).order_by("pk").last()
    return {
        User: person,
        **({Enrolment: enrolment} if enrolment else {}),
        Edition: world.edition,
        TrainingPage: world.training,
        LessonPage: world.lesson,
    }


def _try_to_keep(kit: PluginConformance, world: World, person: User, mark: str) -> None:
    """Keep something where that can be; `test_personal_data…` says so where it cannot."""
    try:
        with transaction.atomic():
            kit.keep(world, person, mark)
    except Exception:
        return


def _export(one: PersonalData, person_id: int) -> Any:
    return checked_json(one.export(person_id), limit=10_000_000)


def _all_text(plugin: CoursePlugin) -> str:
    """Everything in the plugin's tables."""
    return json.dumps(
        [list(model._base_manager.values()) for model in plugin.get_models()], default=str
    )


# --- The settings form ----------------------------------------------------------------------


def _form_problems(form_class: Any) -> list[str]:
    problems = []
    for what, data in _form_data(form_class):
        try:
            form = form_class(data)
            valid = form.is_valid()
            str(form.as_p())
        except Exception as error:
            problems.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
            continue
        if not valid:
            continue
        try:
            plugin_settings.cleaned(form)
        except (TypeError, ValueError) as error:
            problems.append(f"{what}: what is cleaned is no JSON: {error}")
    return problems


def _form_data(form_class: Any) -> Iterator[tuple[str, Any]]:
    yield "untouched", untouched(form_class)
    yield "empty", {}
    names = list(untouched(form_class)) or list(form_class.base_fields)
    names = list(dict.fromkeys([*names, *form_class.base_fields]))
    for text in ODD_TEXTS:
        yield _short(text), dict.fromkeys(names, text)


# --- Broken on purpose ----------------------------------------------------------------------


def _broken_walk(
    world: World,
    twin: CoursePlugin,
    way: str,
    visits: Callable[[World], list[walk.Visit]] = walk.short_walk,
) -> list[str]:
    """What it costs others that `twin` stands in for the plugin."""
    body = walk.stored_body(world.lesson)
    with undone(), standing_in(twin):
        before = walk.rows_kept()
        problems = walk.problems_on(world, visits(world))
        problems += walk.problems_in_actions(world)
        problems += walk.lost(before, walk.rows_kept())
        if visits is walk.editing_walk:
            _save_again(world.lesson)
        if walk.stored_body(world.lesson) != body:
            problems.append("a lesson that is saved meanwhile loses content")
    return [f"{way}: {problem}" for problem in problems]
