"""What came of what somebody had looked at before it goes on the site.

Wagtail mails a reviewer's remark and shows it nowhere else. Here it stands on the page itself, in
its editor, and on the first page of who asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Task,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)

from courses.catalogue.comparing import reads_the_same
from courses.catalogue.standings import (
    comes_with,
    is_on_site,
    sent_in,
    training_to_come,
)
from courses.common.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from courses.common.statements import Moment, Parameter
    from courses.people.models import User

SHOWN_FOR = timedelta(days=14)
"""How long an approval is still told."""

WAITS, CHANGE, APPROVED = "waits", "change", "approved"


@dataclass(frozen=True)
class Review:
    """How it stands with a page: `WAITS`, `CHANGE` (something must change) or `APPROVED`."""

    page: Page
    outcome: str
    remark: str
    reviewer: str
    since: datetime | None = None

    @property
    def word(self) -> str:
        """The outcome in words."""
        if self.outcome == WAITS:
            return sent_in(self.since)
        if self.outcome == CHANGE:
            return gettext("Nog niet goed: pas iets aan")
        training = training_to_come(self.page)
        if training is not None:
            return comes_with(training)
        return gettext("Goedgekeurd: staat op de site")

    @property
    def sentence(self) -> SafeString:
        """The outcome and the remark, for above the editor."""
        if not self.remark:
            return format_html("<strong>{}.</strong>", self.word)
        said = gettext("%(name)s schrijft:") % {"name": self.reviewer}
        return format_html("<strong>{}.</strong> {} “{}”", self.word, said, self.remark)


def review_of(page: Page) -> Review | None:
    """The newest review of a page, if it still matters."""
    states = WorkflowState.objects.for_instance(page).filter(
        _still_matters(timezone.now() - SHOWN_FOR)
    )
    newest = _with_reviewer(states).first()
    return _review(newest, page) if newest else None


def tell_review(request: HttpRequest, page: Page) -> None:
    """Say above a page what came of having it looked at; above a new lesson also that the training
    came back with which it goes, since the remark may be about the lesson."""
    review = review_of(page)
    if review is not None and review.outcome == CHANGE:
        messages.error(request, review.sentence)
    elif review is not None and review.outcome == APPROVED and review.remark:
        messages.success(request, review.sentence)
    training = None if page.live else training_to_come(page)
    if training is None:
        return
    along = review_of(training)
    if along is not None and along.outcome == CHANGE:
        about = gettext("De training ‘%(title)s’:") % {"title": training.get_admin_display_title()}
        messages.error(request, format_html("{} {}", about, along.sentence))


def tell_what_waits(request: HttpRequest, page: Page) -> None:
    """Say to who is asked to judge a page that it is, and lead to what that is about: what is
    different from what is on the site, and the lessons that come there along with it."""
    task = page.current_workflow_task
    if task is None or not task.get_actions(page, request.user):
        return
    said = [format_html("<strong>{}</strong>", gettext("Dit wacht op jouw oordeel."))]
    if page.live:
        compare = "wagtailadmin_pages:revisions_compare"
        changes = reverse(compare, args=[page.pk, "live", page.latest_revision_id])
        words = gettext("Bekijk wat er verandert op de site")
        said.append(format_html('<a href="{}">{}</a>', changes, words))
    if lessons := lessons_along(page):
        said.append(_leads_to(lessons))
    messages.info(request, format_html_join(" ", "{}", ((one,) for one in said)))


def lessons_along(page: Page) -> list[Page]:
    """The lessons that come on the site along with a page, if it is a training with new ones."""
    return list(getattr(page.specific, "new_lessons", ()))


def _leads_to(lessons: Sequence[Page]) -> SafeString:
    """Which lessons come along, each with the way to how it will look."""
    words = ngettext(
        "Keur je dit goed? Dan komt ook deze les op de site. Bekijk die eerst:",
        "Keur je dit goed? Dan komen ook deze lessen op de site. Bekijk die eerst:",
        len(lessons),
    )
    looks = ((reverse("wagtailadmin_pages:view_draft", args=[one.pk]), one) for one in lessons)
    # Who judges keeps the form with its buttons.
    window = gettext("nieuw tabblad")
    named = ((address, one.get_admin_display_title(), window) for address, one in looks)
    links = format_html_join(", ", '<a href="{}" target="_blank">{} ({})</a>', named)
    return format_html("{} {}.", words, links)


def reviews_for(user: User | AnonymousUser) -> list[Review]:
    """The newest review of each page that somebody asked for or made. Three queries at most."""
    states = _CONCERNING.run(
        user=user.pk, pages=get_default_page_content_type(), since=timezone.now() - SHOWN_FOR
    )
    prefetch_related_objects(states, "content_object")
    found: dict[str, Review] = {}
    for state in states:
        page = state.content_object
        if isinstance(page, Page) and state.object_id not in found:
            found[state.object_id] = _review(state, page)
    return list(found.values())


def _concerning(user: Parameter, pages: Parameter, since: Parameter) -> QuerySet[WorkflowState]:
    own = Page.objects.filter(owner=user).annotate(key=Cast("pk", CharField())).values("key")
    on_own_page = Q(base_content_type=pages, object_id__in=own)
    states = WorkflowState.objects.filter(_still_matters(since), Q(requested_by=user) | on_own_page)
    return _with_reviewer(states)


_CONCERNING = Statement(
    _concerning, user=BigIntegerField(), pages=BigIntegerField(), since=DateTimeField()
)


def to_review(user: int | Parameter) -> QuerySet[TaskState]:
    """The drafts of pages that somebody (by key) is asked to look at, the longest waiting first.

    As Wagtail says of steps in which a group approves, which is the only kind the academy has.
    """
    own = GroupApprovalTask.objects.filter(groups__user=user)
    return _waiting_for_review().filter(task__in=own.values("pk"))


def all_to_review() -> QuerySet[TaskState]:
    """The same for who may do everything."""
    return _waiting_for_review().filter(task__in=GroupApprovalTask.objects.values("pk"))


def sent_back(user: int | Parameter) -> QuerySet[TaskState]:
    """The judgements by which something came back that somebody (by key) had sent in, and that was
    not sent in again; the oldest first."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_REJECTED,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__current_task_state=F("pk"),
        workflow_state__requested_by=user,
    )
    found: QuerySet[TaskState] = (
        states.select_related("revision", "finished_by")
        .only(
            *("revision__object_id", "revision__object_str"),
            *(f"finished_by__{name}" for name in ("first_name", "last_name")),
        )
        .order_by("finished_at", "pk")
    )
    return found


def _waiting_for_review() -> QuerySet[TaskState]:
    found: QuerySet[TaskState] = (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__active=True)
        .select_related("revision", "workflow_state__requested_by")
        .only(
            *("revision__object_id", "revision__object_str"),
            *(f"workflow_state__requested_by__{name}" for name in ("first_name", "last_name")),
        )
        .order_by("started_at", "pk")
    )
    return found


def other_tasks() -> QuerySet[Task]:
    """Steps of another kind, which a plugin brought; only Wagtail knows who is asked there."""
    found: QuerySet[Task] = Task.objects.filter(active=True, groupapprovaltask__isnull=True)
    return found


def _still_matters(since: Moment) -> Q:
    recently = Q(current_task_state__finished_at__gte=since)
    return Q(status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)) | (
        recently & Q(status=WorkflowState.STATUS_APPROVED)
    )


def _with_reviewer(states: QuerySet[WorkflowState]) -> QuerySet[WorkflowState]:
    return states.select_related("current_task_state__finished_by").order_by("-created_at", "-pk")


def _review(state: WorkflowState, page: Page) -> Review:
    task: TaskState | None = state.current_task_state
    outcome = {
        WorkflowState.STATUS_NEEDS_CHANGES: CHANGE,
        WorkflowState.STATUS_APPROVED: APPROVED,
    }.get(state.status, WAITS)
    reviewer = task.finished_by if task else None
    return Review(
        page=page,
        outcome=outcome,
        remark=task.comment if task else "",
        reviewer=str(reviewer or gettext("Wie het nakeek")),
        since=task.started_at if task else None,
    )


class ReviewsPanel(Component):
    """In the place of Wagtail's "your pages in a workflow", which does not tell the remark."""

    name = "reviews"
    template_name = "catalogue/admin/reviews.html"
    order = 210

    def __init__(self, reviews: list[Review]) -> None:
        self.reviews = reviews

    def get_context_data(
        self, parent_context: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        return {"reviews": self.reviews}


# --- What whoever decides is told -----------------------------------------------------------------


def tell_decisions() -> None:
    """Let Wagtail's pages say what came of approving or sending back. Harmless to repeat.

    Its editor says that the page "has been updated", whatever was done, and its list nothing.
    """
    EditView.add_save_confirmation_message = _confirm_in_editor
    WorkflowActionView.post = _act_and_confirm


_wagtails_confirmation = EditView.add_save_confirmation_message
_wagtails_act = WorkflowActionView.post


def _confirm_in_editor(view: EditView) -> None:
    if "action-workflow-action" in view.request.POST and not view.is_reverting:
        if view.workflow_action == "approve":
            _approve_as_it_reads(view.request, view.page)
        tell_decision(view.request, view.page, view.workflow_action)
    else:
        _wagtails_confirmation(view)


def _approve_as_it_reads(request: HttpRequest, page: Page) -> None:
    """Approve also what the editor saved along with the approval, where it reads the same.

    Each new version has to be approved, and the editor saves one where nobody changed anything: it
    marks each paragraph of a page that it had not saved before.
    """
    state: TaskState | None = Page.objects.get(pk=page.pk).current_workflow_task_state
    if state is None:
        return
    approved = TaskState.objects.filter(
        workflow_state=state.workflow_state_id,
        task=state.task_id,
        status=TaskState.STATUS_APPROVED,
        finished_by=request.user.pk,
    ).last()
    if approved is not None and reads_the_same(
        request, approved.revision.as_object(), state.revision.as_object()
    ):
        state.task.specific.on_action(state, request.user, "approve")


def _act_and_confirm(
    view: WorkflowActionView, request: HttpRequest, *args: object, **kwargs: object
) -> HttpResponse:
    response: HttpResponse = _wagtails_act(view, request, *args, **kwargs)
    # A form with a mistake decides nothing.
    if TaskState.objects.get(pk=view.task_state.pk).status != TaskState.STATUS_IN_PROGRESS:
        tell_decision(request, view.object, view.action_name)
    return response


def tell_decision(request: HttpRequest, page: Page, action: str) -> None:
    """Say what came of a decision, with the way to what is on the site."""
    on_site = Page.objects.get(pk=page.pk)
    ways = []
    if action != "reject" and is_on_site(on_site):
        address = on_site.specific.get_url(request)
        ways = [messages.button(address, gettext("Bekijk op de site"))] if address else []
    # Who approved and changed something has not done what it looks like yet.
    tell = messages.warning if on_site.workflow_in_progress else messages.success
    tell(request, decision(page, action), buttons=ways)


def decision(page: Page, action: str) -> str:
    """What came of a decision on a page, in a sentence."""
    page = Page.objects.get(pk=page.pk)
    training = training_to_come(page)
    if action == "reject":
        text = gettext(
            "‘%(title)s’ is niet goedgekeurd. De maker leest je opmerking boven de pagina."
        )
    elif page.workflow_in_progress:
        # Somebody else has to look too; or this one changed something, and that is a new version.
        text = gettext(
            "‘%(title)s’ staat nog niet op de site: de nieuwste versie moet nog worden goedgekeurd."
        )
    elif page.approved_schedule:
        text = gettext(
            "‘%(title)s’ is goedgekeurd, en komt op de site op het moment dat gekozen is."
        )
    elif is_on_site(page):
        text = gettext("‘%(title)s’ is goedgekeurd en staat op de site.")
    elif training is not None:
        text = gettext(
            "‘%(title)s’ is goedgekeurd. De les komt op de site met de training ‘%(training)s’."
        )
    else:
        text = gettext("‘%(title)s’ is goedgekeurd.")
    names = {
        "title": page.get_admin_display_title(),
        "training": training.get_admin_display_title() if training else "",
    }
    along = "" if action == "reject" else came_along(page)
    return f"{text % names} {along}".strip()


def came_along(page: Page) -> str:
    """Which lessons came on the site with a training, in a sentence; nothing where none did."""
    # Who is told by mail has the page as it was before.
    page = Page.objects.get(pk=page.pk)
    lessons = list(getattr(page.specific, "lessons_that_came_along", ())) if page.live else []
    if not lessons:
        return ""
    said = ngettext(
        "Ook deze les staat nu op de site: %(names)s.",
        "Ook deze lessen staan nu op de site: %(names)s.",
        len(lessons),
    )
    return said % {"names": ", ".join(f"‘{one.get_admin_display_title()}’" for one in lessons)}
