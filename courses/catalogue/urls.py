from django.urls import path

from courses.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("trainingen/", views.catalogue, name="catalogue"),
    path("trainingen/<page:training>/", views.training, name="training"),
    path("trainingen/<page:training>/lessen/<page:lesson>/", views.lesson, name="lesson"),
]
