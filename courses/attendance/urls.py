from django.urls import path

from courses.attendance import views
from courses.common.addresses import CHECK_IN, pattern

app_name = "attendance"
urlpatterns = [
    path(pattern(CHECK_IN), views.ask_code, name="ask_code"),
    path(f"{pattern(CHECK_IN)}<str:code>/", views.check_in, name="check_in"),
]
