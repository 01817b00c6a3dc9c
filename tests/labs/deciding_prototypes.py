"""A lab with sessions of a shipped prototype and signed decisions, for tests of the handover (not a test itself)."""

from pathlib import Path

import exchanging
from exchanging import REAL, many_lines, take, write
from handing_over import shipped

from feedback.evidence import assemble
from feedback.lab import Lab
from feedback.records import Record, Signing, draft_record, sign
from feedback.store import Store, open_store

NOW_MS = exchanging.START_MS + exchanging.HOUR_MS
ANNA = Signing(verdict="READY FOR PRODUCTION", name="Anna Muster", role="Amtsleitung", arm="A")
STOP = Signing("STOP", "Anna Muster", "Amtsleitung", None, "Das Verfahren entfällt zum Jahresende.", "Bo Ott", "Recht")


def make_lab(root: Path, changed: str = "") -> tuple[Store, Lab]:
    """Return a lab whose people tried Wohngeld as it is now; another version of the variant `changed`."""
    lab = exchanging.make_lab(root)
    store = open_store(lab.database)
    flows = {arm: shipped("wohngeld").flow(arm) for arm in "AB"}
    lines = many_lines()
    for line in lines:
        arm = line["session"]["arm"]
        line["session"]["version"] = "before" if arm == changed else flows[arm].content_hash
    take(store, write(root / "real.jsonl", lines), flows=[flow.snapshot() for flow in flows.values()])
    return store, lab


def decide(store: Store, lab: Lab, signing: Signing, now_ms: int = NOW_MS) -> Record:
    """Sign a verdict."""
    return sign(store, lab, draft_record(assemble(store, REAL, now_ms=now_ms)), signing, now_ms=now_ms)
