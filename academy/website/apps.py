from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "academy.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        # Before all else: the database, uploads and the signal of the page cache are there.
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        from academy.website import (  # noqa: F401 - the last three register themselves
            invalidation,
            invariants,
            periods,
            structured_data,
        )
        from academy.website.search_documents import WebsiteSource
        from courses.common.internals import of_django, of_wagtail
        from courses.search import sources

        invalidation.connect()
        sources.provide(WebsiteSource())
        of_django.merge_translations()
        of_django.keep_placeholders()
        of_django.keep_addresses_of_static_files()
        of_django.keep_blocks_of_templates()
        of_django.escape_at_once()
        of_django.keep_language_at_hand()
        of_django.keep_translations()
        of_django.keep_backends_of_rights()
        of_wagtail.leave_out_empty_menu_of_forms()
        of_wagtail.start_choosers_without_scripts()
        of_wagtail.leave_out_scripts_of_menu_items()
        of_wagtail.keep_packed_menu()
        of_wagtail.ask_each_menu_once()
        of_wagtail.take_highest_page_at_hand()
        of_wagtail.ask_no_more_search_areas_than_one()
        of_wagtail.keep_words_of_the_frame()
        of_wagtail.keep_dialog_of_shortcuts()
        of_wagtail.keep_child_relations()
        of_wagtail.ask_permissions_with_statements()
        of_wagtail.ask_profiles_and_languages_with_statements()
        of_wagtail.ask_site_with_statement()
        of_django.ask_permissions_with_statements()
