"""Which files may hang on a person's record. May import no Frappe."""

from __future__ import annotations

from dataclasses import dataclass

from kim_app.attachments import content as contents
from kim_app.breach import Breach

LARGEST_MB = 10
TYPES = "pdf, jpg, jpeg, png, webp, heic, tif, docx, odt, xlsx, ods, mp3, m4a, mp4, txt"


@dataclass(frozen=True)
class Limits:
	"""What a site takes: the endings of file names in small letters, and the largest size in bytes."""

	endings: tuple[str, ...]
	largest: int


def limits(types: str | None = None, megabytes: int | None = None) -> Limits:
	"""The limits of a list of endings as a person writes it ("pdf, .JPG") and a size in MB (1024 * 1024 bytes)."""
	words = (types or TYPES).replace(";", ",").replace("\n", ",").split(",")
	endings = [word.strip().lstrip(".").lower() for word in words]
	return Limits(tuple(dict.fromkeys(filter(None, endings))), (megabytes or LARGEST_MB) * 1024 * 1024)


def file(name: str, content: bytes, allowed: Limits) -> list[Breach]:
	"""What is wrong with a file called `name`: its size, its ending, or that it is not what its ending says."""
	if not content:
		return [Breach("empty", {"name": name})]
	if breaches := size(name, len(content), allowed):
		return breaches
	ending = contents.ending_of(name)
	if ending not in allowed.endings or ending in contents.ACTIVE:
		return [Breach("type-not-taken", {"name": name, "types": taken(allowed)})]
	kind = contents.kind_of(content)
	if contents.fits(ending, kind):
		return []
	if kind == "macro":
		return [Breach("macros", {"name": name})]
	return [Breach("not-what-it-says", {"name": name, "ending": ending, "kind": kind})]


def size(name: str, length: int, allowed: Limits) -> list[Breach]:
	"""Whether `length` bytes are too many."""
	if length <= allowed.largest:
		return []
	megabytes = {"size": _megabytes(length), "largest": _megabytes(allowed.largest)}
	return [Breach("too-large", {"name": name, **megabytes})]


def taken(allowed: Limits) -> tuple[str, ...]:
	"""The endings that are really taken: nobody can allow what carries scripts."""
	return tuple(ending for ending in allowed.endings if ending not in contents.ACTIVE)


def _megabytes(length: int) -> str:
	return f"{length / 1024 / 1024:.1f}".removesuffix(".0")
