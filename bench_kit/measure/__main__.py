"""Runs the benchmarks that are asked for and prints their tables."""

import argparse

import frappe

from bench_kit.measure import bulk_approval, cases, importing, reports, saving
from bench_kit.measure.table import print_table

BENCHMARKS = {
	"saving": saving,
	"bulk-approval": bulk_approval,
	"import": importing,
	"reports": reports,
}


def main() -> None:
	parser = argparse.ArgumentParser(prog="./kim measure", description=__doc__)
	parser.add_argument("--site", required=True, help=argparse.SUPPRESS)
	parser.add_argument(
		"names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; all when left out"
	)
	parser.add_argument("--saves", type=int, default=200, help="saves of each kind (default 200)")
	parser.add_argument("--validations", type=int, default=500, help="validations in bulk (default 500)")
	parser.add_argument("--rounds", type=int, default=2, help="times each bulk way is taken (default 2)")
	parser.add_argument("--rows", type=int, default=10_000, help="rows of the register (default 10,000)")
	parser.add_argument(
		"--data-import-rows", type=int, default=1_000, help="rows of it by Data Import (default 1,000)"
	)
	parser.add_argument(
		"--large-rows",
		type=int,
		default=200_000,
		help="rows of a second register; 0 for none (default 200,000)",
	)
	parser.add_argument(
		"--people", type=int, default=100_000, help="participants for reports (default 100000)"
	)
	options = parser.parse_args()
	if unknown := set(options.names) - set(BENCHMARKS):
		parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	frappe.flags.mute_emails = True
	try:
		print(f"Frappe {frappe.__version__}, {frappe.db.db_type}, site {options.site}")
		for name in options.names or BENCHMARKS:
			cases.remove()
			try:
				print_table(BENCHMARKS[name].TITLE, *BENCHMARKS[name].measure(options))
			finally:
				frappe.db.rollback()
				frappe.set_user("Administrator")
				cases.remove()
	finally:
		frappe.destroy()


main()
