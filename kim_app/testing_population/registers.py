"""Imports of registers, made up. For tests only."""

from __future__ import annotations


class Registers:
	"""A part of `Maker`, whose chance, names and writer it uses."""

	def imports(self):
		for number, (centre, organisation) in enumerate(self.population.centres.items()):
			name, place = self.name("I"), {"centre": centre, "organisation": organisation}
			created, skipped, rejected = 40 + number, number, 2
			counts = {
				"rows_read": created + skipped + rejected + (3 if number == 1 else 0),
				"rows_created": created,
				"rows_updated": 0,
				"rows_skipped": skipped,
				"rows_rejected": rejected,
			}
			moment = self.moment(10)
			self.writer.add("KIM Legacy Import", name, moment, {**place, "status": "Completed", **counts})
			sheet = {
				"parent": name,
				"parenttype": "KIM Legacy Import",
				"parentfield": "sheets",
				"sheet": "People",
			}
			self.writer.add("KIM Legacy Import Sheet", self.name("H"), moment, {**sheet, **counts}, idx=1)
			for kind, severity in (
				("invalid-date", "Error"),
				("missing-required", "Error"),
				("unmatched-column", "Warning"),
			):
				issue = {
					**place,
					"legacy_import": name,
					"severity": severity,
					"kind": kind,
					"sheet": "People",
				}
				self.writer.add("KIM Import Issue", self.name("U"), moment, issue)
