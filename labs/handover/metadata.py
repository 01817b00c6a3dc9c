"""Metadata of a submission over FIT-Connect, for the valid sample.

Written by the public metadata schema 1.0.0 (licence EUPL-1.2); the tests validate against it. Newer versions of that
schema exist and were not at hand.
"""

import hashlib
from typing import Any

from labs.handover.case import SAMPLE_DAY, Case, Document
from labs.handover.json_schema import to_text
from labs.handover.samples import Samples

PATH = "fit-connect/metadata.json"
SCHEMA = "https://schema.fitko.de/fit-connect/metadata/1.0.0/metadata.schema.json"


def metadata_document(case: Case, samples: Samples) -> Document:
    """Return the metadata as a file."""
    what = "Metadaten für FIT-Connect zum gültigen Antrag, nach Metadatenschema 1.0.0. Es gibt neuere."
    return Document(PATH, to_text(build_metadata(case, samples)), what, "Entwicklung, Betrieb")


def build_metadata(case: Case, samples: Samples) -> dict[str, Any]:
    """Return the metadata; hashes are those of the sample files in this folder."""
    service = case.service
    urn = f"urn:de:fim:leika:leistung:{service.leika}" if service.leika else f"urn:probelauf:leistung:{service.id}"
    return {
        "$schema": SCHEMA,
        "publicServiceType": {"name": case.title, "identifier": urn},
        "contentStructure": {
            "data": {
                "hash": _sha512(samples.valid_text.encode()),
                "submissionSchema": {"schemaUri": f"{case.urn}:antrag", "mimeType": "application/json"},
            },
            "attachments": [
                {
                    "attachmentId": one.id,
                    "purpose": "attachment",
                    "filename": one.name,
                    "description": one.field,
                    "mimeType": "text/plain",
                    "hash": _sha512(one.data),
                }
                for one in samples.attachments
            ],
        },
        "additionalReferenceInfo": {"senderReference": case.urn, "applicationDate": SAMPLE_DAY.isoformat()},
    }


def _sha512(data: bytes) -> dict[str, str]:
    return {"type": "sha512", "content": hashlib.sha512(data).hexdigest()}
