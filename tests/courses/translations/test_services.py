"""Translating: in the form, and by a file."""

from __future__ import annotations

import pytest

from courses.common.errors import Refusal
from courses.translations.enums import TextState
from courses.translations.models import ContentLanguage, TextTranslation
from courses.translations.po_files import read_po
from courses.translations.queries import mark_of, offered, text_rows
from courses.translations.segments import Segment
from courses.translations.services import (
    SaveResult,
    TypedText,
    export_po,
    import_po,
    save_language,
    save_texts,
)
from tests.factories import TrainingFactory, make_lesson

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_form_changes_what_was_typed_and_nothing_that_somebody_else_changed() -> None:
    english = ContentLanguage.objects.get(code="en")

    def save(*typed: tuple[str, str, str]) -> SaveResult:
        texts = [TypedText(Segment("title", one, ""), before, now) for one, before, now in typed]
        return save_texts(language=english, page=None, typed=texts, actor=None)

    version = ContentLanguage.objects.get(code="en").texts_version
    assert save(("Een", "", "One"), ("Twee", "", "Two"), ("Drie", "", "")).saved == 2
    assert ContentLanguage.objects.get(code="en").texts_version != version
    # Another had the form open since before that.
    late = save(("Een", "", "First"), ("Twee", "Two", "Second"), ("Drie", "", "x" * 20_001))
    assert (late.saved, late.taken_meanwhile, list(late.wrong)) == (1, ["Een"], ["Drie"])
    # An empty field takes the translation away.
    assert save(("Een", "One", " ")).saved == 1
    assert list(TextTranslation.objects.values_list("source", "text")) == [("Twee", "Second")]
    assert save().saved == 0


def test_a_text_that_changed_shows_what_it_was_and_how_that_was_translated() -> None:
    english = ContentLanguage.objects.get(code="en")
    training = TrainingFactory.create(title="Kijken", summary="Zie wat er is.")
    rows = text_rows(english, training)
    assert {row.state for row in rows} == {TextState.MISSING}
    typed = [TypedText(row.segment, "", "Look") for row in rows if row.segment.path == "title"]
    save_texts(language=english, page=training, typed=typed, actor=None)
    training.title = "Goed kijken"
    training.save()
    changed, *others = text_rows(english, training)
    assert (changed.state, changed.text) == (TextState.CHANGED, "")
    assert (changed.old_source, changed.old_text) == ("Kijken", "Look")
    assert not any(row.old_text for row in others)
    # In the file of a translator it is not sure.
    fuzzy = [one for one in read_po(export_po(language=english, page=training)) if one.is_fuzzy]
    assert [(one.source, one.text) for one in fuzzy] == [("Goed kijken", "Look")]


def test_a_file_goes_to_a_translator_and_comes_back() -> None:
    training = TrainingFactory.create(title="Samen eten", summary="Kook voor elkaar.")
    make_lesson(training, title="De soep", body=[("paragraph", "<p>Snij de <b>prei</b>.</p>")])
    language = ContentLanguage(code="tr", name="Türkçe")
    save_language(language=language, actor=None)
    file = export_po(language=language).decode()
    assert 'msgid "Snij de <b>prei</b>."' in file
    filled = file.replace(
        'msgid "Samen eten"\nmsgstr ""', 'msgid "Samen eten"\nmsgstr "Birlikte yemek"'
    ).replace('prei</b>."\nmsgstr ""', 'prei</b>."\nmsgstr "Kes <i>pırasa</i>."')
    filled += '\nmsgid "Staat nergens"\nmsgstr "Yok"\n\n#, fuzzy\nmsgid "De soep"\nmsgstr "?"\n'
    result = import_po(language=language, content=filled.encode(), actor=None)
    assert (result.saved, result.unknown) == (1, 1)
    assert list(result.wrong) == ["Snij de <b>prei</b>."]
    assert [row.text for row in text_rows(language, training)][:2] == ["Birlikte yemek", ""]
    # Once more changes nothing, and an empty file takes nothing away.
    assert import_po(language=language, content=filled.encode(), actor=None).saved == 0
    assert import_po(language=language, content=file.encode(), actor=None).saved == 0
    assert TextTranslation.objects.count() == 1


@pytest.mark.parametrize(
    "content", [b"\xff\xfe nonsense", b"no po at all", b"/etc/hostname", b"x" * 5_000_001]
)
def test_what_is_no_po_file_is_refused(content: bytes) -> None:
    english = ContentLanguage.objects.get(code="en")
    with pytest.raises(Refusal):
        import_po(language=english, content=content, actor=None)


def test_a_language_is_kept_as_it_was_seen_and_dutch_is_none() -> None:
    with pytest.raises(Refusal):
        save_language(language=ContentLanguage(code="nl", name="Nederlands"), actor=None)
    english = ContentLanguage.objects.get(code="en")
    mark = mark_of(english)
    english.is_on = False
    save_language(language=english, mark=mark, actor=None)
    with pytest.raises(Refusal):
        save_language(language=english, mark=mark, actor=None)
    assert list(offered()) == ["nl"]
