"""Who saves a page from an older version than the newest is told so, and chooses.

Wagtail 8.0.1 notices that only where its script saves by itself, and in a dialogue that needs the
script: a form that is sent the plain way overwrites what somebody else saved since. Here the view
asks for plain forms too, and once more under the lock of the row at the moment of saving. The page
then shows above the form what differs, and keeps what was typed. It carries the newest version from
there on, so that to save once more is to choose for one's own.

Other things with versions are compared field by field: `edit_conflict_forms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from courses.common.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpResponse
    from wagtail.admin.compare import FieldComparison
    from wagtail.admin.forms.pages import WagtailAdminPageForm
    from wagtail.models import Revision


class RevisionConflict(Refusal):
    """Somebody saved a version after the one that is about to be built upon."""

    def __init__(self) -> None:
        super().__init__(_("Als je bewaart, verdwijnt wat iemand anders intussen bewaarde."))


@dataclass(frozen=True)
class NewerRevision:
    """What the page says of the version that was saved meanwhile."""

    revision: Revision
    is_own: bool
    comparisons: Sequence[FieldComparison]
    """What differs from what was typed; empty when what was typed is not right yet."""
    compare_url: str
    """Where it stands beside the version that the form was made from; empty when that is gone."""

    @property
    def author(self) -> str:
        """Who saved it; empty when that is not known."""
        person = self.revision.user
        return "" if person is None else person.get_full_name() or person.get_username()


WITHOUT_REQUIRED_FIELDS = {"save", "cancel_workflow"}
"""After what, by the names that Wagtail's view has for it, a page may still be a draft."""

_form_valid = EditView.form_valid
_form_invalid = EditView.form_invalid
_get_context_data = EditView.get_context_data


def install() -> None:
    """Let Wagtail's pages for a page compare. Harmless to repeat."""
    EditView.newer_revision = None
    EditView.form_valid = _valid
    EditView.form_invalid = _invalid
    EditView.get_context_data = _context


def _valid(self: EditView, form: WagtailAdminPageForm) -> HttpResponse:
    if _is_late(self) and form.has_changed():
        return _told(self, form)
    page = form.instance
    page.save_revision = _guarded(self, page.save_revision)
    try:
        response: HttpResponse = _form_valid(self, form)
    except RevisionConflict as conflict:
        _look_again(self)
        if self.expects_json_response:
            refused: HttpResponse = self.json_error_response("invalid_revision", str(conflict))
            return refused
        return _told(self, form)
    finally:
        vars(page).pop("save_revision", None)
    return response


def _invalid(self: EditView, form: WagtailAdminPageForm) -> HttpResponse:
    # The page that comes back carries the newest version: it must tell now, or it never does.
    if _is_late(self):
        self.newer_revision = _newer_revision(self, [])
    response: HttpResponse = _form_invalid(self, form)
    return response


def _told(self: EditView, form: WagtailAdminPageForm) -> HttpResponse:
    form.restore_required_fields()
    found = differences(self, _stored(self).latest_revision) or []
    self.newer_revision = _newer_revision(self, found)
    self.has_unsaved_changes = True
    if self.is_cancelling_workflow:
        cancelled: HttpResponse = _form_invalid(self, form)
        return cancelled
    page: HttpResponse = self.render_to_response(self.get_context_data())
    return page


def _context(self: EditView, **kwargs: object) -> dict[str, object]:
    context: dict[str, object] = _get_context_data(self, **kwargs)
    if self.newer_revision is not None:
        context["newer_revision"] = self.newer_revision
        # Else Wagtail's script would save at once what somebody is about to choose.
        context["autosave_enabled"] = False
    return context


def _is_late(view: EditView) -> bool:
    """Whether a form that was sent the plain way comes from an older version."""
    late: bool = view.is_out_of_date and not view.expects_json_response
    return late


def _guarded(view: EditView, save_revision: Callable[..., Revision]) -> Callable[..., Revision]:
    """`save_revision` that looks first, under the lock of the row, for one that came meanwhile."""
    known = view.latest_revision
    seen = known and (known.pk, known.created_at)

    def save(*args: object, **kwargs: object) -> Revision:
        with transaction.atomic():
            row = Page.objects.select_for_update(of=("self",)).get(pk=view.real_page_record.pk)
            newest = row.latest_revision
            if (newest and (newest.pk, newest.created_at)) != seen:
                raise RevisionConflict
            return save_revision(*args, **kwargs)

    return save


def _look_again(view: EditView) -> None:
    """Let the view know of the version that came while it worked."""
    view.latest_revision = _stored(view).latest_revision
    view.page.latest_revision = view.latest_revision
    vars(view).pop("latest_revision_created_at", None)


def _stored(view: EditView) -> Page:
    return Page.objects.get(pk=view.real_page_record.pk)


def _newer_revision(view: EditView, comparisons: Sequence[FieldComparison]) -> NewerRevision:
    revision, older = view.latest_revision, _older(view)
    arguments = (view.real_page_record.pk, older, revision.pk)
    return NewerRevision(
        revision,
        is_own=revision.user_id == view.request.user.pk,
        comparisons=comparisons,
        compare_url=reverse("wagtailadmin_pages:revisions_compare", args=arguments)
        if older
        else "",
    )


def _older(view: EditView) -> int | None:
    """The version from which the form was made; None when that was overwritten or is gone."""
    names = ("overwrite_revision_id", "loaded_revision_id")
    sent = next(filter(None, map(view.request.POST.get, names)), "")
    revisions = view.real_page_record.revisions.exclude(pk=view.latest_revision.pk)
    known: dict[str, int] = {str(pk): pk for pk in revisions.values_list("pk", flat=True)}
    return known.get(sent)


def differences(view: EditView, revision: Revision) -> list[FieldComparison] | None:
    """What differs between a version and what was typed, as Wagtail shows differences; None when
    what was typed is not right yet."""
    theirs, yours = revision.as_object(), typed(view, onto=revision.as_object())
    if yours is None:
        return None
    panel = view.edit_handler.get_bound_panel(instance=theirs, request=view.request, form=None)
    found = [comparison(theirs, yours) for comparison in panel.get_comparison()]
    return [one for one in found if one.has_changed() and _shows_something(one)]


def typed(view: EditView, *, onto: Page) -> Page | None:
    """A page with what was typed; None when that is not right yet."""
    # Not the form that is shown again: to make rows of what was typed changes a form.
    form = view.form_class(
        view.request.POST,
        view.request.FILES,
        instance=onto,
        subscription=view.subscription,
        parent_page=view.parent,
        for_user=view.request.user,
    )
    if view.action_name in WITHOUT_REQUIRED_FIELDS:
        form.defer_required_fields()
    if not form.is_valid():
        return None
    page: Page = form.save(commit=False)
    return page


def _shows_something(comparison: FieldComparison) -> bool:
    """Not so where the editor of rich text only wrote the same otherwise."""
    if not comparison.is_field:
        return True
    text = str(comparison.htmldiff())
    return "addition" in text or "deletion" in text
