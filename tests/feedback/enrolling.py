"""Enrol people from four threads and print their arms (not a test itself; run as a process of its own)."""

import sys
from concurrent.futures import ThreadPoolExecutor

from feedback.store import open_store

if __name__ == "__main__":
    store = open_store(sys.argv[1])
    people = range(int(sys.argv[2]))
    with ThreadPoolExecutor(4) as pool:
        arms = pool.map(
            lambda person: store.enrol("study", f"p{person}", ["A", "B"], "between", 1, 0, False)[0], people
        )
        print(*arms)
    store.close()
