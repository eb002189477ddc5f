"""Giving tools access to their results and names: OAuth 2.0 client credentials with a signed
assertion, as the 1EdTech Security Framework 1.0 has it."""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core import signing

from plugins.lti import addresses, keysets, messages, names, tokens
from plugins.lti.models import Tool
from plugins.lti.services import once
from plugins.lti.tokens import Disbelief

if TYPE_CHECKING:
    from django.http import QueryDict

SALT = "plugins.lti.access"
LASTS = timedelta(hours=1)
SCOPES = frozenset({names.LINE_ITEM_READ, names.RESULT_READ, names.SCORE, names.MEMBERS_READ})
"""What a tool may be given."""


class NoAccess(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """A tool gets no token; `code` is the word of OAuth for it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AccessToken(NamedTuple):
    """What opens the services, and for what."""

    token: str
    scopes: tuple[str, ...]


class Access(NamedTuple):
    """Who asks, and what that may be."""

    tool: Tool
    scopes: frozenset[str]


def give(sent: QueryDict) -> AccessToken:
    """A token for a tool that proves who it is, once with each assertion.

    Raises:
        NoAccess: it does not, or asks nothing that it may have.
    """
    if sent.get("grant_type") != "client_credentials":
        raise NoAccess("unsupported_grant_type")
    if sent.get("client_assertion_type") != names.ASSERTION_TYPE:
        raise NoAccess("invalid_request")
    tool = _proved(sent.get("client_assertion", ""))
    scopes = tuple(one for one in sent.get("scope", "").split() if one in SCOPES)
    if not scopes:
        raise NoAccess("invalid_scope")
    signed = signing.dumps({"tool": tool.pk, "scopes": scopes}, salt=SALT)
    # A bearer token has no colons (RFC 6750).
    return AccessToken(base64.urlsafe_b64encode(signed.encode()).decode(), scopes)


def _proved(assertion: str) -> Tool:
    try:
        client_id = messages.text(tokens.unverified(assertion).get("iss"))
        tool = Tool.objects.filter(client_id=client_id, is_active=True).first()
        if tool is None:
            raise NoAccess("invalid_client")
        claims = tokens.verified(
            assertion,
            keysets.key_of(tool, tokens.header_of(assertion).kid),
            issuer=tool.client_id,
            audience=[addresses.token(), addresses.issuer()],
            required=["sub", "jti"],
        )
    except Disbelief as no:
        raise NoAccess("invalid_client") from no
    if claims["sub"] != tool.client_id:
        raise NoAccess("invalid_client")
    new = once.use_up(
        kind="assertion",
        whose=str(tool.pk),
        word=str(claims["jti"]),
        for_long=2 * tokens.OLDEST,
    )
    if not new:
        raise NoAccess("invalid_client")
    return tool


def of_header(header: str) -> Access | None:
    """Who may ask with this header (`Authorization`); None for nobody."""
    kind, _space, word = header.partition(" ")
    if kind.lower() != "bearer":
        return None
    try:
        signed = base64.urlsafe_b64decode(word.strip().encode()).decode()
        found = signing.loads(signed, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, binascii.Error, ValueError):
        return None
    tool = Tool.objects.filter(pk=found["tool"], is_active=True).first()
    return None if tool is None else Access(tool, frozenset(found["scopes"]))
