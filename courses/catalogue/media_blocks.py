"""Blocks with video and sound: a file of ours, or something that stands elsewhere.

Who cannot hear reads captions and a transcript; what stands elsewhere is not loaded before somebody
presses (`providers`).
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.catalogue import providers
from courses.common import webvtt
from courses.common.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
    from wagtail.documents.models import AbstractDocument

VIDEOS = frozenset({"mp4", "webm"})
SOUNDS = frozenset({"mp3", "m4a", "ogg", "wav"})
CAPTIONS = frozenset({"vtt"})
TRANSCRIPT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class MediaValue(blocks.StructValue):
    """A video or a sound, as its template shows it."""

    @cached_property
    def elsewhere(self) -> providers.Elsewhere | None:
        """Where it stands; None for a file of ours."""
        return providers.find(self["link"]) if self["link"] and not self["file"] else None

    @cached_property
    def has_captions_elsewhere(self) -> bool:
        """Whether its maker says that the player which shows it has captions."""
        elsewhere = self.elsewhere
        # What was written before there was this question has no answer.
        said = bool(self.get("captioned_elsewhere"))
        return said and elsewhere is not None and elsewhere.kind == "iframe"

    @cached_property
    def is_written_out(self) -> bool:
        """Whether there are words: a field that was left open may hold an empty paragraph."""
        transcript = self["transcript"]
        return bool(transcript and strip_tags(transcript.source).strip())

    @property
    def typed(self) -> str:
        """Captions that were typed; what was written before one could has none."""
        return (self.get("timed_text") or "").strip()

    @property
    def is_without_words(self) -> bool:
        """Whether its maker says that nobody speaks in it."""
        return bool(self.get("without_words"))

    @cached_property
    def track_url(self) -> str:
        """Where a player finds the captions; empty without. Those that were typed come along in the
        page: a draft has them too, and they are for whom the page is for."""
        if self["captions"] is not None:
            return str(self["captions"].url)
        try:
            file = webvtt.file_of(webvtt.typed_cues(self.typed))
        except Refusal:
            # A draft, in which times are still to come.
            return ""
        return f"data:text/vtt;charset=utf-8;base64,{b64encode(file.encode()).decode()}"

    @cached_property
    def spoken(self) -> str:
        """What is said, from the captions, where nobody wrote it out."""
        if self.is_written_out:
            return ""
        captions = self["captions"]
        try:
            cues = webvtt.cues_in(_content(captions)) if captions else webvtt.typed_cues(self.typed)
        except (Refusal, OSError):
            # The file was changed or lost after the block was made: the rest can still be read.
            return ""
        return webvtt.text_of(cues)


def _content(document: AbstractDocument) -> bytes:
    with document.open_file() as file:
        content: bytes = file.read(webvtt.MOST_BYTES + 1)
    return content


class TimedTextBlock(blocks.FieldBlock):
    """What is said with the times at which it is: no text to be translated or searched, since a
    player shows it as what one hears."""

    def __init__(
        self, *, required: bool = True, help_text: StrOrPromise = "", **kwargs: Any
    ) -> None:
        self.field = forms.CharField(
            required=required,
            help_text=help_text,
            widget=AdminAutoHeightTextInput({"rows": 4}),
            strip=False,
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"


class MediaBlock(blocks.StructBlock):
    """What a video and a sound have in common."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    file = DocumentChooserBlock(label=_("Bestand"), required=False)
    link = blocks.URLBlock(
        label=_("Of een link"),
        required=False,
        help_text=_(
            "Naar YouTube, Vimeo of een andere website. Wij laden daar niets vandaan voordat "
            "iemand op afspelen drukt."
        ),
    )
    captions = DocumentChooserBlock(
        label=_("Ondertitels"),
        required=False,
        help_text=_("Een bestand dat eindigt op .vtt (WebVTT)."),
    )
    transcript = blocks.RichTextBlock(
        label=_("Uitgeschreven tekst"),
        features=TRANSCRIPT_FEATURES,
        required=False,
        help_text=_(
            "Alles wat er wordt gezegd, voor wie niet kan of wil luisteren. Zijn er ondertitels? "
            "Dan mag dit leeg zijn. Anders is het nodig voor je de les instuurt. In een concept "
            "mag het nog ontbreken."
        ),
    )

    endings: frozenset[str] = frozenset()
    wrong_file: StrOrPromise = ""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Wagtail has it
        """Check each field, and whether everybody can follow it, and tell of all at once.

        What is missing may be missing in a draft; what is wrong is wrong there too.

        Raises:
            StructBlockValidationError: something is missing, or a file is of another kind.
        """
        wrong: dict[str, ValidationError] = {}
        fields: dict[str, ValidationError] = {}
        cleaned = value
        try:
            cleaned = super().clean(value)
        except StructBlockValidationError as error:
            fields = error.block_errors
        self.check_source(cleaned, wrong)
        self.check_words(cleaned, wrong)
        if wrong or fields:
            raise StructBlockValidationError(block_errors={**wrong, **fields})
        return cleaned

    def check_source(self, value: MediaValue, wrong: dict[str, ValidationError]) -> None:
        """A file or a link, and one of both."""
        if value["file"] and value["link"]:
            wrong["link"] = ValidationError(gettext("Kies een bestand óf een link, niet allebei."))
        elif not value["file"] and not value["link"]:
            if self.is_deferred_validation:
                return
            wrong["file"] = ValidationError(gettext("Kies een bestand, of vul een link in."))
        elif value["file"] and value["file"].file_extension.lower() not in self.endings:
            wrong["file"] = ValidationError(self.wrong_file)

    def check_words(self, value: MediaValue, wrong: dict[str, ValidationError]) -> None:
        """Captions that a browser shows, or what is said written out."""
        captions = value["captions"]
        if captions is None:
            if not (value.is_written_out or self.is_deferred_validation):
                wrong["transcript"] = ValidationError(
                    gettext("Schrijf uit wat er wordt gezegd. Of kies een bestand met ondertitels.")
                )
            return
        if captions.file_extension.lower() not in CAPTIONS:
            wrong["captions"] = ValidationError(
                gettext("Kies een bestand met ondertitels dat eindigt op .vtt.")
            )
            return
        try:
            webvtt.cues_in(_content(captions))
        except Refusal as refusal:
            wrong["captions"] = ValidationError(str(refusal))
        except OSError:
            wrong["captions"] = ValidationError(
                gettext("Dit bestand is er niet meer. Kies een ander.")
            )

    class Meta:
        value_class = MediaValue


class VideoBlock(MediaBlock):
    """A video with captions and what is said written out."""

    link = blocks.URLBlock(
        label=_("Link"),
        required=False,
        help_text=_(
            "Naar YouTube, Vimeo of een andere website. Wij laden daar niets vandaan voordat "
            "iemand op afspelen drukt."
        ),
    )
    file = DocumentChooserBlock(label=_("Of een eigen bestand"), required=False)
    without_words = blocks.BooleanBlock(
        label=_("In deze video zegt niemand iets"),
        required=False,
        help_text=_(
            "Dan zijn er geen ondertitels nodig, tenzij je iets hoort wat je moet weten. Schrijf "
            "bij Uitgeschreven tekst op wat je ziet."
        ),
    )
    timed_text = TimedTextBlock(
        label=_("Ondertitels typen"),
        required=False,
        help_text=_(
            "Typ op elke regel de tijd en wat er dan wordt gezegd, zoals: 0:04 Hallo, ik ben Henk. "
            "Wij maken er ondertitels van: kijk in de voorvertoning of ze op tijd komen."
        ),
    )
    captions = DocumentChooserBlock(
        label=_("Of een bestand met ondertitels"),
        required=False,
        help_text=_("Alleen als je dat al hebt. De naam eindigt op .vtt (WebVTT)."),
    )
    captioned_elsewhere = blocks.BooleanBlock(
        label=_("De video heeft ondertitels op YouTube of Vimeo"),
        required=False,
        help_text=_(
            "Alleen bij een link. Kijk eerst of ze kloppen: vanzelf gemaakte ondertitels hebben "
            "vaak fouten."
        ),
    )
    transcript = blocks.RichTextBlock(
        label=_("Uitgeschreven tekst"),
        features=TRANSCRIPT_FEATURES,
        required=False,
        help_text=_(
            "Alles wat er wordt gezegd, voor wie niet kan of wil luisteren. Zijn er ondertitels? "
            "Dan mag dit leeg zijn. Bij een eigen video zijn ondertitels altijd nodig, ook als je "
            "dit invult. Zegt niemand iets? Schrijf dan op wat je ziet. In een concept mag het nog "
            "ontbreken."
        ),
    )
    poster = ImageChooserBlock(
        label=_("Plaatje vooraf"),
        required=False,
        help_text=_("Wat je ziet voordat de video begint. Mag leeg zijn."),
    )

    endings = VIDEOS
    wrong_file = _("Kies een video die eindigt op .mp4 of .webm.")

    def check_words(self, value: MediaValue, wrong: dict[str, ValidationError]) -> None:
        """A file needs captions too: who is deaf cannot read a transcript and look meanwhile.

        Where nobody speaks there are none, and what is to be seen is written out.
        """
        super().check_words(value, wrong)
        has_captions = value["captions"] is not None or bool(value.typed)
        if value.has_captions_elsewhere or has_captions:
            wrong.pop("transcript", None)
        if value.is_without_words:
            if "transcript" in wrong:
                wrong["transcript"] = ValidationError(gettext("Schrijf op wat er te zien is."))
            return
        if value.typed:
            self.check_typed(value, wrong)
        elif value["file"] and not has_captions and not self.is_deferred_validation:
            wrong["timed_text"] = ValidationError(
                gettext(
                    "Er zijn nog geen ondertitels. Typ hier wat er wordt gezegd, met de tijd "
                    "ervoor. Of zet de video met ondertitels op YouTube of Vimeo, en vul daarvan "
                    "de link in. Zegt niemand iets? Kruis dat dan aan."
                )
            )
            wrong.pop("transcript", None)

    def check_typed(self, value: MediaValue, wrong: dict[str, ValidationError]) -> None:
        """What was typed makes captions; in a draft times may be still to come."""
        if value["captions"] is not None:
            wrong["timed_text"] = ValidationError(
                gettext("Typ ondertitels óf kies een bestand, niet allebei.")
            )
        elif not self.is_deferred_validation:
            try:
                webvtt.typed_cues(value.typed)
            except Refusal as refusal:
                wrong["timed_text"] = ValidationError(str(refusal))

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("Een film of filmpje, ook van YouTube of Vimeo")
        # First where it stands: a link, as most are, and right below it a file. Whether it has
        # captions is asked before what they make needless.
        form_layout = [
            *("title", "link", "file", "captioned_elsewhere", "without_words", "timed_text"),
            *("captions", "transcript", "poster"),
        ]
        template = "catalogue/blocks/video.html"


class SoundBlock(MediaBlock):
    """Something to listen to, with what is said written out."""

    endings = SOUNDS
    wrong_file = _("Kies een geluid dat eindigt op .mp3, .m4a, .ogg of .wav.")

    class Meta:
        icon = "sound"
        label = _("Geluid")
        description = _("Audio: een opname, podcast of mp3")
        template = "catalogue/blocks/sound.html"
