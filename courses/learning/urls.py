from django.urls import path

from courses.common.addresses import CATALOGUE, pattern
from courses.learning import booklet_views, card_views, json_views, views

TRAINING = f"{pattern(CATALOGUE)}<page:training>"

app_name = "learning"
urlpatterns = [
    path("lesweergave/", views.choose_view, name="choose_view"),
    path("verder/", views.send_unsent, name="unsent"),
    path("verder/weg/", views.forget_unsent, name="forget_unsent"),
    path(f"{TRAINING}/boekje/", booklet_views.booklet, name="booklet"),
    path(f"{TRAINING}/boekje/pdf/", booklet_views.booklet_pdf, name="booklet_pdf"),
    path(f"{TRAINING}/boekje/bestand/", booklet_views.booklet_file, name="booklet_file"),
    path(f"{TRAINING}/infokaart/", card_views.info_card, name="info_card"),
    path(f"{TRAINING}/p/<slug:plugin>/", views.plugin_page, name="plugin"),
    path(
        f"{TRAINING}/p/<slug:plugin>/<path:rest>",
        views.plugin_page,
        name="plugin_page",
    ),
    path(
        f"{TRAINING}/lessen/<page:lesson>/opdracht/<str:exercise_id>/",
        views.answer,
        name="answer",
    ),
    path(
        f"{TRAINING}/lessen/<page:lesson>/opdracht/<str:exercise_id>/json/",
        json_views.answer,
        name="answer_json",
    ),
    path(
        f"{TRAINING}/lessen/<page:lesson>/klaar/",
        views.finish,
        name="finish",
    ),
]
