"""Ports, passwords and settings are chosen once; what somebody else has taken or written is respected."""

import json
import os
import socket
import stat

from bench_kit import bench_config, upstream
from bench_kit.layout import APP, REPOSITORY, password, read_json, write_json
from bench_kit.ports import is_free, port


def test_a_port_is_free_and_then_stays_the_same(layout):
	chosen = port(layout, "web")
	assert is_free(chosen)
	assert port(layout, "web") == chosen


def test_two_services_never_get_the_same_port(layout):
	assert len({port(layout, name) for name in ("web", "other", "third")}) == 3


def test_a_port_that_somebody_else_took_is_replaced_but_our_own_is_kept(layout):
	chosen = port(layout, "web")
	with socket.create_server(("127.0.0.1", chosen)):
		assert port(layout, "web", ours=True) == chosen
		assert port(layout, "web") != chosen


def test_a_password_is_strong_stays_the_same_and_is_for_its_owner_alone(layout):
	first = password(layout, "site")
	assert len(first) >= 16
	assert password(layout, "site") == first
	assert password(layout, "mariadb") != first
	mode = (layout.config / "passwords.json").stat().st_mode
	assert stat.S_IMODE(mode) == 0o600


def test_a_json_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path):
	write_json(tmp_path / "x.json", {"a": 1})
	write_json(tmp_path / "x.json", {"a": 2})
	assert read_json(tmp_path / "x.json") == {"a": 2}
	assert os.listdir(tmp_path) == ["x.json"]


def test_a_file_that_is_not_there_is_an_empty_object(tmp_path):
	assert read_json(tmp_path / "none.json") == {}


def test_the_folder_becomes_a_bench_with_the_app_linked_into_it(layout):
	bench_config.write_configuration(None, layout)
	for folder in ("apps", "sites", "config", "logs", "config/pids"):
		assert (layout.root / folder).is_dir()
	assert (layout.sites / "apps.txt").read_text().split() == ["frappe", APP]
	settings = json.loads(layout.common_config.read_text())
	assert settings["db_host"] == "127.0.0.1"
	assert settings["redis_cache"] != settings["redis_queue"]
	assert settings["developer_mode"] == 0


def test_the_link_to_the_app_leads_to_the_repository_for_the_trial_bench():
	assert (REPOSITORY / ".bench" / "apps" / "../..").resolve() == REPOSITORY


def test_settings_that_were_added_by_hand_are_kept(layout):
	write_json(layout.common_config, {"max_file_size": 1234, "db_port": 1})
	bench_config.write_configuration(None, layout)
	settings = read_json(layout.common_config)
	assert settings["max_file_size"] == 1234
	assert settings["db_port"] != 1


def test_the_choice_of_frappe_is_remembered(layout, tmp_path):
	assert upstream.choose(layout, None) == upstream.PINNED
	clone = tmp_path / "clone"
	(clone / "frappe").mkdir(parents=True)
	(clone / "frappe" / "__init__.py").write_text("")
	assert upstream.choose(layout, str(clone)) == str(clone)
	assert upstream.choose(layout, None) == str(clone)
	assert upstream.choose(layout, "version-15") == "version-15"
	assert upstream.choose(layout, "pinned") == upstream.PINNED


def test_without_github_forks_are_taken_from_the_package_index():
	pyproject = '"gunicorn @ git+https://github.com/frappe/gunicorn@2f5b49",\n"rq~=1.15.1",\n'
	assert upstream.from_registry(pyproject) == '"gunicorn",\n"rq~=1.15.1",\n'


def test_the_site_of_the_tests_answers_on_a_port_of_its_own(layout):
	served = bench_config.served(layout)
	assert served.second_port != served.port
	assert served.environment["KIM_SECOND_SITE"] == f"{served.second_port}=kim-test.localhost"
	assert served.command("web").count("--bind") == 2
