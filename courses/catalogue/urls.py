from django.urls import path

from courses.catalogue import views
from courses.common.addresses import CATALOGUE, pattern

TRAINING = f"{pattern(CATALOGUE)}<page:training>"

app_name = "catalogue"
urlpatterns = [
    path(pattern(CATALOGUE), views.catalogue, name="catalogue"),
    path(f"{TRAINING}/", views.training, name="training"),
    path(f"{TRAINING}/lessen/<page:lesson>/", views.lesson, name="lesson"),
]
