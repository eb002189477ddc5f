"""Odd values that no person types, and that Django or Wagtail do not expect.

Somebody tries what happens, a program fills in forms, an old link holds half a number. Such a value
is like any other that is not right: it matches nothing, and a form says so at the field. Where
Django or Wagtail fail instead, their own class is mended here, once for every screen that uses it.
The list with what is wrong where is in docs/architecture.md.
"""

from __future__ import annotations

import re
from threading import Lock
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db.models import CharField, Field, Lookup, Model, Q, QuerySet, TextField
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In
from django.forms import BaseModelForm, formsets
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest, HttpResponse, QueryDict, multipartparser
from django.utils.html import format_html
from modelcluster.forms import BaseChildFormSet, BaseTransientModelFormSet
from PIL import Image, ImageFile
from wagtail.admin.forms.choosers import URLOrAbsolutePathField
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks import ListBlock, StreamBlock, StreamValue
from wagtail.images.fields import WagtailImageField
from wagtail.models import Page
from wagtail.search.index import AutocompleteField, Indexed, SearchField

from courses.common.text import made_keepable

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler
    from wagtail.blocks.list_block import ListValue

    from courses.common.form_types import Files

Sql = tuple[str, tuple[str | int, ...]]
"""A piece of a query, and what is filled in there."""


def install() -> None:
    """Mend the classes. Harmless to repeat."""
    Field.register_lookup(InThatFits)
    ForeignObject.register_lookup(RelatedExactThatFits)
    ForeignObject.register_lookup(RelatedInThatFits)
    formsets.DEFAULT_MAX_NUM = MOST_ROWS
    multipartparser.MAX_TOTAL_HEADER_SIZE = MOST_OF_A_HEADER  # type: ignore[attr-defined]
    StreamBlock.value_from_datadict = _stream_value
    ListBlock.value_from_datadict = _list_value
    BaseTransientModelFormSet._construct_form = _row  # noqa: SLF001 - it has no public name
    BaseChildFormSet.validate_unique = _validate_unique
    URLOrAbsolutePathField.to_python = _link
    BaseChooser.get_instance = _get_instance
    DraftailRichTextArea.value_from_datadict = _rich_text
    CopyView.post = _copy
    BaseListingView.search_queryset = _search
    WagtailImageField.check_image_pixel_size = _check_picture


# --- Numbers that no database holds ---------------------------------------------------------


def _fits(lookup: Lookup[Any], connection: BaseDatabaseWrapper, value: object) -> bool:
    """Whether the database could hold the number; Django asks this of plain fields only."""
    if not isinstance(value, int):
        return True
    field = lookup.lhs.output_field
    while getattr(field, "remote_field", None) and getattr(field, "target_field", None):
        field = field.target_field
    least, most = connection.ops.integer_field_range(field.get_internal_type())
    return (least is None or value >= least) and (most is None or value <= most)


class RelatedExactThatFits(RelatedExact):
    """`training=…`, also of a model whose key is another's: a page's."""

    def process_rhs(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        if self.rhs_is_direct_value() and not _fits(self, connection, self.rhs):
            raise EmptyResultSet
        return super().process_rhs(compiler, connection)


class InThatFits(In):
    """`pk__in=[…]`, without what cannot be there."""

    def process_rhs(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        if self.rhs_is_direct_value():
            kept = [value for value in self.rhs if _fits(self, connection, value)]
            if len(kept) < len(self.rhs):
                self.rhs = kept
        return super().process_rhs(compiler, connection)


class RelatedInThatFits(InThatFits, RelatedIn):
    """`training__in=[…]`, without what cannot be there."""


# --- Rows of a form within a form -----------------------------------------------------------

_clusters_row = BaseTransientModelFormSet._construct_form  # noqa: SLF001 - it has no public name


def _row(self: BaseTransientModelFormSet, i: int, **kwargs: object) -> BaseModelForm[Model]:
    """A row that names no key is the one that stands there, as in Django's own forms; its field
    then says what is wrong."""
    if self.is_bound and i < self.initial_form_count():
        field = self.model._meta.pk
        typed = self.data.get(f"{self.add_prefix(i)}-{field.name}")
        if not _is_key(self._get_to_python(field), typed):
            stored = list(self.get_queryset())
            kwargs["instance"] = stored[i] if i < len(stored) else self.model()
            filled: BaseModelForm[Model] = super(BaseModelFormSet, self)._construct_form(
                i, **kwargs
            )
            return filled
    row: BaseModelForm[Model] = _clusters_row(self, i, **kwargs)
    return row


def _is_key(to_python: Callable[[object], object], typed: object) -> bool:
    try:
        to_python(typed)
    except ValidationError:
        return typed == ""
    return typed is not None


_clusters_validate_unique = BaseChildFormSet.validate_unique


def _validate_unique(self: BaseChildFormSet) -> None:
    """Rows are compared with those that stay beside them too, and not with each other alone.

    A row stays that the form does not name: its key was emptied, or somebody else added it since.
    """
    _clusters_validate_unique(self)
    named = {form.instance.pk for form in self.forms}
    staying = [
        row
        for row in getattr(self.instance, self.rel_name).all()
        if row.pk is not None and row.pk not in named
    ]
    errors = [
        self.get_unique_error_message(check)
        for form in self.forms
        if staying and form.is_valid() and form not in self.deleted_forms
        for check in _double_checks(self, form, staying)
    ]
    if errors:
        raise ValidationError(errors)


def _double_checks(
    formset: BaseChildFormSet, form: BaseModelForm[Model], staying: list[Model]
) -> list[tuple[str, ...]]:
    """The fields in which a row is the same as one that stays, where only one may be so."""
    row: Any = form.instance
    # As modelcluster asks it: there is no public name.
    checks, _dates = row._get_unique_checks(include_meta_constraints=True)  # noqa: SLF001
    found = []
    for _model, check in checks:
        names = [name for name in check if name != formset.fk.name]
        # What the form does not ask, it cannot mend; what is unique everywhere Django looks at.
        if len(names) == len(check) or not set(names) <= form.cleaned_data.keys():
            continue
        values = [_key_of(form.cleaned_data[name]) for name in names]
        if None not in values and any(
            values == [_key_of(getattr(row, name)) for name in names] for row in staying
        ):
            found.append(check)
    return found


def _key_of(value: object) -> object:
    return value.pk if isinstance(value, Model) else value


# --- Wagtail's choosers ---------------------------------------------------------------------

_wagtails_instance = BaseChooser.get_instance


def _get_instance(self: BaseChooser, value: object) -> Model | None:
    """What a chooser shows that is shown again after a mistake: nothing for what is no key."""
    try:
        instance: Model | None = _wagtails_instance(self, value)
    except (TypeError, ValueError):
        return None
    return instance


_wagtails_link = URLOrAbsolutePathField.to_python


def _link(self: URLOrAbsolutePathField, value: object) -> object:
    """The dialogue for a link, sent without any address."""
    return _wagtails_link(self, value or "")


# --- Wagtail's lists ------------------------------------------------------------------------

_wagtails_search = BaseListingView.search_queryset


def _search(self: BaseListingView, queryset: QuerySet[Model]) -> QuerySet[Model]:
    """Wagtail's search knows columns only; it fails beside a filter by how often a file is used."""
    try:
        searched: QuerySet[Model] = _wagtails_search(self, queryset)
    except AttributeError:
        found = Q()
        for name in _columns_of_text(queryset.model):
            found |= Q(**{f"{name}__icontains": self.search_query})
        return queryset.filter(found) if found else queryset.none()
    return searched


def _columns_of_text(model: type[Indexed]) -> list[str]:
    """What search looks through, as far as that is a column with text."""
    searched = {
        one.field_name
        for one in model.get_search_fields()
        if isinstance(one, SearchField | AutocompleteField)
    }
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name in searched and isinstance(field, CharField | TextField)
    ]


# --- Names of files -------------------------------------------------------------------------

MOST_OF_A_HEADER = 16 * 1024
"""Bytes before a field of a form with a file, which hold the file's name. Django refuses the whole
form above 1024, so all that was typed beside it was lost; now the name alone is cut off."""


# --- How many parts a form says that it has -------------------------------------------------

MOST_ROWS = 100
"""Rows in a list that is part of a form. Django would make two thousand of them for who says so."""

_wagtails_stream_value = StreamBlock.value_from_datadict
_wagtails_list_value = ListBlock.value_from_datadict


def _stream_value(self: StreamBlock, data: QueryDict, files: Files, prefix: str) -> StreamValue:
    return _wagtails_stream_value(self, _counted(data, prefix), files, prefix)


def _list_value(self: ListBlock, data: QueryDict, files: Files, prefix: str) -> ListValue:
    return _wagtails_list_value(self, _counted(data, prefix), files, prefix)


def _counted(data: QueryDict, prefix: str) -> QueryDict:
    """The blocks of a form as they are there, whatever it says of their number and order.

    Wagtail believes both: a wrong one fails or has it count for hours, and what was written in the
    blocks is lost.
    """
    number = 0
    while f"{prefix}-{number}-deleted" in data:
        number += 1
    orders = [str(data.get(f"{prefix}-{n}-order", "")) for n in range(number)]
    right = len(set(orders)) == number and all(_is_small_number(one) for one in orders)
    typed = all(f"{prefix}-{n}-type" in data for n in range(number))
    if data.get(f"{prefix}-count") == str(number) and right and typed:
        return data
    data = data.copy()
    data[f"{prefix}-count"] = str(number)
    for n in range(number):
        data.setdefault(f"{prefix}-{n}-type", "")
        if not right:
            data[f"{prefix}-{n}-order"] = str(n)
    return data


def _is_small_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


# --- The page that copies a page ------------------------------------------------------------


def _copy(
    self: CopyView, request: HttpRequest, page_id: int, *args: object, **kwargs: object
) -> HttpResponse:
    """Wagtail looks the new parent up before its form does, and fails for what is none."""
    typed = request.POST.get("new_parent_page", "")
    if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_NUMBER:
        self.parent_page = Page.objects.filter(pk=int(typed)).first() or self.parent_page
    response: HttpResponse = super(CopyView, self).post(request, page_id, *args, **kwargs)
    return response


# --- Texts of the editor --------------------------------------------------------------------

LONGEST_NUMBER = 19

NOTHING_WRITTEN = re.compile(r"(?:\s*<p\b[^>]*>\s*</p>)*\s*")

_wagtails_rich_text = DraftailRichTextArea.value_from_datadict


def _rich_text(self: DraftailRichTextArea, data: QueryDict, files: Files, name: str) -> object:
    """What was written, also when it is not in the editor's own form: then as plain text.

    The editor sends JSON, which can hold what no text can. Until it has started, an empty field
    sends an empty paragraph: a preview would show what stands around a text, and no text.
    """
    try:
        text = _wagtails_rich_text(self, data, files, name)
    except Exception:  # noqa: BLE001 - the editor fails in many ways on what is not its own
        text = format_html("<p>{}</p>", data.get(name, ""))
    if not isinstance(text, str):
        return text
    return "" if NOTHING_WRITTEN.fullmatch(text) else made_keepable(text, "\ufffd")


# --- Pictures -------------------------------------------------------------------------------

_LOOKING = Lock()
_wagtails_pixels = WagtailImageField.check_image_pixel_size


def _check_picture(self: WagtailImageField, file: IO[bytes]) -> None:
    """Wagtail looks at the first bytes only; a damaged picture would fail here or on every page."""
    try:
        _wagtails_pixels(self, file)
        file.seek(0)
        look_through(file)
        file.seek(0)
    except ValidationError:
        raise
    except Exception as error:
        # Pillow's readers raise nearly anything for a file that is not what it says.
        raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


def look_through(file: IO[bytes]) -> None:
    """Read a picture to its end, also where WeasyPrint lets Pillow make up what is missing.

    Raises:
        Exception: it is damaged. Pillow's readers raise nearly anything.
    """
    with Image.open(file) as picture:
        if picture.format == "PNG":
            # Its parts carry sums: no need to unpack them.
            picture.verify()
            return
        # A JPEG can be read at an eighth of its size, and then it takes little memory.
        picture.draft(None, (picture.width // 8 or 1, picture.height // 8 or 1))
        with _LOOKING:
            # WeasyPrint lets Pillow fill up what is missing, everywhere in this process.
            fills_up = ImageFile.LOAD_TRUNCATED_IMAGES
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            try:
                picture.load()
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = fills_up
