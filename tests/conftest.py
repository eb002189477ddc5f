"""What every test gets: own files, an empty cache, and the database it asks for."""

from __future__ import annotations

import gc
import os
import re
import shutil
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from django.apps import AppConfig, apps
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.signals import setting_changed
from django.template.utils import get_app_template_dirs
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.databases import Template, is_transactional
from tests.index_later import of_a_test as indexes_of_a_test
from tests.rendering import tell_of_pages_only
from tests.rows import instead_of_json
from tests.scheduling import Scheduling, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import Settings

# A time limit per example would fail tests on a busy machine; in CI every run tries the same
# examples, so that a failure there can be repeated here.
hypothesis_settings.register_profile(
    "academy", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=50
)
hypothesis_settings.load_profile("academy")


def pytest_configure() -> None:
    """Tasks run at once, but for those that write an index; what migrations made is kept."""
    instead_of_json()
    django_settings.TASKS = {"default": {"BACKEND": "tests.index_later.IndexLater"}}
    # Declaring a task has made the backend of the settings already, which would stay.
    setting_changed.send(sender=None, setting="TASKS", value=django_settings.TASKS, enter=True)


ON_POSTGRES = frozenset({"both_databases", "postgres"})


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only tests with a marker for PostgreSQL are asked for, files without one are not
    imported: two of three, and importing them takes longer than most tests there."""
    asked = set(re.findall(r"\w+", config.option.markexpr)) - {"or"}
    if not asked or not asked <= ON_POSTGRES or not collection_path.name.startswith("test_"):
        return None
    return True if not any(one in collection_path.read_text() for one in asked) else None


def pytest_collection_finish() -> None:
    """All that was imported stays: it need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Choose the tests that fit the database, and keep migrated data across transactional ones."""
    on_postgres = django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(
                pytest.mark.skip(reason="needs PostgreSQL: see scripts/with_postgres.py")
            )
        if "migrated_database" in getattr(item, "fixturenames", ()):
            # Only for tests that say so a database is made.
            item.add_marker(pytest.mark.django_db)
        if is_transactional(item):
            # Such a test ends with empty tables. Serialized rollback brings back what the
            # migrations made (Wagtail's root page, locale and groups) before the next one.
            asked = item.get_closest_marker("django_db")
            databases = asked.kwargs.get("databases") if asked else None
            mark = pytest.mark.django_db(
                transaction=True, serialized_rollback=True, databases=databases
            )
            item.add_marker(mark, append=False)
    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who gives the tests to the processes, where nobody asked for another way."""
    return Scheduling(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture(scope="session", autouse=True)
def pages_only(django_test_environment: None) -> None:
    """`response.context` is that of the page, and not of every template in it."""
    tell_of_pages_only()


@pytest.fixture(scope="session")
def database_template(django_db_modify_db_settings: None, django_db_blocker: Any) -> Template:
    """What the tests' databases are copied from."""
    with django_db_blocker.unblock():
        return Template()


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_keepdb: bool, database_template: Template, django_db_blocker: Any
) -> bool:
    """Whether the database is there already: a copy of the one that was migrated before."""
    with django_db_blocker.unblock():
        return django_db_keepdb or database_template.put()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_keepdb: bool,
    django_db_setup: None,
    database_template: Template,
    django_db_blocker: Any,
) -> Iterator[None]:
    """The test database; kept for the next one when it had to be migrated from the start."""
    with django_db_blocker.unblock():
        if database_template.is_new:
            database_template.keep()
    yield
    with django_db_blocker.unblock():
        database_template.take_away()


@pytest.fixture(scope="session")
def migrated_database(django_db_setup: None, database_template: Template) -> Path:
    """A SQLite database that was just migrated, to copy: an academy of a test's own needs no
    migrations from the start. Only for tests that run on SQLite."""
    return database_template.file


def pytest_runtest_setup() -> None:
    """Each test begins in Dutch: a page that somebody read in English leaves that language on."""
    translation.activate(django_settings.LANGUAGE_CODE)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the data folder that the test settings made, once the workers are done with it."""
    folder = Path(django_settings.DATA_DIR)
    if not hasattr(config, "workerinput") and folder.name.startswith("academy-test-"):
        shutil.rmtree(folder, ignore_errors=True)


def _look_at_plugins_again() -> None:
    from courses.catalogue.models import LessonPage
    from courses.common import process_cache
    from courses.plugin_host import standing

    process_cache.forget_plugins()
    standing.forget()
    # Django keeps it with `lru_cache`, which its types do not say.
    cast("Any", get_app_template_dirs).cache_clear()
    LessonPage._meta.get_field("body").__dict__.pop("stream_block", None)


@pytest.fixture
def install_plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], Any]]:
    """`install_plugin(config)` puts an app config among the installed plugins of one test."""

    def install(config: AppConfig) -> AppConfig:
        monkeypatch.setitem(apps.app_configs, config.label, config)
        config.apps = apps
        config.import_models()
        _look_at_plugins_again()
        return config

    yield install
    monkeypatch.undo()
    _look_at_plugins_again()


@pytest.fixture(autouse=True)
def indexes_later(request: pytest.FixtureRequest) -> Iterator[None]:
    """The indexes are written when a test looks at them, where it is one transaction."""
    if is_transactional(request.node):
        yield
    else:
        with indexes_of_a_test():
            yield


@pytest.fixture(scope="session")
def media_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder for the uploads of each test. It is made by who uploads: pytest's own folder for a
    test is made for each, and to find a name for it takes longer the more there are."""
    folder = tmp_path_factory.mktemp("media")
    return (str(folder / str(number)) for number in count())


@pytest.fixture(autouse=True)
def own_files(media_folders: Iterator[str], settings: Settings) -> Iterator[None]:
    """Uploaded files and switches of one test never reach another."""
    from courses.plugin_host import faults, standing

    folder = next(media_folders)
    # Looked at again when the other folder changes, as Django does for every storage on disk.
    storages["plugin_files"]._location = f"{folder}-of-plugins"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = folder
    cache.clear()
    standing.forget()
    faults._unsure.faults.clear()
    yield
    cache.clear()
