from django.urls import path

from courses.common import addresses
from courses.reports import partner_views

app_name = "partner_figures"
ORGANISATION = addresses.pattern(addresses.ORGANISATION)

urlpatterns = [
    path(f"{ORGANISATION}<int:partner_id>/cijfers/", partner_views.overview, name="overview"),
    path(
        f"{ORGANISATION}<int:partner_id>/cijfers/<int:training_id>/",
        partner_views.training,
        name="training",
    ),
]
