"""What one can do with a page, at the foot of its editor: the words, and what stands on a button.

Wagtail names sending in after the workflow, and keeps it behind an arrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms import Media
from django.utils.translation import gettext
from wagtail.admin.action_menu import (
    ActionMenuItem,
    SaveDraftMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import WorkflowState

from courses.catalogue.standings import training_to_come

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from wagtail.models import Page

PUBLISH, APPROVE, REJECT = "action-publish", "approve", "reject"


class SendInMenuItem(SubmitForModerationMenuItem):
    """Sends a page in, and says so."""

    icon_name = "upload"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = parent_context.get("page")
        state = page.current_workflow_state if page else None
        is_again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = (
            gettext("Stuur opnieuw in") if is_again else gettext("Stuur in voor beoordeling")
        )
        return context


class TwoButtonsMenuItem(ActionMenuItem):
    """Two things on a button each.

    The first is what the Enter key does in a field, so that one does no harm: it saves, or opens
    the form to send something back.
    """

    template_name = "catalogue/admin/two_buttons.html"

    def __init__(self, name: str, first: ActionMenuItem, last: ActionMenuItem) -> None:
        super().__init__()
        self.name = name
        self.items = (first, last)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["buttons"] = [item.render_html(parent_context) for item in self.items]
        return context

    @property
    def media(self) -> Media:
        found = Media()
        for item in self.items:
            found += item.media
        return found


def arrange(items: list[ActionMenuItem], page: Page | None) -> None:
    """Let what somebody came for stand on the button: approving, for who is asked to; for who may
    not publish, sending in. The first item is the button, the others are behind its arrow."""
    if page is not None and any(item.name == APPROVE for item in items):
        say_what_approving_does(items, page)
    items[:] = [
        SendInMenuItem(item.order) if type(item) is SubmitForModerationMenuItem else item
        for item in items
    ]
    names = {item.name for item in items}
    save = next((one for one in items if isinstance(one, SaveDraftMenuItem)), None)
    send_in = next((one for one in items if isinstance(one, SendInMenuItem)), None)
    if save and send_in and not names & {PUBLISH, APPROVE}:
        others = [one for one in items if one not in (save, send_in)]
        items[:] = [TwoButtonsMenuItem("action-save-or-send-in", save, send_in), *others]
    judging = {item.name: item for item in items if isinstance(item, WorkflowMenuItem)}
    # Approving can be there twice, once with a remark.
    approve = next((one for one in items if one.name == APPROVE), None)
    if approve and (reject := judging.get(REJECT)):
        others = [one for one in items if one not in (approve, reject)]
        items[:] = [TwoButtonsMenuItem(APPROVE, reject, approve), *others]
    items.sort(key=lambda item: item.name != APPROVE)


def say_what_approving_does(items: list[ActionMenuItem], page: Page) -> None:
    """Where it puts the page on the site, it says so, and is the one thing that does.

    Wagtail says it only where who changes something after that need not ask again.
    """
    state = page.current_workflow_state
    if state is None or state.workflow.tasks.count() != 1:
        return
    items[:] = [item for item in items if item.name != PUBLISH]
    for item in items:
        if isinstance(item, WorkflowMenuItem) and item.name == APPROVE and not item.launch_modal:
            # A lesson of a training that is to come is approved, and seen later.
            item.label = (
                gettext("Keur goed en zet op de site")
                if training_to_come(page) is None
                else gettext("Keur goed")
            )
