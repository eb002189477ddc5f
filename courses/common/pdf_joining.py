"""Several PDFs as one file to print, which is as accessible as each of them was.

Libraries that join PDFs join the pages, and leave out the tags: what a screen reader reads of a
page stands in a tree of the whole file. So the trees are joined here too. Each page and link has a
number under which the tree finds it (ISO 32000-1, 14.7.4.4); those of a file that is added begin
where the numbers of the files before it end. What pages draw with (fonts, pictures) and is the
same in several files stands in the whole once: the certificates of an edition differ in little else
than a name.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import (
        DictionaryObject,
        IndirectObject,
        NameObject,
        NumberObject,
        PdfObject,
        TextStringObject,
    )

_TREE, _NUMBERS = "/StructTreeRoot", "/ParentTree"


def join(files: Sequence[bytes], *, one_sided: bool = False) -> bytes:
    """The files after each other; each begins on a sheet of its own, also printed on both sides,
    unless the whole is printed on one side.

    Title, language and claims are those of the first. What is said to be in another language stays
    so. Files inside them are left out: they belong to one of the files, and the whole is for paper.

    Raises:
        ValueError: one of them is no PDF with tags as we make them.
    """
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - slow, and seldom needed
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - slow, and seldom needed

    first, *others = files
    if not others:
        return first
    writer = PdfWriter(clone_from=BytesIO(first))
    _leave_out_files(writer)
    try:
        for number, one in enumerate(others):
            _append(writer, PdfReader(BytesIO(one)), prefix=f"{number + 1}-", blank=not one_sided)
        _share_what_pages_draw_with(writer)
    except (PyPdfError, KeyError) as error:
        raise ValueError(f"no PDF with tags: {error}") from error
    whole = BytesIO()
    writer.write(whole)
    return whole.getvalue()


def _leave_out_files(writer: PdfWriter) -> None:
    root: Any = writer.root_object
    files = root.pop("/AF", None)
    if files is None:
        return
    root["/Names"].get_object().pop("/EmbeddedFiles", None)
    for one in files:
        # Emptied, so that nothing leads to what it described.
        one.get_object().clear()
    writer.compress_identical_objects(remove_duplicates=False)


def _share_what_pages_draw_with(writer: PdfWriter) -> None:
    """Have pages use the same font and picture where theirs are equal, and leave out the others.

    pypdf has a method that makes one of all that is equal (`remove_duplicates`): it makes one page
    of all that are blank, too.
    """
    share = _Sharing()
    for page in writer.pages:
        if "/Resources" in page:
            _put(page, "/Resources", share.one_of(page.raw_get("/Resources")))
    writer.compress_identical_objects(remove_duplicates=False)


class _Sharing:
    """Which of what was seen stands for all that is equal to it."""

    def __init__(self) -> None:
        self._by_content: dict[str, IndirectObject] = {}
        self._by_number: dict[int, IndirectObject] = {}

    def one_of(self, value: Any) -> Any:  # noqa: ANN401 - anything that stands in a PDF
        """What stands for this value: itself, or what was seen before and is equal."""
        if not hasattr(value, "idnum"):
            self._look_inside(value)
            return value
        if value.idnum not in self._by_number:
            thing = value.get_object()
            self._by_number[value.idnum] = value
            # First what it refers to: equal things refer to the same ones.
            self._look_inside(thing)
            # What tags lead to has a number of its own in the tree.
            if not {"/StructParent", "/StructParents"} & {*getattr(thing, "keys", list)()}:
                equal = self._by_content.setdefault(thing.hash_value(), value)
                self._by_number[value.idnum] = equal
        return self._by_number[value.idnum]

    def _look_inside(self, thing: Any) -> None:  # noqa: ANN401 - as above
        # Not by their own methods, which give what a reference leads to.
        if isinstance(thing, dict):
            inside = [*dict.items(thing)]
        else:
            inside = [*enumerate(list.__iter__(thing))] if isinstance(thing, list) else []
        for place, raw in inside:
            if hasattr(raw, "idnum") or isinstance(raw, (dict, list)):
                thing[place] = self.one_of(raw)


def _append(writer: PdfWriter, reader: PdfReader, *, prefix: str, blank: bool) -> None:
    theirs: Any = reader.trailer["/Root"]
    ours: Any = writer.root_object
    start = _next_number(ours[_TREE])
    if blank and len(writer.pages) % 2:
        writer.add_blank_page()
    for page in reader.pages:
        added: Any = writer.add_page(page)
        _renumber(added, "/StructParents", page.get("/StructParents"), start)
        for link in added.get("/Annots", ()):
            _renumber(link.get_object(), "/StructParent", link.get("/StructParent"), start)
    # After the pages: what the tree says of them means those that were added.
    tree: Any = theirs[_TREE].clone(writer)
    for element in _elements(tree):
        _rename(element, prefix)
    for element in tree["/K"]:
        _put(element.get_object(), "/P", ours.raw_get(_TREE))
        element.get_object().setdefault(_name("/Lang"), theirs["/Lang"])
        ours[_TREE]["/K"].append(element)
    numbers = iter(tree[_NUMBERS]["/Nums"])
    for number in numbers:
        ours[_TREE][_NUMBERS]["/Nums"].extend([_number(number + start), next(numbers)])


def _next_number(tree: DictionaryObject) -> int:
    """The first number that no page or link has."""
    numbers: Any = tree[_NUMBERS]
    return max(numbers["/Nums"][::2], default=-1) + 1


def _renumber(owner: DictionaryObject, name: str, number: NumberObject | None, start: int) -> None:
    if number is not None:
        _put(owner, name, _number(number + start))


def _elements(tree: DictionaryObject) -> Iterator[DictionaryObject]:
    """Everything in a tree that can have an id."""
    kids: Any = tree.get("/K", [])
    # One kid may stand there by itself, and a list of them may stand elsewhere.
    kids = kids if isinstance(kids, list) else kids.get_object()
    for kid in kids if isinstance(kids, list) else [kids]:
        element: Any = kid.get_object()
        if isinstance(element, dict) and element.get("/Type") != "/OBJR":
            found: Any = element
            yield found
            yield from _elements(found)


def _rename(element: DictionaryObject, prefix: str) -> None:
    """Make the ids by which cells of a table name their headers other than those of other files."""
    if "/ID" in element:
        _put(element, "/ID", _text(f"{prefix}{element['/ID']}"))
    attributes: Any = element.get("/A", {})
    if "/Headers" in attributes:
        named = [_text(f"{prefix}{one}") for one in attributes["/Headers"]]
        attributes["/Headers"][:] = named


def _put(owner: DictionaryObject, name: str, value: PdfObject) -> None:
    owner[_name(name)] = value


def _name(text: str) -> NameObject:
    from pypdf.generic import NameObject  # noqa: PLC0415 - as above

    return NameObject(text)


def _number(value: int) -> NumberObject:
    from pypdf.generic import NumberObject  # noqa: PLC0415 - as above

    return NumberObject(value)


def _text(value: str) -> TextStringObject:
    from pypdf.generic import TextStringObject  # noqa: PLC0415 - as above

    return TextStringObject(value)
