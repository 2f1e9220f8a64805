"""Makes the folder a bench: the folders, lists and settings that Frappe and the `bench` command look for."""

import os
import pwd

from bench_kit.layout import APP, REPOSITORY, TEST_SITE, TRIAL_SITE, Layout, read_json, write_json, write_text
from bench_kit.services import CACHE, MARIADB, QUEUE, service_port
from bench_kit.steps import Run
from bench_kit.upstream import PINNED, choose
from bench_kit.web import Served


def make_folders(layout: Layout) -> None:
	"""The folders by which `bench` knows a bench."""
	for folder in (
		layout.apps,
		layout.sites,
		layout.assets,
		layout.logs,
		layout.config,
		layout.run,
		layout.stamps,
	):
		folder.mkdir(parents=True, exist_ok=True)


def app_is_there() -> bool:
	"""Whether the repository holds the app: a kit alone can still bring up Frappe."""
	return (REPOSITORY / APP / "hooks.py").exists()


def write_configuration(run: Run, layout: Layout) -> None:
	"""Step: links, lists of apps, and common_site_config.json with the ports of now.

	Settings that somebody added to common_site_config.json by hand are kept.
	"""
	make_folders(layout)
	apps = ["frappe"]
	if app_is_there():
		link = layout.apps / APP
		if not link.is_symlink():
			link.symlink_to("../..")
		apps.append(APP)
	write_text(layout.sites / "apps.txt", "\n".join(apps) + "\n")
	write_json(layout.common_config, {**read_json(layout.common_config), **settings(layout)})


def served(layout: Layout) -> Served:
	"""What serves this bench."""
	return Served(layout, TRIAL_SITE, layout, second=TEST_SITE)


def settings(layout: Layout) -> dict:
	"""What common_site_config.json has to say about this bench."""
	queue = f"redis://127.0.0.1:{service_port(layout, QUEUE)}"
	return {
		"db_host": "127.0.0.1",
		"db_port": service_port(layout, MARIADB),
		"redis_cache": f"redis://127.0.0.1:{service_port(layout, CACHE)}",
		"redis_queue": queue,
		"redis_socketio": queue,
		"webserver_port": served(layout).port,
		"default_site": TRIAL_SITE,
		# The `bench` command asks whose bench it is before it does anything as root.
		"frappe_user": pwd.getpwuid(os.geteuid()).pw_name,
		# The pinned package has no realtime server, and its Desk can do without; see assets/build.mjs. Upstream's
		# cannot: there wsgi.py stands in.
		"disable_async": int(choose(layout, None) == PINNED),
		"skip_setup_wizard": 1,
		"mute_emails": 1,
		# On, it would write every form saved in the Desk into the app's source.
		"developer_mode": 0,
	}
