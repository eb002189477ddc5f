"""Settings that every environment shares; on their own they serve development and the demo."""

from pathlib import Path

from academy.settings import environment, files, secret
from academy.settings.databases import database, replica
from courses.common import addresses
from courses.people import organisation_file
from courses.plugin_host.discovery import discover

env = environment.reader()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Made when the academy starts (academy.website.apps), since reading the settings writes nothing.
DATA_DIR = Path(env.str("ACADEMY_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = env.bool("ACADEMY_DEBUG", default=False)
# Accounts with a password that all know, and a mailbox for everybody: development and the demo.
DEMO = DEBUG
SECRET_KEY = env.str("ACADEMY_SECRET_KEY", default="") or secret.local(DATA_DIR)
ALLOWED_HOSTS = env.list("ACADEMY_ALLOWED_HOSTS", default=["*"] if DEBUG else ["localhost"])
CSRF_TRUSTED_ORIGINS = env.list("ACADEMY_TRUSTED_ORIGINS", default=[])

SITE_APPS = ["academy.website", "academy.operations", "academy.webhooks", "academy.api"]
OWN_APPS = [
    "courses.plugin_desk",
    "courses.desk",
    "courses.reports",
    "courses.records",
    "courses.certificates",
    "courses.learning",
    "courses.plugin_files",
    "courses.attendance",
    "courses.evaluation",
    "courses.calendars",
    "courses.interest",
    "courses.enrolment",
    "courses.notices",
    "courses.editions",
    "courses.catalogue",
    "courses.search",
    "courses.glossary",
    "courses.translations",
    "courses.people",
    "courses.plugin_host",
    "courses.common",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "courses.people.apps.AcademyUsersAppConfig",
    "wagtail.snippets",
    "courses.catalogue.apps.AcademyDocumentsAppConfig",
    "courses.catalogue.apps.AcademyImagesAppConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

# --- Course plugins -------------------------------------------------------------------------
# Found in plugins/ and by the entry points of installed packages. A plugin that cannot be used is
# left out, so that it stops nothing: the administration and `manage.py plugins doctor` name it.
# The safe mode (`all`, or names) leaves plugins out without importing them.
PLUGINS_DISABLED = env.list("ACADEMY_PLUGINS_DISABLED", default=[])
BUNDLED_PLUGINS = [
    f"plugins.{folder.name}"
    for folder in sorted((BASE_DIR / "plugins").glob("*"))
    if (folder / "apps.py").exists()
]
# A file on this machine that says which plugins there are and which versions were tried.
PLUGINS_INDEX = env.str("ACADEMY_PLUGINS_INDEX", default="")
PLUGINS = discover(
    BUNDLED_PLUGINS,
    others=[*SITE_APPS, *OWN_APPS],
    disabled=PLUGINS_DISABLED,
    only=env.str("ACADEMY_PLUGINS_ONLY", default=""),
)
# How long what is kept, in days, where that is not the standard: `notices=180 wishes=90`. See
# `courses.common.retention`.
KEEP = env.str("ACADEMY_KEEP", default="")

# Seconds between writing down what plugins cost; 0 never.
PLUGIN_USAGE_SECONDS = 60

# Plugins come last: none can put a template or file of its own in the place of one of ours, and
# all that theirs builds on is ready before them.
INSTALLED_APPS = [*SITE_APPS, *OWN_APPS, *PLUGINS.apps]

MIDDLEWARE = [
    "academy.website.content_host.ContentHostMiddleware",
    "academy.website.content_policy.ContentPolicyMiddleware",
    "courses.common.public_version.PublicVersionMiddleware",
    "courses.common.kept_until.TrueUntilMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "academy.website.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "academy.website.middleware.CarriedOnMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "academy.website.middleware.OwnPagesMiddleware",
    "academy.website.middleware.SecondFactorMiddleware",
    "courses.common.replica.OwnChangesMiddleware",
    "academy.website.middleware.UnsentFormMiddleware",
    "academy.website.middleware.InvalidInputMiddleware",
    "academy.website.middleware.MeantAddressMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "academy.website.middleware.UnfinishedPageMiddleware",
]

ROOT_URLCONF = "academy.urls"
WSGI_APPLICATION = "academy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "academy.website.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# A page that stood open while somebody signed in again sends an old token: nothing is lost by it.
CSRF_FAILURE_VIEW = "academy.website.views.csrf_failure"

# --- Database -------------------------------------------------------------------------------
# Certificates are signed with this key (PKCS#12), if there is one.
ACADEMY_SIGNING_KEY = env.str("ACADEMY_SIGNING_KEY", default="")
ACADEMY_SIGNING_PASSWORD = env.str("ACADEMY_SIGNING_PASSWORD", default="")
# Open Badges are signed with this key (PEM, Ed25519); without it with one in the data folder.
ACADEMY_BADGE_KEY = env.str("ACADEMY_BADGE_KEY", default="")
# Machines of the own network (host, or host:port) that plugins may ask something over HTTP, also
# without TLS. Others are asked at public addresses only.
ACADEMY_INSIDE_HOSTS = env.list("ACADEMY_INSIDE_HOSTS", default=[])
# Where faults are told, without people; nowhere by default. See academy.operations.error_reports.
ACADEMY_ERROR_REPORTS = env.str("ACADEMY_ERROR_REPORTS", default="")
# How the log is written: `line`, to read, or `json`, for a program.
ACADEMY_LOG = env.str("ACADEMY_LOG", default="line")
# Who may read the numbers behind /gezond/.
ACADEMY_MONITOR_TOKEN = env.str("ACADEMY_MONITOR_TOKEN", default="")
# Whom backups are encrypted for: a public key of age.
ACADEMY_BACKUP_KEY = env.str("ACADEMY_BACKUP_KEY", default="")
# The folder with pg_dump and pg_restore, where they are not on the path.
POSTGRES_PROGRAMS = env.str("ACADEMY_POSTGRES_PROGRAMS", default="")
ACADEMY_TIMESTAMP_URL = env.str("ACADEMY_TIMESTAMP_URL", default="")

DATABASES = {
    "default": database(
        env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'academy.sqlite3'}")
    )
}
# A copy that follows it, from which figures are read unless it is further behind than so many
# seconds. See courses.common.replica.
ACADEMY_REPLICA_BEHIND = env.int("ACADEMY_REPLICA_BEHIND", default=30)
_replica, ACADEMY_REPLICA_PROBLEM = replica(
    env.str("DATABASE_REPLICA_URL", default=""), DATABASES["default"], behind=ACADEMY_REPLICA_BEHIND
)
if _replica:
    DATABASES["replica"] = _replica
    DATABASE_ROUTERS = ["courses.common.replica.Router"]
# Takes a fixed hour (when the Infopunt closes) for a mistaken "now", at that very hour of each day.
SILENCED_SYSTEM_CHECKS = ["fields.W161"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Tasks: run at once unless a worker is set up -------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- People ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
SESSION_ENGINE = "courses.people.sessions"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
if DEMO:
    AUTHENTICATION_BACKENDS.append("academy.demo.auth.DemoPasswordBackend")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "courses.people.passwords.NotAboutYourself"},
    {
        "NAME": "courses.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "courses.people.passwords.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = addresses.MINE
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "courses.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A code by e-mail is enough; who likes a password better may choose one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "courses.people.forms.ProfileSignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Typing over a code takes some people a while. The limits on mail say how often one can be sent.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 20
# From the first code to the last step, with new codes in between.
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
# A wrong address is left with a button, which works the same whether or not it has an account.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
# Ours (courses/people/limits.py): counted in the database, and never a way to lock somebody out.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "courses.people.account_forms.SignInForm",
    "request_login_code": "courses.people.account_forms.AskCodeForm",
    "signup": "courses.people.account_forms.MakeAccountForm",
    "reset_password": "courses.people.account_forms.ForgottenPasswordForm",
    "change_password": "courses.people.account_forms.NewPasswordForm",
    "add_email": "courses.people.account_forms.ChangeAddressForm",
}
MFA_ADAPTER = "courses.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "courses.people.account_forms.SecondStepForm",
    "reauthenticate": "courses.people.account_forms.SecondStepAgainForm",
}
# After so many days staff enter the administration with a second factor only; 0: it is a choice.
ACADEMY_STAFF_FACTOR_AFTER_DAYS = env.int("ACADEMY_STAFF_FACTOR_AFTER_DAYS", default=0)
# Organisations whose people sign in with the account of their work: a file, see docs/operators.md.
ORGANISATIONS = organisation_file.read(env.str("ACADEMY_ORGANISATIONS", default=""))
SOCIALACCOUNT_PROVIDERS = organisation_file.providers(ORGANISATIONS)
SOCIALACCOUNT_ADAPTER = "courses.people.adapter.OrganisationAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# Which account is whose, shows a code and no word of an organisation.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "taal"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# A page with a list of many people has some fields for each; Wagtail asks for as many.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
USE_I18N = True
# Everybody sees and writes the hour at which people meet, wherever they are: no choice of zone.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# As dates stand in the editor's fields. Any form can be typed: courses.common.dates.
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": files.media(env.str("ACADEMY_MEDIA", default="")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # What plugins keep: never below MEDIA_ROOT, and given by the academy alone.
    "plugin_files": files.storage(
        env.str("ACADEMY_PLUGIN_FILES", default=str(DATA_DIR / "plugin-files"))
    ),
}
# What looks for viruses in uploads of plugins: `clamd://host:3310`, or the path of a callable.
ACADEMY_FILE_SCANNER = env.str("ACADEMY_FILE_SCANNER", default="")
# The second host name, on which uploaded HTML is shown; without it that has no origin at all.
ACADEMY_CONTENT_HOST = env.str("ACADEMY_CONTENT_HOST", default="")
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
WHITENOISE_USE_FINDERS = DEBUG

# --- Mail -----------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str(
    "ACADEMY_FROM_EMAIL", default="Vrijwilligersacademie <academie@localhost>"
)
# In the demo each mail becomes a file that the mailbox page at /demo/post/ shows.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- Wagtail --------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Vrijwilligersacademie"
WAGTAILADMIN_BASE_URL = env.str(
    "ACADEMY_BASE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}"
)
WAGTAIL_I18N_ENABLED = False
# New pages get an address that can be typed and read aloud: "coordineren". Those with other letters
# keep working (courses.common.addresses).
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# A telephone makes pictures of 50 million points; more takes more memory than a small server has.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILEMBEDS_RESPONSIVE_HTML = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_FRONTEND_LOGIN_URL = f"{addresses.ACCOUNT}login/"
WAGTAILADMIN_LOGIN_URL = addresses.STAFF_DOOR
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
# An address changes at /account/email/, which asks for proof of the new one.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "odt", "xlsx", "pptx", "txt"),
    *("mp4", "webm", "mp3", "m4a", "ogg", "wav", "vtt"),
]
# From a bucket too: the academy asks who may have a document, and so gives it itself.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.catalogue.document_forms.AcademyDocumentForm"

# The keys of evaluations that are open: a folder that no backup takes along, or valkey://host/0.
EVALUATION_KEYS = env.str("ACADEMY_EVALUATION_KEYS", default=str(DATA_DIR / "evaluation-keys"))
# What looks for names in open answers before people review them: our own search ("simple"), or that
# and deduce, when it is installed.
ACADEMY_SCREENING = env.str("ACADEMY_SCREENING", default="simple")

# --- The academy's own ----------------------------------------------------------------------
# Pages for visitors are kept whole; the file is the signal that something public has changed.
PAGE_CACHE_SECONDS = env.int("ACADEMY_PAGE_CACHE_SECONDS", default=0 if DEBUG else 60)
PAGE_CACHE_SIGNAL = DATA_DIR / "public-version"
# Where several machines share that signal instead of a file: valkey://host:6379/0.
ACADEMY_SIGNALS = env.str("ACADEMY_SIGNALS", default="")
