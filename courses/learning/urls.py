from django.urls import path

from courses.learning import views

app_name = "learning"
urlpatterns = [
    path("verder/", views.send_unsent, name="unsent"),
    path("verder/weg/", views.forget_unsent, name="forget_unsent"),
    path("trainingen/<page:training>/p/<slug:plugin>/", views.plugin_page, name="plugin"),
    path(
        "trainingen/<page:training>/p/<slug:plugin>/<path:rest>",
        views.plugin_page,
        name="plugin_page",
    ),
    path(
        "trainingen/<page:training>/lessen/<page:lesson>/opdracht/<str:exercise_id>/",
        views.answer,
        name="answer",
    ),
    path(
        "trainingen/<page:training>/lessen/<page:lesson>/klaar/",
        views.finish,
        name="finish",
    ),
]
