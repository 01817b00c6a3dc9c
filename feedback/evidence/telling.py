"""Metrics in German words; a number never goes without the count of persons and its interval."""

from feedback.decision.numbers import count, number, percent
from feedback.metrics import Metric
from feedback.stats import NotEnoughData

NAMES = {
    "completion": "Abschluss ohne Hilfe",
    "time": "Dauer bis zum Abschluss",
    "errors": "Fehler je Person",
    "backtracks": "Schritte zurück je Person",
    "lostness": "Umwege (0 = keine, ab 0,5 verloren)",
    "ease": "Leichtigkeit der Aufgabe (1 bis 7)",
    "umux_lite": "Nutzbarkeit (UMUX-Lite, 0 bis 100)",
    "sus": "Bedienbarkeit (SUS, 0 bis 100)",
}
DECIMALS = {"lostness": 2}


def name_metric(metric_id: str) -> str:
    """Return what a metric is called on a screen.

    >>> name_metric("completion.antrag")
    'Abschluss ohne Hilfe'
    """
    return NAMES[metric_id.partition(".")[0]]


def tell_share(share: float) -> str:
    """Return a share of persons in whole percent; small samples carry no decimals.

    >>> tell_share(11 / 12)
    '92\\xa0%'
    """
    return percent(round(share, 2))


def tell_duration(seconds: float) -> str:
    """Return a duration in minutes and seconds.

    >>> tell_duration(402.4), tell_duration(59.7), tell_duration(8)
    ('6\\xa0min 42\\xa0s', '1\\xa0min 0\\xa0s', '8\\xa0s')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}\xa0min {rest}\xa0s" if minutes else f"{rest}\xa0s"


def tell_persons(n: int) -> str:
    """Return a number of persons.

    >>> tell_persons(1), tell_persons(12)
    ('1 Person', '12 Personen')
    """
    return count(n, "Person", "Personen")


def tell_value(metric_id: str, value: float) -> str:
    """Return a value of a metric without its unit where the metric's name says it."""
    name = metric_id.partition(".")[0]
    if name == "completion":
        return tell_share(value)
    return tell_duration(value) if name == "time" else number(value, DECIMALS.get(name, 1))


def tell_estimate(metric_id: str, value: Metric) -> str:
    """Return the estimate with the persons behind it.

    >>> tell_estimate("completion.antrag", Metric(12, 11 / 12, 0.65, 0.99, "share", x=11))
    '11 von 12 (92\\xa0%)'
    >>> tell_estimate("sus", Metric(9, 74.25, 66.0, 82.5, "points"))
    '74,2 (9 Personen)'
    """
    if value.x is not None:
        return f"{value.x} von {value.n} ({tell_share(value.estimate)})"
    return f"{tell_value(metric_id, value.estimate)} ({tell_persons(value.n)})"


def tell_range(metric_id: str, low: float, high: float) -> str:
    """Return an interval.

    >>> tell_range("completion.antrag", 0.652, 0.99), tell_range("sus", 66.0, 82.5)
    ('65 bis 99\\xa0%', '66 bis 82,5')
    """
    if metric_id.startswith("completion"):
        return f"{number(round(low, 2) * 100, 0)} bis {tell_share(high)}"
    return f"{tell_value(metric_id, low)} bis {tell_value(metric_id, high)}"


def tell_metric(metric_id: str, value: Metric | NotEnoughData) -> str:
    """Return a metric with persons and interval, or that and why nothing can be said.

    >>> tell_metric("sus", Metric(9, 74.25, 66.0, 82.5, "points"))
    '74,2 (9 Personen), Spanne 66 bis 82,5'
    >>> tell_metric("sus", NotEnoughData(1, 2, "Es gibt nur 1 Wert."))
    'Keine Aussage möglich. Es gibt nur 1 Wert.'
    """
    if isinstance(value, NotEnoughData):
        return f"Keine Aussage möglich. {value.why}"
    return f"{tell_estimate(metric_id, value)}, Spanne {tell_range(metric_id, value.low, value.high)}"


def tell_count(rate: Metric | NotEnoughData) -> str:
    """Return a rate as persons of persons with its interval.

    >>> tell_count(Metric(12, 0.25, 0.0889, 0.5323, "share", x=3))
    '3 von 12, Spanne 9 bis 53\\xa0%'
    """
    if isinstance(rate, NotEnoughData):
        return f"Keine Aussage möglich. {rate.why}"
    return f"{rate.x} von {rate.n}, Spanne {tell_range('completion', rate.low, rate.high)}"
