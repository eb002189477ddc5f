from django.urls import URLPattern, path, re_path

from academy.api import views
from academy.api.gate import guarded
from academy.api.v1 import PREFIX, api
from courses.common.addresses import MINE, pattern

TOKENS = f"{pattern(MINE)}gegevens/sleutels/"


app_name = "api"
urlpatterns = [
    path("api/", views.show_api, name="about"),
    path("api/v1/openapi.json", views.show_document, name="document"),
    *(
        path(f"{PREFIX}{one.pattern}", guarded(one.callback), name=f"v1-{one.name}")
        for one in api.urls[0]
        if isinstance(one, URLPattern) and one.name != "api-root"
    ),
    re_path(r"^api/v1(?P<rest>/.*)?$", guarded(views.not_there)),
    path(TOKENS, views.own_tokens, name="tokens"),
    path(f"{TOKENS}stop/", views.end_tokens, name="end_tokens"),
]
