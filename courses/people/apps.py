from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "courses.people"
    label = "people"
    verbose_name = _("Personen")
    default = True


class AcademyUsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with the forms for our own User model."""

    user_viewset = "courses.people.viewsets.AcademyUserViewSet"
    default = False
