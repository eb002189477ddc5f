"""Two classes of pyHanko 0.38 as we need them. Imported only where certificates are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo
    from asn1crypto.keys import PrivateKeyInfo


class Mould(NamedTuple):
    """A signature that was made, without what differs in another one with the same key: the digest
    of the file, and the signature itself, which is of the same length."""

    before_digest: bytes
    before_signature: bytes
    rest: bytes

    @classmethod
    def of(cls, made: bytes, digest: bytes, signature: bytes) -> Mould | None:
        """What is left of one; None where they do not stand in it once, after each other."""
        before, _digest, behind = made.partition(digest)
        between, found, rest = behind.partition(signature)
        return cls(before, between, rest) if found and digest not in behind else None

    def filled(self, digest: bytes, signature: bytes) -> bytes:
        """The signature of another file."""
        return b"".join((self.before_digest, digest, self.before_signature, signature, self.rest))


class KeptKey(SimpleSigner):
    """Signs with a key that is read once, and puts what all its signatures have in common in their
    form once: the certificates, who issued them, how it signs. pyHanko's own does both anew for
    every signature, which takes longer than all the rest."""

    def __init__(self, *, signing_key: PrivateKeyInfo, **kwargs: Any) -> None:
        super().__init__(signing_key=signing_key, **kwargs)
        self._key = load_der_private_key(signing_key.dump(), password=None)
        self._attributes: tuple[bytes, bytes] | None = None
        self._moulds: dict[int, Mould] = {}
        """By the length of the signature: always one for RSA, three or four for elliptic curves."""

    async def async_sign(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        timestamper: object = None,
        **how: Any,
    ) -> ContentInfo | bytes:
        """The signature of what has this digest. `how` is the same for all of one signer."""
        if timestamper is None and not dry_run and self._attributes:
            signature = self.sign_raw(data_digest.join(self._attributes), digest_algorithm)
            if mould := self._moulds.get(len(signature)):
                return mould.filled(data_digest, signature)
        made: ContentInfo = await super().async_sign(
            data_digest, digest_algorithm, dry_run=dry_run, timestamper=timestamper, **how
        )
        if timestamper is None and not dry_run:
            self._keep(made, data_digest)
        return made

    def _keep(self, made: ContentInfo, digest: bytes) -> None:
        info = made["content"]["signer_infos"][0]
        signature = info["signature"].native
        # What is signed: without the tag that it has inside the whole (RFC 5652, 5.4). It is sorted
        # by kind, so its order is always the same.
        before, found, behind = info["signed_attrs"].untag().dump().partition(digest)
        mould = Mould.of(made.dump(), digest, signature)
        if found and mould:
            self._attributes = before, behind
            self._moulds[len(signature)] = mould

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm == "sha256" and not self.prefer_pss:
            if isinstance(self._key, rsa.RSAPrivateKey):
                return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
            if isinstance(self._key, ec.EllipticCurvePrivateKey):
                return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        signed: bytes = super().sign_raw(data, digest_algorithm)
        return signed


class UnchangedMetadata(IncrementalPdfFileWriter):
    """Adds to a file and leaves its metadata alone: pyHanko drops what PDF/A demands of them."""

    def _update_meta(self) -> None:
        """Nothing."""
