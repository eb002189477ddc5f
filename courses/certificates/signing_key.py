"""Two classes of pyHanko 0.38 as we need them. Imported only where certificates are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner

if TYPE_CHECKING:
    from asn1crypto.keys import PrivateKeyInfo


class KeptKey(SimpleSigner):
    """Signs with a key that is read once; pyHanko's own reads it anew for every signature, which
    for RSA takes longer than all the rest."""

    def __init__(self, *, signing_key: PrivateKeyInfo, **kwargs: Any) -> None:
        super().__init__(signing_key=signing_key, **kwargs)
        self._key = load_der_private_key(signing_key.dump(), password=None)

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
