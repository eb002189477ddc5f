from django.urls import path

from courses.common.addresses import CATALOGUE, pattern
from courses.plugin_files import tokens, views
from courses.plugin_files.queries import FOLDER

app_name = "plugin_files"
urlpatterns = [
    path(
        f"{pattern(CATALOGUE)}<page:training>/p/<slug:plugin>/{FOLDER}/<uuid:file_id>/<path:path>",
        views.file,
        name="file",
    ),
    path(f"{tokens.PATTERN}<str:token>/<path:path>", views.embedded, name="content"),
]
