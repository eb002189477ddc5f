"""People, and the organisations that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from courses.common import clock, contact_details, names, spelling
from courses.common.faces import choices
from courses.common.statements import Statement
from courses.people.enums import Background, ContactWay, Role
from courses.people.fields import (
    EARLIEST_BIRTH_YEAR,
    validate_birth_year,
    validate_name,
    validate_postcode,
    validate_telephone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.base import ModelBase


class Partner(models.Model):
    """A partner organisation that offers trainings or sends volunteers."""

    name = models.CharField(_("naam"), max_length=120, unique=True)
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("omschrijving"), blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("beeldmerk"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Staat op de certificaten van trainingen die deze organisatie aanbiedt."),
    )
    contacts = models.ManyToManyField(
        "people.User",
        verbose_name=_("contactpersonen"),
        blank=True,
        related_name="contact_of",
        help_text=_("Wie de vrijwilligers van deze organisatie aanmeldt."),
    )

    class Meta:
        verbose_name = _("partnerorganisatie")
        verbose_name_plural = _("partnerorganisaties")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SortNameField(models.CharField):  # type: ignore[type-arg]
    """The place of a person in a list, made from the name whenever it is stored.

    Compared character by character on every database: PostgreSQL would else use a language's own
    order.
    """

    def __init__(
        self,
        *,
        max_length: int = names.LENGTH_OF_KEY,
        editable: bool = False,
        default: str = "",
    ) -> None:
        super().__init__(max_length=max_length, editable=editable, default=default)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        parameters: dict[str, str | None] = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def pre_save(self, model_instance: User, add: bool) -> str:  # type: ignore[override]
        key = names.sort_key(model_instance.first_name, model_instance.last_name)
        setattr(model_instance, self.attname, key)
        return key


class SpellingKeyField(models.CharField):  # type: ignore[type-arg]
    """The words of a name as they sound, made from the name whenever it is stored."""

    def __init__(
        self,
        *,
        max_length: int = spelling.LENGTH_OF_KEY,
        editable: bool = False,
        default: str = "",
    ) -> None:
        super().__init__(max_length=max_length, editable=editable, default=default)

    def pre_save(self, model_instance: User, add: bool) -> str:  # type: ignore[override]
        key = spelling.key(model_instance.first_name, model_instance.last_name)
        setattr(model_instance, self.attname, key)
        return key


class TelephoneDigitsField(models.CharField):  # type: ignore[type-arg]
    """The telephone number as `+31612345678`, made from what was typed whenever it is stored."""

    def __init__(
        self,
        *,
        max_length: int = 20,
        editable: bool = False,
        default: str = "",
        db_index: bool = True,
    ) -> None:
        super().__init__(
            max_length=max_length, editable=editable, default=default, db_index=db_index
        )

    def pre_save(self, model_instance: User, add: bool) -> str:  # type: ignore[override]
        digits = contact_details.telephone_digits(model_instance.telephone)
        setattr(model_instance, self.attname, digits)
        return digits


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is optional and always kept in lower case."""

    def get(self, *args: Any, **kwargs: Any) -> User:
        """As everywhere; by key, as who is signed in is found for each page, with SQL that is built
        once."""
        key = kwargs.get("pk") if len(kwargs) == 1 and not args else None
        # Not those of something else, whose managers are made of this one.
        if not isinstance(key, int) or type(self) is not UserManager or self._db:
            return super().get(*args, **kwargs)
        found = _BY_KEY.first(key=key)
        if found is None:
            raise self.model.DoesNotExist(f"no user {key}")
        return found

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields: object
    ) -> User:
        """A new person, without a usable password unless one is given."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str | None = None, password: str | None = None, **fields: object
    ) -> User:
        """A new person who may do everything, and may sign in by code at once (`signals`)."""
        return self.create_user(email, password, is_superuser=True, **fields)


_BY_KEY: Statement[User] = Statement(
    lambda key: User.objects.filter(pk=key), key=models.BigIntegerField()
)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. We ask no more than what a training needs."""

    email = models.EmailField(_("e-mailadres"), unique=True, null=True, blank=True)
    first_name = models.CharField(_("voornaam"), max_length=80, validators=[validate_name])
    # Not everybody has one.
    last_name = models.CharField(
        _("achternaam"), max_length=120, blank=True, validators=[validate_name]
    )
    sort_name = SortNameField()
    spelling_key = SpellingKeyField()
    background = models.CharField(
        _("achtergrond"), max_length=20, choices=Background, default=Background.VOLUNTEER
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partnerorganisatie"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    language = models.CharField(
        _("taal"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    # All that follows may be empty. It is for reaching people, and for telling namesakes apart.
    telephone = models.CharField(
        _("telefoon"),
        max_length=contact_details.LONGEST_TELEPHONE,
        blank=True,
        validators=[validate_telephone],
    )
    telephone_digits = TelephoneDigitsField()
    street = models.CharField(_("straat en huisnummer"), max_length=120, blank=True)
    postcode = models.CharField(
        _("postcode"),
        max_length=contact_details.LONGEST_POSTCODE,
        blank=True,
        validators=[validate_postcode],
    )
    city = models.CharField(_("woonplaats"), max_length=80, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("geboortejaar"), null=True, blank=True, validators=[validate_birth_year]
    )
    preferred_way = models.CharField(
        _("bericht het liefst"), max_length=10, choices=ContactWay, blank=True
    )
    is_active = models.BooleanField(_("actief"), default=True)
    browsers_forgotten = models.PositiveIntegerField(default=0, editable=False)
    """How often somebody let us forget the browsers that we know; what is older is a stranger."""
    # A code with which the person can take over an account that staff made.
    claim_digest = models.CharField(
        max_length=64, blank=True, default="", editable=False, db_index=True
    )
    claim_until = models.DateTimeField(null=True, editable=False)
    erase_at = models.DateTimeField(null=True, editable=False, db_index=True)
    """When the account is erased, for who asked for that and may come back on it until then."""
    unused_told_at = models.DateTimeField(null=True, editable=False)
    """When the person was told that an account goes that nobody uses."""
    factor_asked_at = models.DateTimeField(null=True, editable=False)
    """Since when a member of staff is asked for a second factor, where the academy demands one."""
    date_joined = models.DateTimeField(_("sinds"), default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("personen")
        permissions = [
            (
                "manage_people",
                _("Mag gegevens van mensen wijzigen, hen samenvoegen en een account overdragen"),
            )
        ]
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["sort_name"]), models.Index(fields=["postcode"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year=None) | models.Q(birth_year__gte=EARLIEST_BIRTH_YEAR),
                name="people_user_birth_year_is_a_year",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The whole name, which may be a single one."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def name_in_list(self) -> str:
        """The whole name as it stands in a list by surname: `Vries, Jan de`."""
        return names.in_list(self.first_name, self.last_name)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name

    def clean(self) -> None:
        # One spelling of an address, and none at all is NULL: that way the database's unique
        # constraint holds for addresses and lets many people have none.
        self.email = (self.email or "").strip().lower() or None
        self.first_name, self.last_name = names.tidy(self.first_name), names.tidy(self.last_name)

        self.telephone = contact_details.tidy_telephone(self.telephone)
        self.postcode = contact_details.tidy_postcode(self.postcode)
        self.street, self.city = " ".join(self.street.split()), " ".join(self.city.split())

    @property
    def has_postal_address(self) -> bool:
        """Whether a letter could be sent."""
        return bool(self.street and self.postcode and self.city)

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The groups that the person is in. Remembered, so that a page asks the database once."""
        return frozenset(_GROUP_NAMES.run(person=self.pk))

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        self.clean()
        if update_fields is not None:
            update_fields = _with_what_is_made_of_them(update_fields)
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )


_GROUP_NAMES: Statement[str] = Statement(
    lambda person: User.groups.through.objects.filter(user=person).values_list(
        "group__name", flat=True
    ),
    person=models.BigIntegerField(),
)


def _with_what_is_made_of_them(fields: Iterable[str]) -> set[str]:
    more = {
        "first_name": ("sort_name", "spelling_key"),
        "last_name": ("sort_name", "spelling_key"),
        "telephone": ("telephone_digits",),
    }
    return {*fields, *(made for name in fields for made in more.get(name, ()))}


class TrainerPortrait(models.Model):
    """The face that participants see beside the name of a trainer: a photo, or a drawn one."""

    person = models.OneToOneField(
        User,
        verbose_name=_("trainer"),
        on_delete=models.CASCADE,
        related_name="portrait",
        limit_choices_to={"groups__name": Role.TRAINER.value},
        help_text=_("Vraag eerst of dit mag. Wie zich inschrijft, ziet het gezicht bij de naam."),
    )
    photo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("foto"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    description = models.CharField(
        _("wat je op de foto ziet"),
        max_length=150,
        blank=True,
        help_text=_("Voor wie de foto niet ziet. Bijvoorbeeld: Samira lacht, ze draagt een bril."),
    )
    face = models.CharField(
        _("of een getekend gezicht"),
        max_length=30,
        blank=True,
        choices=choices,
        help_text=_("Voor wie liever geen foto wil."),
    )

    class Meta:
        verbose_name = _("gezicht van een trainer")
        verbose_name_plural = _("gezichten van trainers")
        ordering = ["person__sort_name"]

    def __str__(self) -> str:
        return self.person.name

    @property
    def in_words(self) -> str:
        """What participants see."""
        return self.description if self.photo_id else self.get_face_display()

    def clean(self) -> None:
        super().clean()
        if self.photo_id and self.face:
            message = _("Kies een foto óf een getekend gezicht, niet allebei.")
            raise ValidationError({"face": message})
        if self.photo_id and not self.description.strip():
            raise ValidationError({"description": _("Schrijf kort op wat je op de foto ziet.")})
        if not self.photo_id and not self.face:
            raise ValidationError({"photo": _("Kies een foto, of een getekend gezicht.")})


class OrganisationRole(models.Model):
    """A role that somebody has because an organisation says so, and no longer than it does."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="organisation_roles")
    organisation = models.CharField(max_length=31)
    group = models.ForeignKey("auth.Group", on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("rol van een organisatie")
        verbose_name_plural = _("rollen van organisaties")
        constraints = [
            # One giver: else nobody could say when the role is to go.
            models.UniqueConstraint(fields=["person", "group"], name="one_giver_of_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.group} ({self.organisation})"
