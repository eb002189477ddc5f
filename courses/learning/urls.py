from django.urls import path

from courses.learning import views

app_name = "learning"
urlpatterns = [
    path("verder/", views.send_unsent, name="unsent"),
    path("verder/weg/", views.forget_unsent, name="forget_unsent"),
    path("trainingen/<slug:training>/p/<slug:plugin>/", views.plugin_page, name="plugin"),
    path(
        "trainingen/<slug:training>/p/<slug:plugin>/<path:rest>",
        views.plugin_page,
        name="plugin_page",
    ),
    path(
        "trainingen/<slug:training>/lessen/<slug:lesson>/opdracht/<str:exercise_id>/",
        views.answer,
        name="answer",
    ),
    path(
        "trainingen/<slug:training>/lessen/<slug:lesson>/klaar/",
        views.finish,
        name="finish",
    ),
]
