"""Keeping files: what is accepted, where it stands, and when it is gone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.invariants import provided
from courses.people import merge_rules
from courses.plugin_desk import lifecycle
from courses.plugin_files import services, storage, traces
from courses.plugin_files.models import PluginFile
from courses.plugin_files.personal_data import OwnFiles
from courses.plugin_host.models import PluginState
from tests.courses.plugin_files.drawer import (
    PACKAGES,
    SHEETS,
    Sheets,
    keep_package,
    keep_sheet,
    picture,
    upload,
    zipped,
)
from tests.factories import PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


def in_storage() -> list[str]:
    """All that the storage holds, as paths."""
    root = Path(storages["plugin_files"].location)  # type: ignore[attr-defined]
    return sorted(one.relative_to(root).as_posix() for one in root.rglob("*") if one.is_file())


def broken() -> list[str]:
    return [one.name for one in provided() if "plugin_files" in one.name and list(one.find())]


def test_a_file_is_kept_apart_and_found_again(training: TrainingPage) -> None:
    person = PersonFactory.create()
    kept = keep_sheet(training, person, "Mijn brief.TXT", b"dag allemaal")
    assert SHEETS.find(kept.id) == kept
    assert SHEETS.every(training_id=training.pk) == [kept]
    assert SHEETS.every(training_id=training.pk, person_id=PersonFactory.create().pk) == []
    assert (kept.name, kept.size, kept.person_id) == ("Mijn brief.txt", 12, person.pk)
    assert kept.sha256 == hashlib.sha256(b"dag allemaal").hexdigest()
    assert kept.url == f"/trainingen/luisteren/p/drawer/bestanden/{kept.id}/Mijn%20brief.txt"
    with SHEETS.open(kept.id) as file:
        assert file.read() == b"dag allemaal"
    assert in_storage() == [f"drawer/{kept.id}/0"]
    # Another contribution of the same plugin has no part in it.
    assert PACKAGES.find(kept.id) is None
    assert SHEETS.paths(kept.id) == []
    assert broken() == []


def test_a_package_is_opened_and_names_of_others_are_no_names_on_our_disk(
    training: TrainingPage,
) -> None:
    files = {
        "imsmanifest.xml": "<manifest/>",
        "shared\\Lés één.html": "<p>dag",
        "__MACOSX/._x": "",
        "img/": "",
    }
    kept = keep_package(training, files)
    assert kept.is_package
    assert kept.url == f"/trainingen/luisteren/p/drawer/bestanden/{kept.id}/"
    assert PACKAGES.paths(kept.id) == ["imsmanifest.xml", "shared/Lés één.html"]
    assert in_storage() == [f"drawer/{kept.id}/0", f"drawer/{kept.id}/1"]
    with PACKAGES.open(kept.id, "shared/lés één.HTML") as file:
        assert file.read() == b"<p>dag"
    assert broken() == []


@pytest.mark.parametrize("file_id", ["", "niets", "00000000-0000-0000-0000-000000000000", "\0"])
def test_what_is_not_there_is_nothing(training: TrainingPage, file_id: str) -> None:
    assert SHEETS.find(file_id) is None
    assert SHEETS.find_many([file_id]) == {}
    assert SHEETS.paths(file_id) == []
    assert SHEETS.remove(file_id) == 0
    with pytest.raises(FileNotFoundError):
        SHEETS.open(file_id)


def test_there_is_no_such_path_in_a_package(training: TrainingPage) -> None:
    kept = keep_package(training, {"a.html": "a"})
    with pytest.raises(FileNotFoundError):
        PACKAGES.open(kept.id, "../a.html")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "Dit soort bestand kan niet."),
        ("a", b"tekst", "Dit soort bestand kan niet."),
        ("a.txt", b"", "Dit bestand is leeg."),
        ("a.txt", b"x" * 200_001, "Dit bestand is te groot. Het mag hoogstens 195,3"),
        ("a.pdf", b"geen pdf", "Dit bestand is niet wat de naam zegt"),
        ("a.txt", b"\x00\x01", "Dit bestand is niet wat de naam zegt"),
        ("a.png", picture("JPEG"), "Dit bestand is niet wat de naam zegt"),
        ("a.png", picture(size=(9000, 8000)), "Deze afbeelding is te groot om te openen."),
        ("a.png", picture()[:40], "Dit bestand is niet wat de naam zegt"),
        ("a.docx", zipped({"anders.txt": ""}), "Dit bestand is niet wat de naam zegt"),
        ("a.odt", zipped({"anders.txt": ""}), "Dit bestand is niet wat de naam zegt"),
        ("a.odt", b"PK", "Dit bestand is niet wat de naam zegt"),
        ("a.xml", b"niets", "Dit bestand is niet wat de naam zegt"),
        ("a.mp3", b"niets", "Dit bestand is niet wat de naam zegt"),
    ],
)
def test_what_is_not_accepted_is_refused_with_a_sentence(
    training: TrainingPage, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        SHEETS.keep(upload(name, content), training_id=training.pk)
    assert str(refused.value).startswith(sentence)
    assert refused.value.field == "file"
    assert in_storage() == []
    assert not PluginFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7 en meer"),
        ("a.txt", "één".encode()),
        ("a.txt", "één".encode("cp1252")),
        ("a.csv", "naam\tduur\r\n".encode("utf-16")),
        ("a.json", b"{}"),
        ("a.xml", b"\xef\xbb\xbf <a/>"),
        ("a.xml", "<a/>".encode("utf-16")),
        ("a.png", picture()),
        ("a.jpg", picture("JPEG")),
        ("a.docx", zipped({"[Content_Types].xml": "", "word/document.xml": ""})),
        ("a.xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""})),
        ("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"})),
        ("a.mp3", b"ID3 muziek"),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nDag\n"),
    ],
)
def test_what_is_accepted_comes_back_as_it_was(
    training: TrainingPage, name: str, content: bytes
) -> None:
    kept = SHEETS.keep(upload(name, content), training_id=training.pk)
    with SHEETS.open(kept.id) as file:
        assert file.read() == content


def test_a_document_with_programs_is_none(training: TrainingPage) -> None:
    content = zipped(
        {"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""}
    )
    with pytest.raises(Refusal):
        SHEETS.keep(upload("a.docx", content), training_id=training.pk)


def test_a_big_upload_waits_on_disk_and_is_kept_from_there(training: TrainingPage) -> None:
    with TemporaryUploadedFile("a.txt", "text/plain", 3, None) as waiting:
        waiting.write(b"dag")
        waiting.seek(0)
        kept = SHEETS.keep(waiting, training_id=training.pk)
    with SHEETS.open(kept.id) as file:
        assert file.read() == b"dag"


def test_files_of_a_class_that_no_plugin_lists_are_kept_nowhere(training: TrainingPage) -> None:
    class Loose(Sheets):
        name = "loose"

    with pytest.raises(LookupError):
        Loose().keep(upload("a.txt", b"a"), training_id=training.pk)


# --- Gone -------------------------------------------------------------------------------------


def test_what_is_removed_is_gone_once_it_is_certain(
    training: TrainingPage, django_capture_on_commit_callbacks: Any
) -> None:
    kept, other = keep_sheet(training, None), keep_sheet(training, None)
    with django_capture_on_commit_callbacks(execute=True):
        assert SHEETS.remove(kept.id) == 1
        assert len(in_storage()) == 2
    assert in_storage() == [f"drawer/{other.id}/0"]
    assert SHEETS.remove(kept.id) == 0


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_what_the_night_takes_away(
    training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_sheet(training, None)
    with transaction.atomic():
        keep_sheet(training, None)
        transaction.set_rollback(True)
    assert len(in_storage()) == 2
    assert broken() == ["plugin_files_known"]
    monkeypatch.setattr(services, "QUIET_HOUR", clock.local(clock.now()).hour)
    # It may be an upload that is still under way.
    assert services.remove_leftovers() == 0
    monkeypatch.setattr(services, "LEFT_FOR", timedelta())
    assert services.remove_leftovers() == 1
    assert in_storage() == [f"drawer/{kept.id}/0"]
    assert broken() == []
    monkeypatch.setattr(services, "QUIET_HOUR", 99)
    assert services.remove_leftovers() == 0


def test_a_row_without_its_file_is_found(training: TrainingPage) -> None:
    kept = keep_package(training, {"a.html": "a", "b.html": "b"})
    assert broken() == []
    storage.storage().delete(f"drawer/{kept.id}/1")
    assert broken() == ["plugin_files"]


def test_files_go_with_their_training(
    training: TrainingPage, django_capture_on_commit_callbacks: Any
) -> None:
    elsewhere = keep_sheet(TrainingFactory.create(), None)
    keep_package(training, {"a.html": "a", "b.html": "b"})
    with django_capture_on_commit_callbacks(execute=True):
        training.delete()
    assert in_storage() == [f"drawer/{elsewhere.id}/0"]


def test_files_are_shown_to_their_person_and_go_with_him_or_her(
    training: TrainingPage, django_capture_on_commit_callbacks: Any
) -> None:
    person, other = PersonFactory.create(), PersonFactory.create()
    keep_sheet(training, person, "mijn.txt")
    theirs = keep_sheet(training, other)
    told = OwnFiles().export(person.pk)
    assert [(one["training"], one["soort"], one["naam"]) for one in told] == [
        ("Luisteren", "Je blaadjes", "mijn.txt")
    ]
    assert OwnFiles().export(PersonFactory.create().pk) is None
    with django_capture_on_commit_callbacks(execute=True):
        OwnFiles().erase(person.pk)
        OwnFiles().erase(person.pk)
    assert in_storage() == [f"drawer/{theirs.id}/0"]


def test_files_of_two_accounts_are_of_the_one_that_stays(training: TrainingPage) -> None:
    stays, goes = PersonFactory.create(), PersonFactory.create()
    mine, theirs = keep_sheet(training, stays), keep_sheet(training, goes)
    merge_rules.absorb(stays, goes)
    assert {one.person_id for one in SHEETS.find_many([mine.id, theirs.id]).values()} == {stays.pk}


@pytest.mark.django_db(transaction=True)
def test_files_are_counted_exported_and_removed_with_their_plugin(training: TrainingPage) -> None:
    keep_sheet(training, None, content=b"dag")
    keep_package(training, {"a.html": "a"})
    PluginState.objects.update_or_create(plugin="drawer", defaults={"enabled": False})
    counted = {str(one.label): one.number for one in lifecycle.remains_of("drawer").traces}
    assert counted["bestanden"] == 2
    exported = traces._exported("drawer")
    assert [one["content"] for one in exported] == [{"brief.txt": "ZGFn"}, {"a.html": "YQ=="}]
    lifecycle.purge("drawer")
    assert in_storage() == []
    assert not PluginFile.objects.exists()


def test_what_is_too_big_or_gone_is_named_in_the_export_without_its_bytes(
    training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_sheet(training, None)
    assert traces._exported("drawer")[0]["content"] == {"brief.txt": "ZGFn"}
    monkeypatch.setattr(traces, "MOST_BYTES", 1)
    assert traces._exported("drawer")[0]["content"] == {"brief.txt": None}
    monkeypatch.undo()
    storage.empty(f"drawer/{kept.id}")
    assert traces._exported("drawer")[0]["content"] == {"brief.txt": None}
