from django.urls import path

from courses.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("trainingen/", views.catalogue, name="catalogue"),
    path("trainingen/<slug:training>/", views.training, name="training"),
    path("trainingen/<slug:training>/lessen/<slug:lesson>/", views.lesson, name="lesson"),
]
