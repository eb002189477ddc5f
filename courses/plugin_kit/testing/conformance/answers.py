"""What the academy asks of a plugin, and whether the answer is one."""

from __future__ import annotations

import uuid
from itertools import product
from operator import methodcaller
from typing import TYPE_CHECKING

import pytest
from django.utils.safestring import SafeString

from courses.catalogue.models import TrainingPage
from courses.catalogue.services import install_training
from courses.certificates import queries as certificate_queries
from courses.certificates import rendering
from courses.certificates.attachments import attachments_for
from courses.certificates.enums import CriterionState
from courses.common import clock, process_cache
from courses.common.pdf import PdfUnavailable
from courses.enrolment.queries import ask_rules, conditions_of
from courses.evaluation.models import FormQuestion
from courses.evaluation.services import open_form
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.certificates import (
    CertificateAttachments,
    CertificateTemplate,
)
from courses.plugin_api.contributions.completion import CompletionCriterion
from courses.plugin_api.contributions.content import Training
from courses.plugin_api.contributions.enrolment import Allow, Deny, EnrolmentRule, Waitlist
from courses.plugin_api.contributions.evaluation import EvaluationQuestions
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.contributions.files import FileAccess, Files, KeptFile
from courses.plugin_api.contributions.messages import NotificationKind, NotificationTexts
from courses.plugin_api.contributions.screens import (
    DashboardPanel,
    PanelContext,
    PublicDocuments,
    Report,
    ReportFilters,
)
from courses.plugin_files.kinds import KINDS as FILE_KINDS
from courses.plugin_host import asking, guard, plugin_settings, registry
from courses.plugin_kit.testing import certificates, letters, walk
from courses.plugin_kit.testing.conformance.base import Checks, contributions_of
from courses.plugin_kit.testing.faults import demand_none, watched
from courses.plugin_kit.testing.invalid_values import INVALID_TEXTS, short
from courses.plugin_kit.testing.world import World, undone, untouched
from courses.reports import plugin_reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import Form


class AnswerChecks(Checks):
    """Checks on what a plugin answers when the academy asks."""

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
        if not contributions_of(world, EnrolmentRule):
            return
        answers = []
        with watched(world.plugin.slug) as faults:
            for person in (world.participant, world.stranger, world.coordinator):
                answers += [
                    ask_rules(person_id=person.pk, edition=world.edition, by_staff=by_staff)
                    for by_staff in (False, True)
                ]
            conditions_of(world.edition.training_id)
        odd = [repr(one) for one in answers if not isinstance(one, (Allow, Deny, Waitlist))]
        rule = "check() gives Allow, Deny or Waitlist, conditions() Conditions:"
        demand_none([*odd, *map(str, faults)], rule)

    def test_its_criteria_answer_for_somebody_who_just_began(self, world: World) -> None:
        if not contributions_of(world, CompletionCriterion):
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
        if not contributions_of(world, EvaluationQuestions):
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
        entries = contributions_of(world, CertificateTemplate)
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

    def test_its_files_fit_in_a_certificate(self, world: World) -> None:
        problems: list[str] = []
        if contributions_of(world, CertificateAttachments):
            for data in certificates.examples(world):
                with watched(world.plugin.slug) as faults, undone():
                    attachments_for(data, world.training.pk, issued_at=clock.now())
                problems += map(str, faults)
        demand_none(
            problems,
            "attach() gives at most four CertificateFiles with a plain name of their own, a media "
            "type, and 1 to 50,000 bytes, also for a certificate on which everything is long:",
        )

    def test_its_documents_are_for_everybody(self, world: World) -> None:
        if not contributions_of(world, PublicDocuments):
            return
        wanted = dict.fromkeys(self.documents, 200) | {"bestaat-niet": 404}
        with watched(world.plugin.slug) as faults:
            found = {
                name: world.client("visitor").get(f"/p/{world.plugin.slug}/{name}").status_code
                for name in wanted
            }
        wrong = [f"{name}: status {found[name]}" for name in wanted if found[name] != wanted[name]]
        demand_none(
            [*map(str, faults), *wrong],
            "document() gives a PublicDocument for the names that you give as `documents` in your "
            "class, and None for others:",
        )

    def test_its_files_are_for_who_may(self, world: World) -> None:
        problems: list[str] = []
        for entry in registry.every(Files):
            if entry.plugin.slug == world.plugin.slug:
                unknown = sorted(set(entry.contribution.kinds) - set(FILE_KINDS))
                problems += [f"{entry.place}: there is no kind {one!r}" for one in unknown]
                ask = methodcaller("may_read", _access_of_a_stranger(world))
                with watched(world.plugin.slug) as faults:
                    may = guard.call_plugin(entry, ask, default=False)
                problems += map(str, faults)
                if may is True:
                    problems.append(f"{entry.place}: a stranger may read what somebody handed in")
        demand_none(problems, "Name kinds of files that there are, and say in may_read() who may:")

    def test_its_mails_can_be_written(self, world: World) -> None:
        if not contributions_of(world, NotificationTexts):
            return
        with watched(world.plugin.slug) as faults:
            for kind in NotificationKind:
                for language in ("nl", "en"):
                    letters.write(kind, world, language)
        demand_none(list(map(str, faults)), "Each text must be a template that can be filled in:")

    def test_its_reports_have_rows_of_their_columns(self, world: World) -> None:
        problems: list[str] = []
        for one, trainings, filled in product(
            contributions_of(world, Report),
            (frozenset[int](), frozenset({world.training.pk})),
            (False, True),
        ):
            with undone():
                if filled:
                    self.keep(world, world.participant, "merk")
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
        for one, filled in product(contributions_of(world, DashboardPanel), (False, True)):
            for person in (world.participant, world.coordinator):
                context = PanelContext(person.pk, {world.training.pk: dict(world.settings)})
                try:
                    with undone():
                        if filled:
                            self.keep(world, world.participant, "merk")
                        html = one.render(context)
                except Exception as error:  # noqa: BLE001 - a plugin may raise anything
                    problems.append(f"{one.name}: {type(error).__name__}: {error}")
                    continue
                if html is not None and not isinstance(html, SafeString):
                    problems.append(f"{one.name}: gives {type(html).__name__}")
            if one.audience == Audience.EVERYONE:
                problems.append(f"{one.name}: a panel is on a page of somebody")
        demand_none(problems, "render() gives a SafeString (by render_to_string) or None:")

    def test_its_handlers_can_be_repeated(self, world: World) -> None:
        if not contributions_of(world, EventHandler):
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
            process_cache.forget_plugins()
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


def _access_of_a_stranger(world: World) -> FileAccess:
    """Somebody who has nothing to do with the training asks for the file of a participant."""
    file = KeptFile(
        id=str(uuid.uuid4()),
        name="werk.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        training_id=world.training.pk,
        person_id=world.participant.pk,
        kept_at=clock.now(),
        url="/",
    )
    return FileAccess(
        file=file,
        person_id=world.stranger.pk,
        takes_part=False,
        is_staff=False,
        settings=asking.on_in(world.training.pk).get(world.plugin.slug, {}),
    )


def _form_problems(form_class: type[Form]) -> list[str]:
    problems = []
    for what, data in _form_data(form_class):
        try:
            form = form_class(data)
            valid = form.is_valid()
            str(form.as_p())
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            problems.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
            continue
        if not valid:
            continue
        try:
            plugin_settings.cleaned(form)
        except (TypeError, ValueError) as error:
            problems.append(f"{what}: what is cleaned is no JSON: {error}")
    return problems


def _form_data(form_class: type[Form]) -> Iterator[tuple[str, Mapping[str, object]]]:
    yield "untouched", untouched(form_class)
    yield "empty", {}
    names = list(untouched(form_class)) or list(form_class.base_fields)
    names = list(dict.fromkeys([*names, *form_class.base_fields]))
    for text in INVALID_TEXTS:
        yield short(text), dict.fromkeys(names, text)
