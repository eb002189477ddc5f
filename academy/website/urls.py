from django.conf import settings
from django.urls import path

from academy.website import chooser_views, missing_views, search_views, views
from academy.website.ending import ending
from courses.common import addresses

urlpatterns = [
    path(addresses.pattern(addresses.MINE), views.mine, name="mine"),
    path(addresses.pattern(addresses.SEARCH), search_views.search, name="search"),
    path(addresses.pattern(addresses.CHOOSER), chooser_views.choose, name="chooser"),
    path(addresses.pattern(addresses.MISSING_ONE), missing_views.missing_one, name="missing_one"),
    path(
        f"{addresses.pattern(addresses.CATALOGUE)}<page:training>/klaar/",
        ending,
        name="training_end",
    ),
    path("taal/", views.set_language, name="set_language"),
    path("weer-ingelogd/", views.signed_in_again, name="signed_in_again"),
    path(addresses.pattern(addresses.STAFF_DOOR), views.staff_door, name="staff_door"),
]
if settings.DEMO:
    urlpatterns += [
        path(addresses.pattern(addresses.DEMO_MAILBOX), views.mailbox, name="demo_mailbox"),
        path(
            f"{addresses.pattern(addresses.DEMO_MAILBOX)}<str:file>/<int:number>/",
            views.mail_layout,
            name="demo_mail_layout",
        ),
        path(
            f"{addresses.pattern(addresses.DEMO_MAILBOX)}<str:file>/<int:number>/<int:attachment>/",
            views.mail_attachment,
            name="demo_mail_attachment",
        ),
        path(addresses.pattern(addresses.DEMO_TOOL), views.demo_tool, name="demo_tool"),
    ]
