"""Wagtail's page for settings of the site, on which an older page undoes nobody's newer change."""

from django.db.models import Model
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.settings.views import EditView

from courses.common.edit_conflict_views import EditConflictMixin


class SettingsEditView(EditConflictMixin[Model], EditView):
    """For the details of the Infopunt, and whatever settings come beside them."""

    template_name = "website/admin/settings.html"


edit_settings = require_admin_access(SettingsEditView.as_view())
