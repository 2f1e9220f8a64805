"""Reads a spreadsheet in a process of its own, with a limit on memory and time. Started by `read`.

Imports the standard library and python-calamine. A workbook from outside can make a reader take all memory
or stop the process that it runs in (a sheet whose last cell is XFD1048576 does): that must be neither the
site's process nor its worker.

The file comes in on standard input; out go pickled tuples: ("sheet", name), ("rows", [row, ...]) and at last
("end",), or ("refused", kind, words).
"""

import io
import pickle
import resource
import sys

from python_calamine import CalamineWorkbook

MOST_MEMORY = 475 * 2**20
MOST_CELLS = 12_000_000
ROWS_AT_ONCE = 20_000
NUMBERS = {bool, int, float}


def main() -> None:
	resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
	seconds = int(sys.argv[1])
	resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
	send = pickle.Pickler(sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
	try:
		for message in _messages(sys.stdin.buffer.read()):
			# Each message stands alone, so that its values can be forgotten.
			send.clear_memo()
			send.dump(message)
	# A broken file can make the reader fail in many ways, and all mean the same to who attached it.
	except Exception as error:
		kind = "password" if "password" in str(error).lower() else "broken-spreadsheet"
		send.dump(("refused", kind, {"reason": str(error)[:200]}))
	sys.stdout.buffer.flush()


def _messages(content: bytes):
	book = CalamineWorkbook.from_filelike(io.BytesIO(content))
	for sheet_name in book.sheet_names:
		sheet = book.get_sheet_by_name(sheet_name)
		rows, columns = sheet.total_height, sheet.total_width
		if rows * columns > MOST_CELLS:
			yield "refused", "sheet-too-large", {"sheet": sheet_name[:140], "rows": rows, "columns": columns}
			return
		yield "sheet", sheet_name
		yield from _rows(sheet)
	yield ("end",)


def _rows(sheet):
	"""With the empty area above and left kept: the first cell of the first row is A1."""
	# Calamine gives the empty rows above the first cell, but not the empty columns left of it.
	left = [""] * (sheet.start[1] if sheet.start else 0)
	found: list[list] = []
	same: dict = {}
	for row in sheet.iter_rows():
		# Registers repeat themselves: equal texts and dates become one object, here and after the way over.
		# (Not numbers: 1 and True are equal keys.)
		found.append(left + [cell if type(cell) in NUMBERS else same.setdefault(cell, cell) for cell in row])
		if len(found) >= ROWS_AT_ONCE:
			yield "rows", found
			found, same = [], {}
	yield "rows", found


if __name__ == "__main__":
	main()
