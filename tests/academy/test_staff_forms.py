"""Every page of the administration that is ours, and how it takes care of two people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.views.generic.chooser import CreateViewMixin

from courses.common.edit_conflict_views import EditConflictMixin
from courses.plugin_desk import staff_screens

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARES = "its service compares what the page showed"
STATES = "it says what should be, and a service refuses what does not fit the state"
READS = "it changes nothing"
ADDS = "it adds something, and changes nothing that is there"
GOES = "it takes something away, and says first what hangs on it"

PAGES = {
    "attendance_cannot_come": STATES,
    "attendance_caught_up": STATES,
    "attendance_changes": READS,
    "attendance_code": READS,
    "attendance_csv": READS,
    "attendance_editions": READS,
    "attendance_editions_results": READS,
    "attendance_left": READS,
    "attendance_reopen": STATES,
    "attendance_session": COMPARES,
    "attendance_sheet": COMPARES,
    "attendance_sign_in_sheet": READS,
    "attendance_sign_off": COMPARES,
    "attendance_today": READS,
    "certificate_admin": STATES,
    "certificate_by_post": STATES,
    "certificate_name": STATES,
    "certificate_replace": STATES,
    "certificates_admin": READS,
    "certificates_by_hand": STATES,
    "certificates_progress": READS,
    "certificates_admin_results": READS,
    "certificates_design": COMPARES,
    "certificates_design_example": READS,
    "certificates_of_edition": STATES,
    "certificates_of_edition_cards": READS,
    "certificates_of_edition_print": READS,
    "certificates_of_edition_zip": READS,
    "desk_access": READS,
    "desk_lessons": READS,
    "desk_new_training": READS,
    "desk_steps": READS,
    "desk_search": READS,
    "edition_add_group": STATES,
    "edition_add_participant": STATES,
    "edition_cancel": COMPARES,
    "edition_copy": STATES,
    "edition_decide": STATES,
    "edition_enrolments": READS,
    "edition_half": ADDS,
    "edition_merge": STATES,
    "edition_move_participant": COMPARES,
    "edition_participant_action": COMPARES,
    "edition_participant_answers": COMPARES,
    "edition_publish": STATES,
    "edition_report": ADDS,
    "edition_paper": READS,
    "edition_paper_add": ADDS,
    "edition_paper_remove": GOES,
    "edition_reported": COMPARES,
    "edition_reported_list": STATES,
    "edition_reported_name": ADDS,
    "edition_reported_people": ADDS,
    "edition_reported_remove": GOES,
    "edition_withdraw_participant": COMPARES,
    "elsewhere_admin": STATES,
    "elsewhere_list": READS,
    "elsewhere_list_results": READS,
    "elsewhere_proof": READS,
    "enrol_by_telephone": READS,
    "enrol_group": READS,
    "enrol_by_telephone_done": READS,
    "enrol_by_telephone_edition": STATES,
    "enrol_by_telephone_path": STATES,
    "enrolment_question_add": ADDS,
    "enrolment_question_change": COMPARES,
    "enrolment_questions": READS,
    "evaluation_ask_again": STATES,
    "evaluation_import": ADDS,
    "evaluation_import_edition": ADDS,
    "evaluation_import_edition_figures": ADDS,
    "evaluation_import_figures": ADDS,
    "evaluation_import_of_form": GOES,
    "evaluation_imports": READS,
    "evaluation_imports_results": READS,
    "evaluation_of_edition": READS,
    "evaluation_of_survey": READS,
    "evaluation_open": STATES,
    "evaluation_paper": READS,
    "evaluation_paper_change": STATES,
    "evaluation_paper_check": STATES,
    "evaluation_paper_look_again": READS,
    "evaluation_paper_of_edition": READS,
    "evaluation_paper_of_form": READS,
    "evaluation_paper_people": STATES,
    "evaluation_paper_remove": STATES,
    "evaluation_paper_type": ADDS,
    "evaluation_reaction": COMPARES,
    "evaluation_reaction_publish": COMPARES,
    "evaluation_reaction_withdraw": STATES,
    "evaluation_reactions": READS,
    "evaluation_reactions_results": READS,
    "evaluation_room_of_edition": READS,
    "evaluation_room_of_survey": READS,
    "evaluation_telephone": STATES,
    "evaluation_exception_remove": GOES,
    "evaluation_exceptions": ADDS,
    "evaluation_label": STATES,
    "evaluation_release": COMPARES,
    "evaluation_released_text": STATES,
    "evaluation_review": COMPARES,
    "evaluation_reviews": READS,
    "evaluation_reviews_results": READS,
    "evaluation_topic": STATES,
    "evaluation_topics": ADDS,
    "first_words": ADDS,
    "form_template_action": STATES,
    "form_template_copy_question": ADDS,
    "form_template_preview": READS,
    "interest_admin": STATES,
    "notices_again": STATES,
    "notices_as_letter": STATES,
    "notices_call": STATES,
    "notices_calling": STATES,
    "notices_detail": READS,
    "notices_done": STATES,
    "notices_print": STATES,
    "notices_text": COMPARES,
    "notices_text_reset": STATES,
    "notices_texts": READS,
    "partner_contacts": READS,
    "partner_contacts_of": STATES,
    "person_claim_code": STATES,
    "person_erase_wanted": STATES,
    "person_keep": STATES,
    "person_learning_record": READS,
    "person_merge": COMPARES,
    "person_merge_choose": READS,
    "person_page": READS,
    "plain_language": READS,
    "plain_language_page": READS,
    "plugin_clear_faults": STATES,
    "plugin_detail": READS,
    "plugin_site_settings": COMPARES,
    "plugin_switch": STATES,
    "plugin_task": READS,
    "plugins_admin": READS,
    "plugins_known": READS,
    "search_unfound": READS,
    "survey": STATES,
    "survey_new": ADDS,
    "surveys": READS,
    "send_in": STATES,
    "surveys_results": READS,
    "training_form_action": STATES,
    "training_form_preview": READS,
    "training_forms": READS,
    "training_plugin": COMPARES,
    "training_plugin_change": STATES,
    "training_plugin_withdraw": STATES,
    "training_plugins": READS,
    "unfinished": READS,
    "website_components": READS,
    "translations": READS,
    "translations_add": ADDS,
    "translations_edit": COMPARES,
    "translations_export": READS,
    "translations_import": ADDS,
    "translations_language": READS,
    "translations_texts": COMPARES,
    "variant_changes": COMPARES,
    "variant_make": ADDS,
    "variants": READS,
    "year_report": READS,
    "year_report_final": STATES,
    "year_report_pdf": READS,
    "year_report_reopen": STATES,
    "year_report_targets": COMPARES,
    "year_report_text": COMPARES,
    "year_reports": READS,
    "webhook_change": COMPARES,
    "webhook_detail": STATES,
    "webhooks": ADDS,
}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def _view(pattern: URLPattern) -> Any:
    return getattr(pattern.callback, "view_class", None)


def _ours(pattern: URLPattern) -> bool:
    module = (_view(pattern) or pattern.callback).__module__
    return module.startswith(("courses.", "plugins.", "academy."))


def _of_a_plugin(pattern: URLPattern) -> bool:
    """A screen of a plugin: what edits a row there compares as ours do, see `staff_screens`."""
    return pattern.callback is not None and pattern.callback.__module__ == staff_screens.__name__


def _administration() -> list[URLPattern]:
    (top,) = (one for one in get_resolver().url_patterns if str(one.pattern) == "beheer/")
    assert isinstance(top, URLResolver)
    return [one for one in _patterns(top) if not _of_a_plugin(one)]


def test_of_each_page_it_is_known_how_it_takes_care_of_two_people_at_once() -> None:
    names = {
        str(one.name)
        for one in _administration()
        if _ours(one) and (_view(one) is None or str(one.name) in PAGES)
    }
    assert names == PAGES.keys()


def test_each_page_of_wagtails_that_changes_a_row_of_ours_compares() -> None:
    edits = [_view(one) for one in _administration() if one.name == "edit" and _ours(one)]
    assert edits
    assert [view for view in edits if not issubclass(view, EditConflictMixin)] == []


OWN = "somebody's own account, or their own visit"
UPLOADED = "the details of what one uploads at this moment"

ELSEWHERE = {
    "wagtail.admin.api.views": {STATES: "action", READS: "listing detail find"},
    "wagtail.admin.views.account": {
        OWN: "wagtailadmin_account wagtailadmin_login wagtailadmin_logout "
        "wagtailadmin_password_reset wagtailadmin_password_reset_confirm"
    },
    "wagtail.admin.views.bulk_action.dispatcher": {STATES: "wagtail_bulk_action"},
    "wagtail.admin.views.chooser": {
        READS: "wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link "
        "wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link"
    },
    "wagtail.admin.views.collection_privacy": {COMPARES: "set_privacy"},
    "wagtail.admin.views.editing_sessions": {OWN: "ping release"},
    "wagtail.admin.views.home": {READS: "None wagtailadmin_error_test wagtailadmin_sprite"},
    "wagtail.admin.views.i18n": {READS: "wagtailadmin_javascript_catalog"},
    "wagtail.admin.views.pages.revisions": {READS: "revisions_index"},
    "wagtail.admin.views.tags": {
        READS: "wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete"
    },
    "wagtail.admin.views.workflows": {
        STATES: "enable enable_task remove",
        ADDS: "task_chooser_create",
        READS: "select_task_type task_chosen",
    },
    "wagtail.admin.viewsets.pages": {
        COMPARES: "edit revisions_revert set_privacy",
        STATES: "convert_alias lock move_confirm revisions_unschedule set_page_position unlock "
        "unpublish workflow_action",
        ADDS: "add copy",
        GOES: "delete",
        READS: "add_subpage choose_parent collect_workflow_action_data "
        "confirm_workflow_cancellation history history_results move preview_on_add "
        "preview_on_edit revisions_compare revisions_view search search_results type_use "
        "type_use_results usage view_draft wagtailadmin_explore wagtailadmin_explore_results "
        "wagtailadmin_explore_root workflow_history workflow_history_detail workflow_preview",
    },
    "wagtail.contrib.forms.views": {READS: "list_submissions list_submissions_results"},
    "wagtail.contrib.redirects.views": {ADDS: "start_import process_import"},
    "wagtail.contrib.settings.views": {READS: "edit preview_on_edit"},
    "wagtail.documents.api.admin.views": {READS: "listing detail find"},
    "wagtail.documents.views.multiple": {
        ADDS: "add_multiple create_multiple_from_uploaded_document",
        UPLOADED: "edit_multiple delete_multiple delete_upload_multiple",
    },
    "wagtail.embeds.views.chooser": {READS: "chooser chooser_upload"},
    "wagtail.images.api.admin.views": {READS: "listing detail find"},
    "wagtail.images.views.chooser": {READS: "select_format"},
    "wagtail.images.views.images": {READS: "preview"},
    "wagtail.images.views.multiple": {
        ADDS: "add_multiple create_multiple_from_uploaded_image",
        UPLOADED: "edit_multiple delete_multiple delete_upload_multiple",
    },
}
"""Wagtail's pages that are made of none of its general views, by module. Those for a page itself
compare by its versions (`revision_conflicts`), those of privacy by `restriction_conflicts`."""

GENERAL = {
    EditView: COMPARES,  # `edit_conflict_forms` reaches all that are made of it
    CreateView: ADDS,
    CreateViewMixin: ADDS,
    DeleteView: GOES,
}


def _is_general(view: Any) -> bool:
    return isinstance(view, type) and (
        issubclass(view, tuple(GENERAL)) or not hasattr(view, "post")
    )


def test_of_each_page_of_wagtails_it_is_known_how_it_takes_care_of_two_people_at_once() -> None:
    found: dict[str, set[str]] = {}
    for one in _administration():
        view = _view(one) or one.callback
        if not _ours(one) and not _is_general(view):
            found.setdefault(view.__module__, set()).add(str(one.name))
    assert found == {
        module: set(" ".join(names.values()).split()) for module, names in ELSEWHERE.items()
    }
