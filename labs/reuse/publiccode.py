"""The file `publiccode.yml` (publiccode.yml standard 0.4): what public administrations say about their software."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

VERSION = "0.4"
UNPUBLISHED = "https://unpublished.invalid/"
"""The standard asks for an address of the source. `.invalid` (RFC 2606) says that there is none yet."""
LONGEST_SHORT = 150
"""Characters of the short description, by the standard."""


def describe(
    *,
    name: str,
    title: str,
    url: str,
    ready: bool,
    features: Sequence[str],
    languages: Sequence[str],
    licence: str,
    contact: str,
    email: str,
) -> dict[str, Any]:
    """Return the content of publiccode.yml with all keys that the standard requires."""
    long = (
        f"{title}: a clickable prototype of an administrative service, made and tried with citizens in a test lab. "
        "The package holds the definition, the parameters that another state or municipality changes, all texts, the "
        "results of the studies as sums with intervals, and the signed decisions. It holds no data about persons."
    )
    return {
        "publiccodeYmlVersion": VERSION,
        "name": title,
        "url": url or UNPUBLISHED + name,
        "platforms": ["web"],
        "categories": ["workflow-management"],
        "developmentStatus": "beta" if ready else "concept",
        "softwareType": "standalone/web",
        "description": {
            "en": {
                "shortDescription": f"Prototype of an administrative service: {title}"[:LONGEST_SHORT],
                "longDescription": long,
                "features": list(features),
            }
        },
        "legal": {"license": licence},
        "maintenance": {"type": "internal", "contacts": [{"name": contact, "email": email}]},
        "localisation": {"localisationReady": True, "availableLanguages": list(languages)},
    }


def to_yaml(document: Mapping[str, Any]) -> str:
    """Return plain data as YAML; texts are in double quotes, as in JSON.

    >>> print(to_yaml({"a": {"b": ["x: y"]}, "c": True, "d": [{"e": "1", "f": "2"}]}))
    a:
      b:
        - "x: y"
    c: true
    d:
      - e: "1"
        f: "2"
    <BLANKLINE>
    """
    return "\n".join(_lines(document)) + "\n"


def _lines(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, Mapping | list):
                yield f"{key}:"
                yield from (f"  {line}" for line in _lines(inner))
            else:
                yield f"{key}: {json.dumps(inner, ensure_ascii=False)}"
    elif isinstance(value, list):
        for one in value:
            first, *others = _lines(one)
            yield f"- {first}"
            yield from (f"  {line}" for line in others)
    else:
        yield json.dumps(value, ensure_ascii=False)
