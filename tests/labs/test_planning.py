"""The commands before the first session: what a plan can find, and invented studies."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

WINNER = {
    "arms": {
        "A": {"completion": 0.95, "sus_mean": 80, "sus_sd": 17, "time_median_s": 300, "time_sd_log": 0.45},
        "B": {"completion": 0.75, "sus_mean": 65, "sus_sd": 17, "time_median_s": 400, "time_sd_log": 0.45},
        "C": {"completion": 0.75, "sus_mean": 65, "sus_sd": 17, "time_median_s": 400, "time_sd_log": 0.45},
    }
}


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `probelauf` in a workspace."""
    command = [sys.executable, "-m", "labs.cli", *arguments]
    return subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False, timeout=120)


def test_simulate_answers_in_the_agreed_format(tmp_path: Path) -> None:
    """Any number of arms is tried by the rule of a plan; equal seeds give equal answers."""
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps(WINNER), encoding="utf-8")
    options = ("simulate", "wohngeld/runde-1", "--truth", str(truth), "--studies", "8", "--seed", "4", "--json")
    first, second = (json.loads(run(tmp_path, *options).stdout) for _ in range(2))
    assert {"verdicts", "chosen", "mean_sessions_per_arm", "seconds"} <= first.keys()
    assert {"A", "B", "C"} == first["chosen"].keys()
    assert first.pop("seconds") > 0
    second.pop("seconds")
    assert first == second
    shown = run(tmp_path, *options[:-1])
    assert "Gewählt: Variante A" in shown.stdout
    assert "Sitzungen je Variante" in shown.stdout


def test_a_wrong_truth_is_told_with_its_place(tmp_path: Path) -> None:
    """Mistakes in the truth are findings (1), a missing file is the operator's matter (2)."""
    truth = tmp_path / "truth.json"
    truth.write_text('{"arms": {"A": {"completion": 2}}}', encoding="utf-8")
    wrong = run(tmp_path, "simulate", "wohngeld/runde-1", "--truth", str(truth))
    assert 1 == wrong.returncode
    assert "arms.A.completion" in wrong.stderr
    missing = run(tmp_path, "simulate", "wohngeld/runde-1", "--truth", "nothing.json")
    assert (2, 1) == (missing.returncode, len(missing.stderr.splitlines()))


def test_plan_says_what_the_rule_can_find(tmp_path: Path) -> None:
    """In German on the screen, as one document for machines."""
    shown = run(tmp_path, "plan", "wohngeld/runde-1")
    assert 0 == shown.returncode, shown.stderr
    assert "nur 14 von 14" in " ".join(shown.stdout.replace("│", " ").split())
    told = json.loads(run(tmp_path, "plan", "wohngeld/runde-1", "--json").stdout)
    assert {"study", "rules", "chances", "sentences"} == told.keys()
    assert 14 == told["rules"][0]["fewest_successes"]
    for one in told["chances"]:
        assert abs(sum(one["verdicts"].values()) - 1) < 1e-9
