"""Everything that changes the catalogue besides what editors do in Wagtail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext
from wagtail.blocks import StreamValue
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from courses.catalogue.completeness import refuse_if_unfinished
from courses.catalogue.enums import ChangeState
from courses.catalogue.models import (
    CataloguePage,
    CoursePluginActivation,
    KeptPage,
    LessonPage,
    PluginChange,
    Theme,
    TrainingGoal,
    TrainingPage,
)
from courses.catalogue.queries import (
    SettingWords,
    plugin_facts,
    plugin_mark,
    trainings_and_copies,
)
from courses.common import audit, clock, mail
from courses.common.commits import after_commit
from courses.common.errors import Refusal
from courses.common.text import plain_text
from courses.people.models import Partner, User
from courses.plugin_api.contributions.content import LessonDraft, Training, TrainingDraft
from courses.plugin_host import asking, guard, plugin_settings, registry, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.catalogue.completeness import Fault
    from courses.common.edit_conflicts import FormSnapshot
    from courses.plugin_api.contributions.base import Json
    from courses.plugin_host.entry import Entry

BLOCK_IDS = uuid.UUID("5b8a0c52-3f5e-4d0e-9d0e-0a8c4c1f7a11")
"""Namespace of the ids of installed blocks: installing twice gives the same ids."""


SLOW_TO_INSTALL = 30.0
"""Seconds that it takes at most to make the pages of a training, on a machine that is busy."""


@dataclass(frozen=True)
class InstallResult:
    """What became of one training: `made`, `existed` or `failed`."""

    title: str
    outcome: str
    page: TrainingPage | None = None


def install_trainings(*, owner: User | None = None) -> list[InstallResult]:
    """Install every training that the plugins bring.

    A training that exists is left as it is: from its first day on it belongs to the trainers.
    """
    return [
        install_training(registered=registered, owner=owner)
        for registered in asking.everywhere(Training)
    ]


@transaction.atomic
def install_training(*, registered: Entry[Training], owner: User | None = None) -> InstallResult:
    """Make the pages of one training, published, and switch its plugin on for it.

    When the plugin fails, or when no pages can be made of what it gives, nothing of the training
    is kept.
    """
    existing = TrainingPage.objects.filter(installed_by=registered.key).first()
    if existing is not None:
        return InstallResult(existing.title, "existed", existing)
    # Inside the guard, which has a savepoint here: only making the pages tells whether they fit.
    # That is our work, done once, and takes longer than what the plugin gives.
    made = guard.call_plugin(
        registered,
        lambda training: _install(training, registered, owner),
        default=None,
        slow=SLOW_TO_INSTALL,
    )
    return made or InstallResult(registry.title_of(registered.plugin), "failed")


def _install(training: Training, registered: Entry[Training], owner: User | None) -> InstallResult:
    draft = _built(training)
    catalogue = CataloguePage.objects.get()
    if catalogue.get_children().filter(slug=draft.slug).exists():
        return InstallResult(draft.title, "existed")
    page = _make_training(catalogue, draft, registered, owner)
    activate_plugin(training=page, plugin=registered.plugin.slug, actor=owner)
    for position, lesson in enumerate(draft.lessons):
        _make_lesson(page, lesson, registered, owner, is_open=position == 0)
    return InstallResult(draft.title, "made", page)


@transaction.atomic
def activate_plugin(
    *, training: TrainingPage, plugin: str, actor: User | None = None, active: bool = True
) -> CoursePluginActivation:
    """Switch a plugin on (or off) for one training; its settings stay. Safe to repeat."""
    activation, created = _locked_activation(training, plugin, active=active, actor=actor)
    if created or activation.active != active:
        activation.active = active
        _save_activation(activation, actor)
        action = "plugin.activate" if active else "plugin.deactivate"
        audit.record(training, action, actor=actor, plugin=plugin)
    return activation


@transaction.atomic
def save_plugin_settings(
    *, training: TrainingPage, plugin: str, settings: dict[str, Json], actor: User | None = None
) -> CoursePluginActivation:
    """Keep a plugin's settings for one training, as its form has cleaned them."""
    activation, _created = _locked_activation(training, plugin, active=False, actor=actor)
    if activation.settings != settings:
        activation.settings = settings
        _save_activation(activation, actor)
        audit.record(training, "plugin.settings", actor=actor, plugin=plugin)
    return activation


@transaction.atomic
def change_plugin(
    *,
    training: TrainingPage,
    plugin: str,
    active: bool,
    settings: dict[str, Json] | None,
    actor: User | None,
    snapshot: FormSnapshot,
    words: SettingWords,
) -> CoursePluginActivation:
    """Switch a plugin in one training and keep its settings there (None: those stay), at once.

    `snapshot` is what the page showed, `words` how its settings are called and read.

    Raises:
        Conflict: somebody else has changed since what this would change back.
    """
    kept, _created = _locked_activation(training, plugin, active=False, actor=actor)
    stored = plugin_facts(kept.active, kept.settings, words)
    chosen = kept.settings if settings is None else settings
    snapshot.refuse_if_stale(stored=stored, wanted=plugin_facts(active, chosen, words))
    if settings is not None:
        save_plugin_settings(training=training, plugin=plugin, settings=settings, actor=actor)
    return activate_plugin(training=training, plugin=plugin, actor=actor, active=active)


@transaction.atomic
def ask_for_plugin_change(
    *,
    training: TrainingPage,
    plugin: str,
    active: bool,
    settings: dict[str, Json] | None,
    actor: User | None,
) -> PluginChange | None:
    """Keep what a trainer wants of a plugin in a public training, for a coordinator to decide.

    It takes the place of what was asked before and not yet decided. Wanting what is so already asks
    nothing; then there is None. `settings` None leaves the settings as they are.
    """
    _withdraw(training, plugin, actor)
    now = CoursePluginActivation.objects.filter(training=training, plugin=plugin).first()
    is_on, kept = (now.active, now.settings) if now else (False, {})
    kept = {**plugin_settings.defaults(plugin), **kept}
    if settings == kept:
        settings = None
    if active == is_on and settings is None:
        return None
    change = PluginChange.objects.create(
        training=training, plugin=plugin, active=active, settings=settings, asked_by=actor
    )
    audit.record(training, "plugin.ask", actor=actor, plugin=plugin)
    return change


@transaction.atomic
def withdraw_plugin_change(*, training: TrainingPage, plugin: str, actor: User | None) -> bool:
    """Take back what was asked and not yet decided; whether there was anything."""
    return _withdraw(training, plugin, actor)


def _withdraw(training: TrainingPage, plugin: str, actor: User | None) -> bool:
    # The page's row keeps two who ask at once apart.
    TrainingPage.objects.select_for_update(of=("self",)).get(pk=training.pk)
    asked = PluginChange.objects.filter(training=training, plugin=plugin, state=ChangeState.ASKED)
    return bool(asked.update(state=ChangeState.WITHDRAWN, decided_by=actor, decided_at=clock.now()))


@transaction.atomic
def approve_plugin_change(
    *, change: PluginChange, actor: User | None, remark: str = "", seen: str | None = None
) -> PluginChange:
    """Do what a trainer asked of a plugin.

    `seen` is the mark (`plugin_mark`) of what the coordinator saw beside it.

    Raises:
        Refusal: it was decided or taken back already, or what stands there changed meanwhile.
    """
    change = _decided(change, ChangeState.APPROVED, actor, remark)
    training, plugin = change.training, change.plugin
    if seen is not None and seen != plugin_mark(training.pk, plugin):
        raise Refusal(
            gettext("Iemand anders heeft de uitbreiding intussen veranderd. Kijk nog een keer.")
        )
    if change.settings is not None:
        save_plugin_settings(
            training=training, plugin=plugin, settings=change.settings, actor=actor
        )
    activate_plugin(training=training, plugin=plugin, actor=actor, active=change.active)
    audit.record(training, "plugin.approve", actor=actor, plugin=plugin)
    return change


@transaction.atomic
def refuse_plugin_change(*, change: PluginChange, actor: User | None, remark: str) -> PluginChange:
    """Leave things as they are, and say why.

    Raises:
        Refusal: it was decided or taken back already, or there is no remark.
    """
    if not remark.strip():
        raise Refusal(gettext("Schrijf erbij waarom, zodat de trainer verder kan."), field="remark")
    change = _decided(change, ChangeState.REFUSED, actor, remark)
    audit.record(change.training, "plugin.refuse", actor=actor, plugin=change.plugin)
    return change


def _decided(
    change: PluginChange, state: ChangeState, actor: User | None, remark: str
) -> PluginChange:
    locked = PluginChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if locked.state != ChangeState.ASKED:
        raise Refusal(gettext("Hierover is al beslist, of de trainer heeft het ingetrokken."))
    locked.state, locked.remark = state, remark.strip()
    locked.decided_by, locked.decided_at = actor, clock.now()
    locked.save()
    return locked


def _locked_activation(
    training: TrainingPage, plugin: str, *, active: bool, actor: User | None
) -> tuple[CoursePluginActivation, bool]:
    return CoursePluginActivation.objects.select_for_update(of=("self",)).get_or_create(
        training=training,
        plugin=plugin,
        defaults={"active": active, "changed_by": actor, "changed_at": clock.now()},
    )


def _save_activation(activation: CoursePluginActivation, actor: User | None) -> None:
    activation.changed_by = actor
    activation.changed_at = clock.now()
    activation.save()


@transaction.atomic
def activate_first_plugins(*, training: TrainingPage, actor: User | None = None) -> None:
    """Switch on, in a training that somebody makes, the plugins that are meant for all."""
    off = standing.switched_off()
    for plugin in registry.plugins():
        if plugin.on_in_new_trainings and plugin.slug not in off:
            activate_plugin(training=training, plugin=plugin.slug, actor=actor)


@transaction.atomic
def copy_activations(*, source: Page, copy: Page, actor: User | None = None) -> int:
    """Let the same plugins be on, with the same settings, in copies of trainings; how many.

    `source` is a training, or a page above trainings; `copy` was made of it, with the pages below
    it or without. A training at another address than its copy is left alone.
    """
    copied = 0
    for old, new in trainings_and_copies(source, copy):
        for row in CoursePluginActivation.objects.filter(training=old).order_by("pk"):
            _twin, created = CoursePluginActivation.objects.get_or_create(
                training=new,
                plugin=row.plugin,
                defaults={
                    "active": row.active,
                    "settings": row.settings,
                    "changed_by": actor,
                    "changed_at": clock.now(),
                },
            )
            copied += created
    return copied


@transaction.atomic
def cancel_schedule(*, page: Page, faults: Sequence[Fault]) -> None:
    """Take a page out of the planning because it is not finished, and mail who planned it."""
    planned = page.revisions.filter(approved_go_live_at__isnull=False)
    people = {one.user for one in planned.select_related("user") if one.user and one.user.email}
    planned.update(approved_go_live_at=None)
    log(instance=page, action="wagtail.schedule.cancel")
    for person in people:
        letter = mail.compose(
            "page_not_published",
            {"person": person, "page": page, "faults": faults},
            language=person.language,
        )
        after_commit(mail.send, to=person.email, letter=letter, language=person.language)


@transaction.atomic
def keep_for_participants(*, page: Page) -> None:
    """Let who takes part go on reading a training or lesson that goes off the site."""
    KeptPage.objects.get_or_create(page_id=page.pk, defaults={"since": clock.now()})


@transaction.atomic
def stop_keeping(*, page: Page) -> None:
    """Close a page that is off the site to participants too; harmless for one that is public."""
    KeptPage.objects.filter(page=page.pk).delete()


@transaction.atomic
def send_in(*, training: TrainingPage, actor: User) -> None:
    """Let somebody judge a training that is a draft, together with its new lessons.

    Raises:
        Unfinished: something is not filled in, in the training or in a lesson that goes along.
        Refusal: it was sent in already, or cannot be.
    """
    Page.objects.select_for_update(of=("self",)).get(pk=training.pk)
    workflow, state = training.get_workflow(), training.current_workflow_state
    if workflow is None or training.workflow_in_progress:
        raise Refusal(gettext("Deze training is al ingestuurd."))
    refuse_if_unfinished(training.get_latest_revision_as_object())
    if state is None:
        # Who hears that a training was sent in takes its lessons along.
        workflow.start(training, actor)
    else:
        state.resume(actor)
        take_lessons_along(training=training, actor=actor)


@transaction.atomic
def take_lessons_along(*, training: TrainingPage, actor: User | None) -> None:
    """Let new lessons that were sent in by themselves be judged with their training, as one."""
    for lesson in training.new_lessons:
        if lesson.workflow_in_progress:
            lesson.current_workflow_state.cancel(user=actor)


@transaction.atomic
def publish_new_lessons(*, training: TrainingPage) -> int:
    """Publish the lessons that never were public, along with their training; returns how many.

    A training is approved as a whole. Lessons that were taken off the site stay off, and so do
    those that somebody sent back.
    """
    count = 0
    for lesson in training.new_lessons:
        state = lesson.current_workflow_state
        if state is None:
            lesson.get_latest_revision().publish(skip_permission_checks=True)
        else:
            _approve_along(state)
        count += 1
    return count


def _approve_along(state: WorkflowState) -> None:
    """End the review of a lesson that goes on the site with its training. Who sent it in was
    promised to hear of it: Wagtail tells of what was approved, and not of what was called off."""
    waiting = state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
    waiting.update(status=TaskState.STATUS_APPROVED, finished_at=clock.now())
    state.finish()


def _built(training: Training) -> TrainingDraft:
    """The training as the plugin proposes it.

    Raises:
        TypeError, ValueError: it cannot be one.
    """
    draft = TrainingDraft()
    training.build(draft)
    draft.title, draft.slug = plain_text(draft.title).strip(), plain_text(draft.slug).strip()
    block = LessonPage._meta.get_field("body").stream_block
    unknown = {kind for lesson in draft.lessons for kind, _value in lesson.body} - set(
        block.child_blocks
    )
    if unknown:
        raise ValueError(f"Unknown block types: {', '.join(sorted(unknown))}")
    if not (draft.title and draft.slug and draft.summary and draft.lessons):
        raise ValueError("A training needs a title, slug, summary and lessons")
    return draft


def _make_training(
    catalogue: CataloguePage, draft: TrainingDraft, registered: Entry[Training], owner: User | None
) -> TrainingPage:
    page = TrainingPage(
        title=draft.title,
        slug=draft.slug,
        summary=draft.summary,
        introduction=draft.introduction,
        for_whom=draft.for_whom,
        theme=_theme(draft.theme),
        partner=_partner(draft.partner),
        minutes=draft.minutes,
        installed_by=registered.key,
        owner=owner,
    )
    page.goals = [
        TrainingGoal(text=text, sort_order=order) for order, text in enumerate(draft.goals)
    ]
    catalogue.add_child(instance=page)
    page.save_revision(user=owner).publish(user=owner, skip_permission_checks=True)
    made: TrainingPage = TrainingPage.objects.get(pk=page.pk)
    return made


def _make_lesson(
    training: TrainingPage,
    draft: LessonDraft,
    registered: Entry[Training],
    owner: User | None,
    *,
    is_open: bool,
) -> None:
    lesson = LessonPage(
        title=draft.title,
        slug=draft.slug,
        summary=draft.summary,
        minutes=draft.minutes,
        is_open=is_open,
        owner=owner,
    )
    block = LessonPage._meta.get_field("body").stream_block
    lesson.body = StreamValue(
        block,
        [
            (kind, value, str(uuid.uuid5(BLOCK_IDS, f"{registered.key}/{draft.slug}/{position}")))
            for position, (kind, value) in enumerate(draft.body)
        ],
    )
    TrainingPage.objects.get(pk=training.pk).add_child(instance=lesson)
    lesson.save_revision(user=owner).publish(user=owner, skip_permission_checks=True)


def _theme(name: str) -> Theme | None:
    if not name:
        return None
    theme, _created = Theme.objects.get_or_create(name=name, defaults={"slug": slugify(name)})
    return theme


def _partner(name: str) -> Partner | None:
    return Partner.objects.get_or_create(name=name)[0] if name else None
