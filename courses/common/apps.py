from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "courses.common"
    label = "common"

    def ready(self) -> None:
        from courses.common import (
            addresses,  # noqa: F401 - registers its converter
            date_fields,
            edit_conflict_forms,
            filters,
            form_errors,
            invalid_input,
            periods,  # noqa: F401 - says how long what is kept
            restriction_conflicts,
            revision_conflicts,
            spreadsheets,
        )
        from courses.common.internals import of_rest_framework

        # Before the app that loads it, which is the next one.
        of_rest_framework.leave_out_postgres()
        date_fields.install()
        filters.install()
        form_errors.install()
        invalid_input.install()
        edit_conflict_forms.install()
        restriction_conflicts.install()
        revision_conflicts.install()
        spreadsheets.make_wagtails_exports_ours()
