"""Only the very process that a pid file was written for is taken for it, and ended by it."""

import json
import os
import subprocess
import time

from bench_kit import processes


def test_a_started_program_runs_detached_and_is_ended_with_its_children(layout, tmp_path):
	pid_file = layout.run / "sleeper.pid"
	pid = processes.start(
		pid_file, ["sh", "-c", "sleep 300 & echo $!; wait"], tmp_path / "log", tmp_path, code="c1"
	)
	assert processes.running(pid_file)["code"] == "c1"
	assert os.getsid(pid) == pid
	until = time.monotonic() + 5
	while not (tmp_path / "log").read_text().strip() and time.monotonic() < until:
		time.sleep(0.02)
	child = int((tmp_path / "log").read_text())
	assert processes.end(pid_file, patience=5)
	assert processes.birth(pid) is None
	until = time.monotonic() + 5
	while processes.birth(child) and time.monotonic() < until:
		time.sleep(0.02)
	assert processes.birth(child) is None
	assert not pid_file.exists()


def test_a_pid_that_was_given_to_another_process_meanwhile_is_left_alone(layout):
	somebody = subprocess.Popen(["sleep", "300"], start_new_session=True)
	try:
		pid_file = layout.run / "web.pid"
		processes.note(pid_file, somebody.pid)
		noted = json.loads(pid_file.read_text())
		pid_file.write_text(json.dumps({**noted, "birth": noted["birth"] + "0"}))
		assert processes.running(pid_file) is None
		assert not processes.end(pid_file)
		assert somebody.poll() is None
		assert not pid_file.exists()
	finally:
		somebody.kill()
		somebody.wait()


def test_a_pid_file_that_is_missing_or_broken_means_not_running(layout):
	pid_file = layout.run / "web.pid"
	assert processes.running(pid_file) is None
	layout.run.mkdir(parents=True)
	pid_file.write_text("{half")
	assert processes.running(pid_file) is None
	assert not processes.end(pid_file)


def test_a_process_that_ignores_being_asked_is_killed(layout, tmp_path):
	pid_file = layout.run / "stubborn.pid"
	stubborn = ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]
	pid = processes.start(pid_file, stubborn, tmp_path / "log", tmp_path)
	while "ready" not in (tmp_path / "log").read_text():
		time.sleep(0.02)
	processes.end(pid_file, patience=0.5)
	assert processes.birth(pid) is None
