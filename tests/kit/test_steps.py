"""Steps are done once, in order, and a step that failed or was killed is done anew."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bench_kit import processes
from bench_kit.display import Display
from bench_kit.steps import Run, Step, StepFailed, Steps, fingerprint, without_secrets

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def screen():
	return io.StringIO()


@pytest.fixture
def steps(layout, screen):
	return Steps(layout, Display(screen))


def test_a_step_is_done_once_until_what_went_into_it_changes(steps, tmp_path):
	source = tmp_path / "source.txt"
	source.write_text("one")
	done = []
	step = Step("copy", lambda run: done.append(source.read_text()), lambda: (source,))
	steps.run([step])
	steps.run([step])
	assert done == ["one"]
	source.write_text("two")
	steps.run([step])
	assert done == ["one", "two"]


def test_a_step_is_done_again_when_its_result_was_removed(steps, tmp_path):
	result = tmp_path / "result"
	step = Step("make", lambda run: result.write_text("made"), lambda: ("same",), proof=result)
	steps.run([step])
	result.unlink()
	steps.run([step])
	assert result.exists()


def test_what_was_made_from_a_removed_result_is_made_anew_as_well(steps, layout, tmp_path):
	environment = tmp_path / "env"
	done = []
	pair = [
		Step("environment", lambda run: environment.mkdir(), lambda: ("same",), proof=environment),
		Step(
			"packages", lambda run: done.append(1), lambda: (layout.stamps / "environment",), ("environment",)
		),
	]
	steps.run(pair)
	steps.run(pair)
	assert len(done) == 1
	environment.rmdir()
	steps.run(pair)
	assert len(done) == 2


def test_steps_run_after_those_they_need_and_otherwise_at_the_same_time(steps):
	together = threading.Barrier(2, timeout=5)
	order = []
	steps.run(
		[
			Step("last", lambda run: order.append("last"), after=("left", "right")),
			Step("left", lambda run: (together.wait(), order.append("side"))),
			Step("right", lambda run: (together.wait(), order.append("side"))),
		]
	)
	assert order == ["side", "side", "last"]


def test_a_failed_step_shows_the_end_of_its_log_and_where_the_log_is(steps, screen, layout):
	def work(run):
		run.command("sh", "-c", "for line in $(seq 40); do echo line $line; done; exit 3")

	with pytest.raises(StepFailed, match="exit code 3") as failure:
		steps.run([Step("seq", work, lambda: (), title="Counting")])
	shown = screen.getvalue()
	assert failure.value.shown
	assert "Counting: sh ended with exit code 3" in shown
	assert "line 40" in shown and "line 20\n" not in shown
	assert str(layout.logs / "seq.log") in shown
	assert not (layout.stamps / "seq").exists()


def test_output_that_is_no_terminal_holds_no_control_characters(steps, screen):
	steps.run([Step("quick", lambda run: None), Step("slow", lambda run: time.sleep(0.5))])
	assert "\x1b" not in screen.getvalue() and "\r" not in screen.getvalue()
	assert "slow  0.5 s" in screen.getvalue()


def test_when_one_step_fails_the_others_are_ended_and_not_taken_for_done(steps, layout):
	def fail(run):
		time.sleep(0.3)
		raise StepFailed("no room")

	began = time.monotonic()
	with pytest.raises(StepFailed, match="no room"):
		steps.run([Step("long", lambda run: run.command("sleep", "60"), lambda: ()), Step("fail", fail)])
	assert time.monotonic() - began < 10
	assert not (layout.stamps / "long").exists()


def test_the_seconds_of_each_step_can_be_read_afterwards(steps, layout):
	steps.run([Step("quick", lambda run: None)])
	assert json.loads((layout.logs / "steps.json").read_text()) == {"quick": 0.0}


KILLED_RUN = """
import sys; sys.path.insert(0, {repository!r})
from pathlib import Path
from bench_kit.display import Display
from bench_kit.layout import Layout
from bench_kit.steps import Step, Steps
Steps(Layout(Path({root!r})), Display()).run([Step("long", lambda run: run.command("sleep", "300"), lambda: ())])
"""


def test_after_a_kill_the_command_left_behind_is_ended_and_the_step_done_anew(steps, layout):
	script = KILLED_RUN.format(repository=str(REPOSITORY), root=str(layout.root))
	first = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL)
	pid_file = layout.run / "step-long.pid"
	wait_for(lambda: processes.running(pid_file))
	left_behind = processes.running(pid_file)["pid"]
	os.kill(first.pid, signal.SIGKILL)
	first.wait()
	assert processes.birth(left_behind)
	done = []
	steps.run([Step("long", lambda run: done.append(True), lambda: ())])
	assert done == [True]
	wait_for(lambda: not processes.birth(left_behind))
	assert (layout.stamps / "long").exists()


def test_a_command_that_is_stopped_raises(layout, tmp_path):
	stopping = threading.Event()
	stopping.set()
	with pytest.raises(StepFailed, match="stopped"):
		Run(tmp_path / "log", stopping, layout.run / "step-x.pid").command("sleep", "60")


def test_passwords_stay_out_of_the_log():
	words = ["new-site", "--admin-password", "secret", "--force"]
	assert without_secrets(words) == ["new-site", "--admin-password", "***", "--force"]


def test_a_fingerprint_follows_file_contents_and_names_but_not_what_is_built_from_them(tmp_path):
	(tmp_path / "a.py").write_text("a")
	before = fingerprint(tmp_path)
	(tmp_path / "__pycache__").mkdir()
	(tmp_path / "__pycache__" / "a.pyc").write_text("x")
	assert fingerprint(tmp_path) == before
	(tmp_path / "a.py").rename(tmp_path / "b.py")
	assert fingerprint(tmp_path) != before


def wait_for(condition, seconds=10):
	until = time.monotonic() + seconds
	while not condition():
		assert time.monotonic() < until, "waited too long"
		time.sleep(0.05)
