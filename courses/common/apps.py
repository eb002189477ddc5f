from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "courses.common"
    label = "common"

    def ready(self) -> None:
        from courses.common import (
            addresses,  # noqa: F401 - registers its converter
            date_fields,
            filters,
            form_errors,
            odd_input,
            seen_forms,
            spreadsheets,
        )

        date_fields.install()
        filters.install()
        form_errors.install()
        odd_input.install()
        seen_forms.install()
        spreadsheets.make_wagtails_exports_ours()
