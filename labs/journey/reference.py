"""Invented reference numbers for the confirmation page."""

import hashlib

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 and O, no 1 and I: people read them aloud


def reference_number(service_id: str, seed: int | str) -> str:
    """Return a number such as `WOH-4F7K-29QX`: the same for the same service and seed, telling nothing of
    the seed.

    >>> reference_number("wohngeld", 1) == reference_number("wohngeld", "1")
    True
    """
    digest = hashlib.sha256(f"{service_id}:{seed}".encode("utf-8", "replace")).digest()
    code = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])
    letters = "".join(filter(str.isalnum, service_id))[:3].upper()
    return f"{letters}-{code[:4]}-{code[4:]}"
