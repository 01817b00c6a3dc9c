"""Numbers about one serving process in Prometheus's format (extra `metrics`): counts only, nothing about a person."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from feedback.recorder.tally import BOUNDS_S
from labs.runner.shell import Shell

STORED = 204


class Page:
    """The page that Prometheus reads. It has its own registry, so that nothing else of the process gets into it."""

    media_type = CONTENT_TYPE_LATEST

    def __init__(self, shell: Shell, beacon_answers: Mapping[int, int]) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Counts(shell, beacon_answers))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """Return the page as it is now."""
        return generate_latest(self._registry)


class _Counts(Collector):
    """Reads the counts that the process keeps anyway, when Prometheus asks."""

    def __init__(self, shell: Shell, beacon_answers: Mapping[int, int]) -> None:
        self._shell = shell
        self._answers = beacon_answers

    def describe(self) -> Iterator[Metric]:
        """Return what `collect` gives."""
        return self.collect()

    def collect(self) -> Iterator[Metric]:
        """Yield all numbers."""
        recorder, tally = self._shell.recorder, self._shell.recorder.tally
        accepted = self._answers.get(STORED, 0)
        for name, what, count in (
            ("sessions_started", "Sessions begun.", tally.sessions_started),
            ("sessions_ended", "Sessions ended.", tally.sessions_ended),
            ("batches_stored", "Page steps and other batches that the database has.", tally.batches),
            ("events_stored", "Events that the database has.", tally.events),
            ("events_lost", "Events that will never be stored.", recorder.lost),
            ("beacons_accepted", "Batches of the probe that were stored.", accepted),
            ("beacons_refused", "Batches of the probe that were not stored.", sum(self._answers.values()) - accepted),
        ):
            yield CounterMetricFamily(f"probelauf_{name}", what, value=count)
        yield GaugeMetricFamily("probelauf_batches_waiting", "Batches that wait for the database.", recorder.waiting)
        yield GaugeMetricFamily("probelauf_visits", "Visits kept in memory.", self._shell.visits_in_memory)
        counts = list(accumulate(tally.waits))
        buckets = [*zip(map(str, BOUNDS_S), counts, strict=False), ("+Inf", counts[-1])]
        yield HistogramMetricFamily(
            "probelauf_acknowledgement_seconds", "Time from recording to the commit.", buckets, tally.waited_s
        )
