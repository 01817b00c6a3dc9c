"""All texts of all variants, each as one file that a variant can take back in."""

from collections.abc import Iterator

from labs.handover.case import DRAFT_NOTICE, Case, Document
from labs.service import Variant, entries_of, write_words


def text_documents(case: Case) -> Iterator[Document]:
    """Yield one file a variant; texts that a function computes are named, since only the code says them."""
    for variant in case.service.variants or (Variant("A"),):
        own = variant.id == case.flow.variant
        flow = case.flow if own else case.service.flow(variant.id, case.flow.language)
        entries = list(entries_of(flow))
        heading = [f"Texte von {flow.service_id}, Variante {flow.variant}, Sprache {variant.language or flow.language}"]
        heading += [DRAFT_NOTICE] if case.draft else []
        heading += [f"Berechnet: {entry.key}" for entry in entries if entry.computed]
        said = {entry.key: entry.said for entry in entries if entry.said}
        name = f"Texte der Variante {variant.id}" + (f" ({variant.name})" if variant.name else "")
        what = f"{name}{', um die es hier geht' if own else ''}."
        yield Document(
            f"texte/{variant.id}.toml", write_words(said, "\n".join(heading)), what, "Redaktion, Entwicklung"
        )
