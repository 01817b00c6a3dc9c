"""Append batches for ever and print each acknowledged one (not a test itself; it is killed by its parent)."""

import os
import sys
import threading

from recordings import FLOW, a_session, field_changed, page_shown

from feedback.store import Store, open_store

BATCH = 5


def write_for_ever(store: Store, session_id: str) -> None:
    """One line a batch, `session first_seq`, written only after the store has acknowledged it."""
    store.start_session(a_session(session_id), FLOW).result()
    seq = store.last_seq(session_id) + 1
    while True:
        batch = [(seq + i, page_shown(seq + i) if i == 0 else field_changed(seq + i, i)) for i in range(BATCH)]
        store.append(session_id, batch).result()
        os.write(1, f"{session_id} {seq}\n".encode())
        seq += BATCH


if __name__ == "__main__":
    store = open_store(sys.argv[1])
    for number in range(4):
        threading.Thread(target=write_for_ever, args=(store, f"s{number}")).start()
