"""The rows of the further charts, the same in the office and in a report: pages, questions, times, ranks, ways."""

from collections.abc import Callable, Mapping, Sequence
from math import floor

from feedback.charts import Axis, Curve, Dot, Group, Link, Path, Stack
from feedback.charts.shapes import Move
from feedback.decision import ArmDecision, Ranking
from feedback.evidence import StudyEvidence
from feedback.instruments import INSTRUMENTS
from feedback.metrics import Metric, Times, Values, rate_metric
from feedback.metrics.measures import started
from feedback.report.measures import GERMAN, name_arm, time_axis
from feedback.report.words import Words
from feedback.sessions import SessionFacts
from feedback.stats import NotEnoughData

Naming = Callable[[ArmDecision], str]
Telling = Callable[[Metric | NotEnoughData], str]


def curves_of(evidence: StudyEvidence, task: str) -> list[Curve]:
    """Return how the share of people who have finished grows with time, for each arm.

    Who gave up or ran out of time is censored; who only got help or failed is, too: none finished by themselves.
    """
    return [
        Curve(arm.title, times.curve.n, steps_of(times), times.left, times.end)
        for arm in evidence.decision.arms.values()
        if (times := evidence.figures.times(arm.arm, task))
    ]


def steps_of(times: Times) -> tuple[tuple[float, float], ...]:
    """Return the share that has finished from each time on."""
    return tuple((time, 1 - share) for time, share in zip(times.curve.times, times.curve.shares, strict=True))


def curve_axis(curves: Sequence[Curve]) -> Axis:
    """Return a scale for all curves."""
    return time_axis(max((curve.end for curve in curves), default=60.0))


def finished_by(sessions: Sequence[SessionFacts], task: str, seconds: float) -> Metric | NotEnoughData:
    """Return how many of those who started had finished by themselves within a time, with the interval."""
    tasks = started(sessions, task)
    return rate_metric(sum(t.outcome == "success" and t.duration_ms <= seconds * 1000 for t in tasks), len(tasks))


def stay_groups(evidence: StudyEvidence, task: str, words: Words = GERMAN, *, short: bool = False) -> tuple[Group, ...]:
    """Return how long people stayed on each page (geometric mean with its interval), for each arm."""

    def tell(value: Metric | NotEnoughData) -> str:
        return words.metric("time", value)

    values = {arm: evidence.figures.stays(arm, task) for arm in evidence.decision.arms}
    return page_groups(evidence, task, values, tell, lambda arm: name_arm(arm, words, short=short))


def error_groups(
    evidence: StudyEvidence, task: str, words: Words = GERMAN, *, short: bool = False
) -> tuple[Group, ...]:
    """Return how many of those who saw a page made a mistake on it, for each arm."""
    values = {arm: evidence.figures.errors(arm, task) for arm in evidence.decision.arms}
    return page_groups(evidence, task, values, words.count, lambda arm: name_arm(arm, words, short=short))


def page_groups(
    evidence: StudyEvidence, task: str, values: Mapping[str, Values], tell: Telling, name: Naming
) -> tuple[Group, ...]:
    """Return a value of each page for each arm in which somebody saw it; `values` are those of each arm by page."""
    arms = evidence.decision.arms
    funnels = {arm: [step for step in evidence.funnel(arm, task) if step.reached] for arm in arms}
    titles = {step.page: step.title for steps in funnels.values() for step in steps}
    nobody = NotEnoughData(0, 2, "Niemand hat die Aufgabe geschafft. Es gibt keine Zeit.")
    groups = []
    for page, title in titles.items():
        dots = []
        for place, (arm, one) in enumerate(arms.items()):
            if any(step.page == page for step in funnels[arm]):
                value = values[arm].get(page, nobody)
                dots.append(Dot(name(one), value, tell(value), place))
        groups.append(Group(title, tuple(dots)))
    return tuple(groups)


def item_groups(
    evidence: StudyEvidence, instrument_id: str, service: str, words: Words = GERMAN, *, short: bool = False
) -> tuple[Group, ...]:
    """Return the mean answer to each question of a questionnaire, for each arm."""
    instrument, arms = INSTRUMENTS[instrument_id], evidence.decision.arms
    answers = {arm: evidence.figures.answers(arm, instrument_id) for arm in arms}
    groups = []
    for number, item in enumerate(instrument.items, start=1):
        dots = []
        for arm in arms.values():
            mean = answers[arm.arm][item.id]
            dots.append(Dot(name_arm(arm, words, short=short), mean, words.metric(instrument_id, mean)))
        direction = words("less_is_better" if item.reverse else "more_is_better")
        groups.append(Group(f"{number}. {item.text.show(words.language, service)} {direction}", tuple(dots)))
    return tuple(groups)


def rank_stacks(evidence: StudyEvidence, words: Words = GERMAN) -> tuple[Stack, ...]:
    """Return how likely each arm comes first, second and so on; nothing without a ranking."""
    ranking = evidence.decision.ranking
    if ranking is None or len(ranking.arms) < 2:
        return ()
    return tuple(
        Stack(
            evidence.decision.arms[arm].title,
            rank.ranks,
            tuple(words("place", place=place, share=chance(share, words)) for place, share in enumerate(rank.ranks, 1)),
        )
        for arm, rank in ranking.arms.items()
    )


def chance(share: float, words: Words) -> str:
    """Return a probability in whole percent, rounded down as the office does.

    >>> chance(0.999, Words("de")), chance(0.4, Words("en"))
    ('über 99\\xa0%', '40%')
    """
    if share < 0.01:
        return words("below", value=words.share(0.01))
    return words("above", value=words.share(0.99)) if share > 0.99 else words.share(floor(share * 100 + 1e-9) / 100)


def weight_dots(ranking: Ranking, names: Mapping[str, str], words: Words = GERMAN) -> tuple[Dot, ...]:
    """Return the range of each weight with its middle; `names` are the words for the criteria.

    A weight is set by people, so the number of persons behind it is 0.
    """
    dots = []
    for one in ranking.criteria:
        low, high = one.weight
        value = Metric(0, (low + high) / 2, low, high, "share")
        dots.append(Dot(names[one.id], value, words.range("completion", low, high)))
    return tuple(dots)


def path_of(evidence: StudyEvidence, arm: str, task: str) -> Path:
    """Return the ways that people of an arm took through a task."""
    steps = [step for step in evidence.funnel(arm, task) if step.reached]
    rows = {step.page: row for row, step in enumerate(steps)}
    links = []
    for (page, following), times in evidence.figures.moves(arm, task).items():
        ends = rows[page], None if following is None else rows[following]
        if ends[0] != ends[1]:
            links.append(Link(*ends, times, move_of(*ends)))
    ordered = sorted(links, key=lambda one: (one.source, one.target is None, one.target or 0))
    return Path(tuple(step.title for step in steps), tuple(ordered))


def move_of(source: int, target: int | None) -> Move:
    """Return the kind of a move.

    >>> move_of(0, 1), move_of(0, 2), move_of(2, 0), move_of(2, None)
    ('next', 'skip', 'back', 'leave')
    """
    if target is None:
        return "leave"
    return "next" if target == source + 1 else "skip" if target > source else "back"


def round_groups(rounds: Sequence[StudyEvidence], metric_id: str, words: Words = GERMAN) -> tuple[Dot, ...]:
    """Return one metric in every round and arm that measured it, the first round first."""
    return tuple(
        Dot(words("round_arm", round=one.study.round, arm=arm.title), value, words.metric(metric_id, value))
        for one in rounds
        for arm in one.decision.arms.values()
        if (value := arm.metrics.get(metric_id)) is not None
    )
