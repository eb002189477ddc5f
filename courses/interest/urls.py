from django.urls import path

from courses.common.addresses import CATALOGUE, pattern
from courses.interest import views

app_name = "interest"
urlpatterns = [
    path(f"{pattern(CATALOGUE)}<page:training>/nieuwe-datum/", views.interest, name="interest"),
]
