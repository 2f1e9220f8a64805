"""`python -m bench_kit.texts de` writes a CSV of the texts that German lacks, each with the place where it stands.

Without a language it says how many each language lacks. `--sort` puts the files in order.
"""

from __future__ import annotations

import csv
import sys

from bench_kit.layout import REPOSITORY

from . import catalogue, extract, languages


def main(arguments: list[str]) -> int:
	app = REPOSITORY / "kim_app"
	texts, _faults = extract.of(app)
	for code in languages.CODES if not arguments or arguments == ["--sort"] else arguments:
		path = app / "translations" / f"{code}.csv"
		rows = catalogue.read(path)
		lacking = catalogue.missing(languages.texts_of(code, texts), rows)
		if arguments == ["--sort"]:
			catalogue.write(path, rows)
		elif arguments:
			writer = csv.writer(sys.stdout, lineterminator="\n")
			writer.writerows([text.source, "", text.context, f"{text.file}:{text.line}"] for text in lacking)
		else:
			print(
				f"{code}: {len(lacking)} of {len({text.keys for text in languages.texts_of(code, texts)})} texts lack a translation"
			)
	return 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
