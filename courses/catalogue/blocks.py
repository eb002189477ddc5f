"""The kinds of blocks that lessons and pages are made of.

Plugins add more: `lesson_blocks` asks the registry for them.
"""

from __future__ import annotations

import re
from copy import copy
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, cached_property, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock, ImageBlockAdapter

from courses.catalogue.media_blocks import SoundBlock, VideoBlock
from courses.common.faces import FaceBlock
from courses.common.fields import let_sentences_grow
from courses.common.streams import GuardedBlock
from courses.common.text import plain_text
from courses.plugin_host import guard, registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.plugin_host.entry import Entry

T = TypeVar("T")
D = TypeVar("D")

FEATURES = ["bold", "italic", "link", "ol", "ul"]

NEW_STEP = "new_step"
"""The type of the mark between two steps of a lesson."""

MOST_USED = ("paragraph", NEW_STEP, "knowledge_check", "picture", "video", "heading", "tips")
"""What a lesson is mostly made of: first in the list from which one chooses, which on a telephone
shows some ten."""


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Tussenkop")
        description = _("Een kop of koptekst boven een stuk tekst")
        template = "catalogue/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Tekst")
        description = _("Een alinea of een opsomming")
        template = "catalogue/blocks/paragraph.html"


class CaseBlock(blocks.StructBlock):
    """A situation from practice, with a question to think about."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    text = blocks.RichTextBlock(label=_("Wat gebeurt er?"), features=FEATURES)
    question = blocks.CharBlock(label=_("Vraag"), required=False, max_length=250)
    face = FaceBlock(
        help_text=_("Over wie gaat het? Een getekend gezicht maakt het persoonlijk. Mag leeg zijn.")
    )
    describe_face = blocks.BooleanBlock(
        label=_("Lees voor wie niet ziet hoe het gezicht eruitziet"),
        help_text=_("Doe dit als het iets toevoegt. Anders is het gezicht alleen versiering."),
        required=False,
    )

    class Meta:
        icon = "user"
        label = _("Praktijkvoorbeeld")
        description = _("Een casus, verhaal of ervaring uit de praktijk")
        template = "catalogue/blocks/case.html"


class ReflectionBlock(blocks.StructBlock):
    """A moment to think; nothing that someone thinks here is stored."""

    question = blocks.CharBlock(label=_("Vraag"), max_length=250)
    hint = blocks.TextBlock(label=_("Hulp bij het nadenken"), required=False, max_length=500)

    class Meta:
        icon = "time"
        label = _("Denk even na")
        description = _("Een vraag om over na te denken: reflectie")
        template = "catalogue/blocks/reflection.html"


class TipsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("Tips"))
    on_card = blocks.BooleanBlock(
        label=_("Ook op de infokaart"),
        help_text=_("De kaart om te printen heeft plaats voor een stuk of vijf rijtjes tips."),
        required=False,
        default=True,
    )

    class Meta:
        icon = "list-ul"
        label = _("Tips")
        description = _("Een rijtje tips of adviezen, een opsomming")
        template = "catalogue/blocks/tips.html"


class CalloutBlock(blocks.StructBlock):
    """One thing to remember or to mind."""

    kind = blocks.ChoiceBlock(
        label=_("Soort"),
        choices=[("remember", _("Onthoud")), ("mind", _("Let op"))],
        default="remember",
    )
    text = blocks.RichTextBlock(label=_("Tekst"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Onthoud of let op")
        description = _("Een kader met iets belangrijks of een waarschuwing")
        template = "catalogue/blocks/callout.html"


TITLED = re.compile(r"(?:mevrouw|meneer|mijnheer|de heer|mr|mrs|ms)\b", re.IGNORECASE)
"""How a name begins of who is called by the last name."""


class DialogueValue(blocks.StructValue):
    @property
    def reader_voice(self) -> str:
        """The speaker who stands on the right: “jij”, else the volunteer, as the reader will be.

        That is who is called by a first name: whom they visit or call is Mevrouw or Meneer.
        """
        speakers = [line["speaker"] for line in self["lines"]]
        own = next((name for name in speakers if name.lower() in ("jij", "je")), None)
        volunteer = next((name for name in speakers if not TITLED.match(name)), None)
        return own or volunteer or next(iter(speakers), "")

    @property
    def turns(self) -> list[tuple[Any, str]]:
        """The lines, each with the face of who speaks, or nothing."""
        faces = {one["who"].strip().lower(): one["face"] for one in self.get("faces") or ()}
        return [(line, faces.get(line["speaker"].strip().lower(), "")) for line in self["lines"]]


class DialogueBlock(blocks.StructBlock):
    """A conversation written out, line by line."""

    title = blocks.CharBlock(label=_("Titel"), required=False, max_length=120)
    lines = blocks.ListBlock(
        blocks.StructBlock(
            [
                (
                    "speaker",
                    blocks.CharBlock(
                        label=_("Wie"),
                        max_length=40,
                        help_text=_(
                            "Wie het eerst spreekt, staat rechts. “Jij” staat altijd rechts."
                        ),
                    ),
                ),
                ("text", blocks.TextBlock(label=_("Wat"), max_length=600)),
            ]
        ),
        label=_("Regels"),
    )
    afterthought = blocks.TextBlock(label=_("Wat valt op?"), required=False, max_length=600)
    faces = blocks.ListBlock(
        blocks.StructBlock(
            [
                (
                    "who",
                    blocks.CharBlock(
                        label=_("Wie"),
                        max_length=40,
                        help_text=_("De naam zoals die in de regels staat."),
                    ),
                ),
                ("face", FaceBlock()),
            ]
        ),
        label=_("Gezichten"),
        help_text=_("Kies wie een getekend gezicht krijgt. Mag leeg zijn."),
        default=[],
        required=False,
    )

    def clean(self, value: DialogueValue) -> DialogueValue:
        """Refuse a face for somebody who says nothing.

        Raises:
            StructBlockValidationError: no line is of that name.
        """
        cleaned: DialogueValue = super().clean(value)
        speakers = {line["speaker"].strip().lower() for line in cleaned["lines"]}
        wrong = {
            number: StructBlockValidationError(
                block_errors={"who": ValidationError(gettext("Niemand met deze naam zegt iets."))}
            )
            for number, one in enumerate(cleaned["faces"])
            if one["who"].strip().lower() not in speakers
        }
        if wrong:
            raise StructBlockValidationError({"faces": ListBlockValidationError(wrong)})
        return cleaned

    class Meta:
        icon = "comment"
        label = _("Gesprek")
        description = _("Een dialoog of rollenspel")
        value_class = DialogueValue
        template = "catalogue/blocks/dialogue.html"


QUOTATION_MARKS = "‘’“”„«»'\""


class QuoteValue(blocks.StructValue):
    @property
    def words(self) -> str:
        """What was said, in quotation marks: paper has no colour by which to tell it from the text
        around it. Who wrote has perhaps put them there."""
        text = str(self["text"]).strip()
        ends = (text[:1], text.rstrip(".")[-1:])
        return text if all(one in QUOTATION_MARKS for one in ends) else f"‘{text}’"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Uitspraak"), max_length=500)
    who = blocks.CharBlock(label=_("Van wie"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Uitspraak")
        value_class = QuoteValue
        description = _("Een citaat of quote")
        template = "catalogue/blocks/quote.html"


class InfopuntBlock(blocks.StaticBlock):
    """Where to take a signal: the details from the site's settings."""

    class Meta:
        icon = "help"
        label = _("Gegevens van het Infopunt")
        description = _("Het telefoonnummer, het adres en het contact")
        admin_text = _("Toont de gegevens uit Instellingen › Infopunt.")
        template = "catalogue/blocks/infopunt.html"


class NewStepBlock(blocks.StaticBlock):
    """A mark where a lesson goes on on the next screen; readers see nothing of it itself."""

    class Meta:
        icon = "cut"
        label = _("Nieuwe stap")
        description = _("Begint een nieuw scherm of een nieuwe pagina")
        admin_text = _(
            "Hier begint een nieuw scherm. Zet je deze streep ergens in de les, dan gelden alleen "
            "jouw strepen. Zonder streep verdeelt de academie de les zelf."
        )
        template = "catalogue/blocks/new_step.html"


CAMERA_NAME = re.compile(
    r"(img|dsc[nf]?|pxl|p|mvimg|image|foto|photo|wp|screenshot)[-_ ]?\d[\d_ -]*"
)
"""What cameras and telephones call a picture."""
ENDING = re.compile(r"\.(jpe?g|png|gif|webp|heic)$")


def is_file_name(words: str, file: str) -> bool:
    """Whether these are the name of a picture's file: Wagtail begins with that."""
    name = words.strip().lower()
    if ENDING.search(name) or CAMERA_NAME.fullmatch(name):
        return True
    # A name of several words can be a description, also where the file is called so.
    stem = PurePath(file).stem.lower()
    # Storage adds letters to the name of a file of which there is one already.
    return bool(name) and " " not in name and name in {stem, re.sub(r"_[a-z0-9]{7}$", "", stem)}


class PictureBlock(ImageBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        # Wagtail gives this field no label; then it is called after its name in the code.
        self.child_blocks["image"].label = _("Afbeelding")
        # It asks for a description only when the page is sent in; who writes hears so before.
        self.child_blocks["alt_text"].field.help_text = _(
            "Nodig voor je de pagina instuurt, behalve als de afbeelding alleen versiering is."
        )

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Wagtail has it
        """A picture that is called as its file is not described; in a draft it may wait.

        Raises:
            StructBlockValidationError: so it is, or Wagtail refuses it.
        """
        picture = super().clean(value)
        is_asked = picture and not self.is_deferred_validation and not picture.decorative
        if is_asked and is_file_name(picture.contextual_alt_text or "", picture.filename):
            said = gettext("Dit is de naam van het bestand. Schrijf wat er te zien is.")
            raise StructBlockValidationError(block_errors={"alt_text": ValidationError(said)})
        return picture

    class Meta:
        icon = "image"
        label = _("Afbeelding")
        description = _("Een foto, plaatje of tekening")
        template = "catalogue/blocks/picture.html"


class PictureBlockAdapter(ImageBlockAdapter):
    js_constructor = "courses.PictureBlock"

    @cached_property
    def media(self) -> forms.Media:
        # Wagtail's is named once more: only what is in one list has an order.
        own = ["wagtailimages/js/image-block.js", "catalogue/picture_block.js"]
        media: forms.Media = super().media + forms.Media(js=own)
        return media


register(PictureBlockAdapter(), PictureBlock)


def content_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of ordinary pages."""
    return [
        ("heading", HeadingBlock()),
        ("paragraph", ParagraphBlock()),
        ("quote", QuoteBlock()),
        ("tips", TipsBlock()),
        ("callout", CalloutBlock()),
        ("infopunt", InfopuntBlock()),
        ("picture", PictureBlock()),
        ("video", VideoBlock()),
        ("sound", SoundBlock()),
    ]


def lesson_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of lessons: our own, and those of every plugin that is installed.

    Also those of plugins that are switched off, since lessons may hold them already. Where a
    plugin is on is for the editor and the lesson's page to ask.
    """
    own: list[tuple[str, blocks.Block]] = [
        *content_blocks(),
        ("case", CaseBlock()),
        ("reflection", ReflectionBlock()),
        ("dialogue", DialogueBlock()),
        (NEW_STEP, NewStepBlock()),
    ]
    for _name, block in own:
        let_sentences_grow(block)
    taken = {name for name, _block in own}
    brought = ((key, _block_of(entry)) for key, entry in registry.block_providers().items())
    found = own + [(key, block) for key, block in brought if block and key not in taken]
    places = {name: place for place, name in enumerate(MOST_USED)}
    return sorted(found, key=lambda one: places.get(one[0], len(places)))


def _block_of(entry: Entry[Any]) -> blocks.Block | None:
    """The block of one contribution; None when the plugin fails."""
    block = guard.call_plugin(
        entry,
        lambda provider: let_sentences_grow(_checked(entry, provider.block())),
        default=None,
    )
    if block is None or entry.plugin.core:
        return block

    def guarded(
        call: Callable[[], T],
        *,
        default: D,
        expect: type | tuple[type, ...] | None = None,
        passes: tuple[type[Exception], ...] = (),
    ) -> T | D:
        return guard.call_plugin(
            entry, lambda _provider: call(), default=default, expect=expect, passes=passes
        )

    return GuardedBlock(block, guarded)


def _checked(entry: Entry[Any], block: object) -> blocks.Block:
    if not isinstance(block, blocks.Block):
        raise TypeError("no block")
    # A copy, so that two contributions with one block do not give each other's names to it.
    made = copy(block)
    made.meta = copy(block.meta)
    name = entry.contribution.name.replace("_", " ").capitalize()
    shown = (("label", name), ("icon", "placeholder"), ("group", ""), ("description", ""))
    for part, instead in shown:
        text = getattr(block.meta, part, None)
        if text is not None:
            setattr(made.meta, part, _words(entry, text, instead))
    made.label = _words(entry, block.label, name)
    return made


def _words(entry: Entry[Any], text: object, instead: str) -> str | Promise:
    """What a block is called, or `instead`: words that are made only when they are shown may fail
    then, in the middle of the editor.

    Raises:
        TypeError, ValueError: it is no text, or none that can be shown.
    """
    return _later(entry, text, instead) if isinstance(text, Promise) else plain_text(text)


def _shown(entry: Entry[Any], text: Promise, instead: str) -> str:
    return guard.call_plugin(entry, lambda _provider: plain_text(text), default=instead)


# Django makes a class for each `lazy`, which takes as long as all else about a block.
_later = lazy(_shown, str)
