"""Free ports on the loopback address: chosen once for a bench, then remembered."""

import socket

from bench_kit.layout import Layout, read_json, write_json

# Where the search begins: near the usual port, but not on it, so that a bench installed later finds its own free.
FIRST = {"web": 8080, "mariadb": 33070, "redis_cache": 13070, "redis_queue": 11070}


def is_free(port: int) -> bool:
	"""Whether nothing listens on the port, on this address or on all."""
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind(("127.0.0.1", port))
		except OSError:
			return False
	return not answers(port)


def answers(port: int, host: str = "127.0.0.1") -> bool:
	"""Whether something accepts connections on the port."""
	try:
		socket.create_connection((host, port), timeout=3).close()
	except OSError:
		return False
	return True


def port(layout: Layout, name: str, ours: bool = False) -> int:
	"""The bench's port for this service. `ours` says that our service holds it now, so it is not free and right.

	A remembered port that somebody else has taken meanwhile is replaced by a free one.
	"""
	path = layout.config / "ports.json"
	chosen = read_json(path)
	if name in chosen and (ours or is_free(chosen[name])):
		return chosen[name]
	taken = set(chosen.values())
	candidate = FIRST.get(name, 8180)
	while candidate in taken or not is_free(candidate):
		candidate += 1
	write_json(path, {**chosen, name: candidate})
	return candidate
