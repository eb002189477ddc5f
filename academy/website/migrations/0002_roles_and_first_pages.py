"""The roles with what they may do, the workflow, and the pages that every academy starts with.

An academy can change all of it afterwards in the administration; nothing here runs again.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

VOLUNTEERS, TRAINERS, COORDINATORS, ADMINISTRATORS = (
    "Vrijwilligers",
    "Trainers",
    "Coördinatoren",
    "Beheerders",
)

EDITOR_PAGE_PERMISSIONS = [
    "add_page",
    "change_page",
    "publish_page",
    "lock_page",
    "unlock_page",
]

# Model permissions: "<app label>.<codename>".
COORDINATOR_PERMISSIONS = [
    "wagtailadmin.access_admin",
    *(
        f"{model.split('.')[0]}.{action}_{model.split('.')[1]}"
        for model in ("editions.edition", "catalogue.theme", "people.partner")
        for action in ("add", "change", "delete", "view")
    ),
    "enrolment.view_enrolment",
    "enrolment.change_enrolment",
    "certificates.view_certificate",
    "certificates.change_certificate",
    "evaluation.view_evaluationform",
    "evaluation.change_evaluationform",
    "catalogue.change_infopuntsettings",
]
TRAINER_PERMISSIONS = [
    "wagtailadmin.access_admin",
    "editions.add_edition",
    "editions.change_edition",
    "editions.view_edition",
]
ADMINISTRATOR_PERMISSIONS = [
    *COORDINATOR_PERMISSIONS,
    "plugin_api.view_pluginfault",
    "plugin_api.delete_pluginfault",
    "people.add_user",
    "people.change_user",
    "people.delete_user",
    "people.view_user",
    "catalogue.view_coursepluginactivation",
    "catalogue.change_coursepluginactivation",
    "wagtailcore.add_workflow",
    "wagtailcore.change_workflow",
    "wagtailcore.add_task",
    "wagtailcore.change_task",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
]


def make_permissions_exist(apps):
    """Django makes permissions after all migrations; this one needs them now."""
    for config in apps.get_app_configs():
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def make_pages(apps):
    """Home, catalogue, learning paths and lectures; returns (home, catalogue, lectures)."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    locale = Locale.objects.first()

    def make(app_label, model, title, slug, path, url_path, numchild=0, **fields):
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        return apps.get_model(app_label, model).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=path,
            depth=len(path) // 4,
            numchild=numchild,
            url_path=url_path,
            content_type=content_type,
            locale=locale,
            live=True,
            show_in_menus=True,
            **fields,
        )

    # Wagtail's own welcome page makes room for ours.
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    home = make(
        "website",
        "homepage",
        "Vrijwilligersacademie",
        "home",
        "00010001",
        "/home/",
        numchild=3,
        tagline="Leer er te zijn voor een ander",
        introduction=(
            "Gratis trainingen voor vrijwilligers in Utrecht. Je leert eenzaamheid zien en "
            "erover praten. Online of bij jou in de stad."
        ),
    )
    catalogue = make(
        "catalogue",
        "cataloguepage",
        "Trainingen",
        "trainingen",
        "000100010001",
        "/home/trainingen/",
        introduction="Zoek een training die bij je past. Meedoen is gratis.",
    )
    make(
        "catalogue",
        "learningpathindexpage",
        "Leerlijnen",
        "leerlijnen",
        "000100010002",
        "/home/leerlijnen/",
        introduction="Een leerlijn is een reeks trainingen die bij elkaar horen.",
    )
    lectures = make(
        "catalogue",
        "lectureindexpage",
        "Lezingen",
        "lezingen",
        "000100010003",
        "/home/lezingen/",
        introduction="Kijk of lees een lezing terug, wanneer het jou uitkomt.",
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name="Vrijwilligersacademie",
        root_page_id=home.pk,
        is_default_site=True,
    )
    return home, catalogue, lectures


def make_roles(apps, home, catalogue, lectures):
    """The four groups with their permissions; returns the coordinators and administrators."""
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    Collection = apps.get_model("wagtailcore.Collection")

    # Wagtail's example groups say nothing in this academy.
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    groups = {
        name: Group.objects.get_or_create(name=name)[0]
        for name in (VOLUNTEERS, TRAINERS, COORDINATORS, ADMINISTRATORS)
    }

    def permission(name):
        app_label, codename = name.split(".")
        return Permission.objects.get(content_type__app_label=app_label, codename=codename)

    for name, permissions in (
        (TRAINERS, TRAINER_PERMISSIONS),
        (COORDINATORS, COORDINATOR_PERMISSIONS),
        (ADMINISTRATORS, ADMINISTRATOR_PERMISSIONS),
    ):
        groups[name].permissions.add(*(permission(one) for one in permissions))

    # "Add" lets trainers make pages and edit their own; a coordinator publishes.
    for page in (catalogue, lectures):
        GroupPagePermission.objects.create(
            group=groups[TRAINERS], page_id=page.pk, permission=permission("wagtailcore.add_page")
        )
    for name in (COORDINATORS, ADMINISTRATORS):
        for codename in EDITOR_PAGE_PERMISSIONS:
            GroupPagePermission.objects.create(
                group=groups[name],
                page_id=home.pk,
                permission=permission(f"wagtailcore.{codename}"),
            )
    everything = Collection.objects.get(depth=1)
    for name in (TRAINERS, COORDINATORS, ADMINISTRATORS):
        for model in ("wagtailimages.{}_image", "wagtaildocs.{}_document"):
            for action in ("add", "choose") if name == TRAINERS else ("add", "change", "choose"):
                GroupCollectionPermission.objects.create(
                    group=groups[name],
                    collection=everything,
                    permission=permission(model.format(action)),
                )
    return groups[COORDINATORS], groups[ADMINISTRATORS]


def make_workflow(apps, home, approvers):
    """What a trainer submits, a coordinator approves."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Workflow = apps.get_model("wagtailcore.Workflow")
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore.WorkflowTask")
    GroupApprovalTask = apps.get_model("wagtailcore.GroupApprovalTask")

    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    content_type, _ = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = GroupApprovalTask.objects.create(
        name="Goedkeuring door een coördinator", content_type=content_type, active=True
    )
    task.groups.set(approvers)
    workflow = Workflow.objects.create(name="Nakijken en publiceren", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=home.pk)


def forwards(apps, schema_editor):
    make_permissions_exist(apps)
    home, catalogue, lectures = make_pages(apps)
    approvers = make_roles(apps, home, catalogue, lectures)
    make_workflow(apps, home, approvers)


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0001_initial"),
        ("people", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("editions", "0001_initial"),
        ("enrolment", "0001_initial"),
        ("evaluation", "0001_initial"),
        ("certificates", "0001_initial"),
        ("plugin_api", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0002_initial_data"),
        ("wagtaildocs", "0002_initial_data"),
        ("wagtailredirects", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
