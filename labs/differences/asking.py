"""Questions that are new, gone or asked in another way."""

from collections.abc import Iterator, Sequence

from labs.differences.difference import Difference, differing, listed, moved
from labs.differences.phrases import LIMITS, bound, condition, said
from labs.questions import Question
from labs.service import Flow

_TOLD = {
    "kind": "die Art der Antwort",
    "count": "die Zahl der Einträge",
    "item": "der Name eines Eintrags",
    "called": "der Name in Meldungen",
    "error": "die Meldung bei Fehlern",
    "autocomplete": "das automatische Ausfüllen",
    "past": "die Grenze am heutigen Tag",
    "future": "die Grenze am heutigen Tag",
    "values": "die gespeicherten Werte",
    "law": "die Rechtsgrundlage",
    "fim": "die FIM-Kennung",
}


class Questions:
    """Compares the questions of two flows, those of groups included."""

    def __init__(self, before: Flow, after: Flow) -> None:
        self.before, self.after = before, after

    def new_or_gone(
        self, before: Sequence[Question], after: Sequence[Question], group: str = ""
    ) -> Iterator[Difference]:
        """Yield questions that only one side has; `group` is the id of their group with a dot."""
        old, new = {one.id for one in before}, {one.id for one in after}
        for one in before:
            if one.id not in new:
                yield Difference("question-gone", group + one.id, f"Frage „{one.label}“ fehlt jetzt.")
        for one in after:
            if one.id not in old:
                kind = "freiwillig" if one.optional else "Pflicht"
                yield Difference("question-new", group + one.id, f"Frage „{one.label}“ ist neu und {kind}.")

    def changed(self, before: Question, after: Question, group: str = "") -> Iterator[Difference]:
        """Yield what is different about one question."""
        subject, name = group + after.id, f"„{after.label}“"
        for what in differing(before, after, without=("id", "name")):
            match what:
                case "options":
                    yield from self._options(before, after, subject)
                case "limits":
                    yield from self._limits(before, after, subject)
                case "item_questions":
                    yield from self._items(before, after, subject)
                case "values" if "options" in differing(before, after):
                    pass  # said with the options
                case _:
                    yield Difference(f"question-{what}", subject, self._told(what, before, after, name))

    def _told(self, what: str, before: Question, after: Question, name: str) -> str:
        match what:
            case "label":
                return f"Frage „{before.label}“ lautet jetzt {name}."
            case "hint":
                return f"Der Hinweis bei {name} {said(before.hint, after.hint)}"
            case "optional":
                return f"{name} ist {'freiwillig' if after.optional else 'Pflicht'} geworden."
            case "allows_unknown":
                return (
                    f"Bei {name} gilt „weiß ich noch nicht“ jetzt {'auch' if after.allows_unknown else 'nicht mehr'}."
                )
            case "when":
                old, new = condition(before.when, self.before), condition(after.when, self.after)
                if old == new:
                    return f"{name} fragen wir nach einer anderen Rechnung: wenn {new}."
                return f"{name} fragen wir jetzt " + (f"nur, wenn {new}." if new else "immer.")
        return f"Bei {name} ist anders: {_TOLD.get(what, what)}."

    def _options(self, before: Question, after: Question, subject: str) -> Iterator[Difference]:
        old, new = dict(before.options), dict(after.options)
        name = f"„{after.label}“"
        added, removed = [new[one] for one in new if one not in old], [old[one] for one in old if one not in new]
        if added:
            yield Difference("options-new", subject, f"Bei {name} gibt es jetzt auch {listed(added)}.")
        if removed:
            yield Difference("options-gone", subject, f"Bei {name} gibt es nicht mehr {listed(removed)}.")
        for one in new:
            if one in old and old[one] != new[one]:
                yield Difference("option-label", subject, f"Bei {name} heißt „{old[one]}“ jetzt „{new[one]}“.")
        for one in moved([one for one in old if one in new], [one for one in new if one in old]):
            yield Difference("option-moved", subject, f"Bei {name} steht „{new[one]}“ jetzt an anderer Stelle.")

    def _limits(self, before: Question, after: Question, subject: str) -> Iterator[Difference]:
        for limit in dict.fromkeys((*before.limits, *after.limits)):
            old, new = before.limits.get(limit), after.limits.get(limit)
            if old == new:
                continue
            word, name = LIMITS.get(limit, limit), f"„{after.label}“"
            if new is None:
                text = f"Bei {name} fällt die Grenze weg: {word} {bound(old)}."
            else:
                earlier = "" if old is None else f" (vorher {bound(old)})"
                text = f"Bei {name} gilt jetzt: {word} {bound(new)}{earlier}."
            yield Difference(f"limit-{limit}", subject, text)

    def _items(self, before: Question, after: Question, subject: str) -> Iterator[Difference]:
        group = f"{subject}."
        yield from self.new_or_gone(before.item_questions, after.item_questions, group)
        old, new = ({one.id: one for one in side.item_questions} for side in (before, after))
        for name in moved([one for one in old if one in new], [one for one in new if one in old]):
            text = f"In „{after.label}“ steht „{new[name].label}“ jetzt an anderer Stelle."
            yield Difference("question-order", group + name, text)
        for name in new:
            if name in old:
                yield from self.changed(old[name], new[name], group)
