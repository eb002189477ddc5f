"""The addresses below `/account/`: allauth's, with pages of our own in the place of some."""

from allauth.account.internal.decorators import login_not_required
from django.urls import include, path

from courses.people import account_views as views
from courses.people import organisation_views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("login/code/", views.AskCodeView.as_view(), name="account_request_login_code"),
    path(
        "login/code/confirm/", views.TypeLoginCodeView.as_view(), name="account_confirm_login_code"
    ),
    path("signup/", views.MakeAccountView.as_view(), name="account_signup"),
    path(
        "confirm-email/",
        login_not_required(views.ProveAddressView.as_view()),
        name="account_email_verification_sent",
    ),
    path("ander-adres/", views.other_address, name="account_other_address"),
    path("email/", views.ChangeAddressView.as_view(), name="account_email"),
    path("sessions/", views.signed_in, name="usersessions_list"),
    path("3rdparty/", organisation_views.own, name="socialaccount_connections"),
    path("oidc/<slug:provider_id>/login/", organisation_views.go, name="openid_connect_login"),
    path(
        "oidc/<slug:provider_id>/login/callback/",
        organisation_views.come_back,
        name="openid_connect_callback",
    ),
    path("", include("allauth.urls")),
]
