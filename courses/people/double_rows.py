"""What becomes of what two accounts both have, when they become one: of accounts themselves.

Besides those of this part, the tables of Django, Wagtail and allauth stand here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.people import merge_rules, services

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress
    from wagtail.users.models import UserProfile

    from courses.people.models import TrainerPortrait

MOVE = (
    *("account.EmailAddress.user", "mfa.Authenticator.user"),
    "usersessions.UserSession.user",
    *("socialaccount.SocialAccount.user", "people.OrganisationRole.person"),
    "people.Partner_contacts.user",
    *("people.User_groups.user", "people.User_user_permissions.user"),
    *("wagtailusers.UserProfile.user", "wagtailadmin.EditingSession.user"),
    *("wagtailadmin.FormState.user", "wagtailcore.APIToken.user"),
    *("wagtaildocs.Document.uploaded_by_user", "wagtailimages.Image.uploaded_by_user"),
    *("wagtailcore.UploadedFile.uploaded_by_user", "wagtailcore.Revision.user"),
    *("wagtailcore.ModelLogEntry.user", "wagtailcore.PageLogEntry.user"),
    *("wagtailcore.WorkflowState.requested_by", "wagtailcore.TaskState.finished_by"),
    *("wagtailcore.Page.locked_by", "wagtailcore.Page.owner"),
    *("wagtailcore.Comment.user", "wagtailcore.Comment.resolved_by"),
    *("wagtailcore.CommentReply.user", "wagtailcore.PageSubscription.user"),
)
"""What moves; of what both have, one is dropped unless something else is said below."""


def keep_proved(own: EmailAddress, other: EmailAddress) -> None:
    """Of one address that both have, the one that was proved."""
    worse = own if other.verified and not own.verified else other
    worse.delete()


def forget_picture(own: UserProfile, other: UserProfile) -> None:
    """A member of staff has one profile; the picture of the other goes with its file."""
    services.forget_picture(person_id=other.user_id)
    other.delete()


def forget_portrait(own: TrainerPortrait, other: TrainerPortrait) -> None:
    """Participants see one face beside a name; the other's photo goes with it."""
    services.forget_portrait(person_id=other.person_id)


for _relation in MOVE:
    merge_rules.provide(_relation, merge_rules.drop_other)
merge_rules.provide("account.EmailAddress.user", keep_proved)
merge_rules.provide("wagtailusers.UserProfile.user", forget_picture)
merge_rules.provide("people.TrainerPortrait.person", forget_portrait)
merge_rules.provide("plugin_api.TaskRun.person")
