from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig

from courses.plugin_api.plugin import CoursePlugin

if TYPE_CHECKING:
    from django.db.models import Model


class CatalogueConfig(CoursePlugin):
    name = "courses.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogus")
    slug = "catalogue"
    title = _("Catalogus")
    core = True

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished, workflow_submitted

        from courses.catalogue import (
            double_rows,  # noqa: F401 - registers its rules
            forms,
            models,
            traces,  # noqa: F401 - makes known what is kept for plugins
            views,  # noqa: F401 - adds to the list of trainings
        )
        from courses.catalogue.queries import settings_in
        from courses.catalogue.search_documents import CatalogueSource
        from courses.catalogue.signals import (
            forget_kept,
            keep_what_goes_off,
            publish_lessons_along,
            send_lessons_in_along,
        )
        from courses.plugin_host import asking
        from courses.search import sources
        from courses.translations import loose_texts

        asking.provide(settings_in)
        sources.provide(CatalogueSource())
        loose_texts.provide(
            _("Thema"), lambda: models.Theme.objects.values_list("name", flat=True).order_by("name")
        )
        # The forms behind the editors know the pages, so the pages learn of them here.
        models.AcademyPage.base_form_class = forms.AcademyPageForm
        models.AcademyPage.copy_form_class = forms.AcademyCopyForm
        models.TrainingPage.base_form_class = forms.TrainingForm
        models.LessonPage.base_form_class = forms.LessonForm

        page_published.connect(publish_lessons_along, dispatch_uid="catalogue-lessons-along")
        workflow_submitted.connect(send_lessons_in_along, dispatch_uid="catalogue-send-in-along")
        page_published.connect(forget_kept, dispatch_uid="catalogue-forget-kept")
        page_unpublished.connect(keep_what_goes_off, dispatch_uid="catalogue-keep")


def _keep_public_files(model: type[Model]) -> None:
    from wagtail.permissions import register_permission_policy

    from courses.catalogue.page_permissions import DraftFilesPolicy

    register_permission_policy(model, DraftFilesPolicy(model, owner_field_name="uploaded_by_user"))


class AcademyImagesAppConfig(WagtailImagesAppConfig):
    """Wagtail's images, where those on public pages are changed by who may change any."""

    default = False

    def ready(self) -> None:
        super().ready()
        _keep_public_files(self.get_model("Image"))


class AcademyDocumentsAppConfig(WagtailDocsAppConfig):
    """Wagtail's documents, likewise."""

    default = False

    def ready(self) -> None:
        super().ready()
        _keep_public_files(self.get_model("Document"))
