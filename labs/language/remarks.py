"""What the language check has to say about one sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """A remark: its code, the sentence, what is hard about it, and a suggestion."""

    code: str
    sentence: str
    what: str
    fix: str

    @property
    def told(self) -> str:
        """The sentence, shortened, and what is hard about it."""
        short = self.sentence if len(self.sentence) <= 90 else f"{self.sentence[:89]}…"
        return f"„{short}“ {self.what}"
