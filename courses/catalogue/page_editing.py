"""The editor of pages: Wagtail's, in which withdrawing what was sent in ends as saving does, and
a training is not sent in before somebody saw what goes along and what the site will say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page
from wagtail.utils.timestamps import render_timestamp

from courses.catalogue import comparing
from courses.catalogue.models import TrainingPage
from courses.common import revision_conflicts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CANCEL = "cancel_workflow"


class PageCreateView(CreateView):
    """Makes a page."""

    def submit_action(self) -> HttpResponse:
        """Of a training, saving: `sending_in_views.send_in` asks first, and then does it."""
        is_asked_first = isinstance(self.page, TrainingPage)
        response: HttpResponse = self.save_action() if is_asked_first else super().submit_action()
        return response


class PageEditView(EditView):
    """Changes a page.

    Who sent a page in cannot change it while it waits, so Wagtail 8.0.1 takes the form that
    withdraws it for one with mistakes: it answers with the editor itself. Loading that again or
    going back to it would send the form once more, and what was typed is saved nowhere yet.
    """

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Withdraw first; what was typed is then saved as a draft, as with the button for that."""
        if self.page.alias_of_id or self.action_name != CANCEL:
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response
        self.workflow_state.cancel(user=request.user)
        self.add_cancel_workflow_confirmation_message()
        if self._is_untouched():
            opened: HttpResponse = self.redirect_and_remain()
            return opened
        self.is_cancelling_workflow = False
        self.action_name_and_method = ("save", self.save_action)
        self.lock = self.page.get_lock()
        self.locked_for_user = self.lock is not None and self.lock.for_user(request.user)
        saved: HttpResponse = super().post(request, *args, **kwargs)
        return saved

    def submit_action(self) -> HttpResponse:
        """Of a training that is a draft, saving: `sending_in_views.send_in` asks first. Of what
        stands on the site as it is, saving too: there is nothing to judge."""
        is_asked_first = isinstance(self.page, TrainingPage) and self.page.is_unsent
        is_no_change = not is_asked_first and self._is_as_on_site()
        if is_no_change:
            messages.info(
                self.request,
                gettext("Er is niets om in te sturen: ‘%(title)s’ staat zo al op de site.")
                % {"title": self.page.get_admin_display_title()},
            )
        response: HttpResponse = (
            self.save_action() if is_asked_first or is_no_change else super().submit_action()
        )
        return response

    def _is_as_on_site(self) -> bool:
        """Whether what was typed differs in nothing from what visitors see."""
        if not self.real_page_record.live:
            return False
        # Each its own: the form has changed the page of this view.
        on_site, newest = (Page.objects.get(pk=self.page.pk).specific for _one in range(2))
        typed = revision_conflicts.typed(self, onto=newest.get_latest_revision_as_object())
        return typed is not None and comparing.reads_the_same(self.request, on_site, typed)

    def _is_untouched(self) -> bool:
        """Whether the form is as it was opened, also where somebody else saved something since."""
        key = self.request.POST.get("loaded_revision_id", "")
        opened = self.real_page_record.revisions.filter(pk=key).first() if key.isdecimal() else None
        if opened is None:
            return False
        return revision_conflicts.differences(self, opened) == []


class PageRevertView(RevisionsRevertView):
    """Puts an older version back, as a draft or on the site."""

    def add_save_confirmation_message(self) -> None:
        """Say that visitors do not see it yet, and what to do for that.

        Wagtail 8.0.1 says of a draft that the page "has been replaced", which sounds as if it were
        done.
        """
        comparing.forget_no_change(self.request, self.page)
        stored = Page.objects.get(pk=self.page.pk)
        said = gettext("‘%(title)s’ is weer zoals op %(moment)s.") % {
            "title": self.page.get_admin_display_title(),
            "moment": render_timestamp(self.previous_revision.created_at),
        }
        if stored.live and not stored.has_unpublished_changes:
            messages.success(self.request, f"{said} {gettext('Zo staat het ook op de site.')}")
            return
        after = (
            gettext("Moet dit op de site? Kies dan onderaan ‘Publiceren’.")
            if self.page_perms.can_publish()
            else gettext("Moet dit op de site? Stuur het dan in: de knop staat onderaan.")
        )
        draft = gettext("Dit is een concept: op de site verandert nog niets.")
        messages.warning(self.request, f"{said} {draft} {after}")
