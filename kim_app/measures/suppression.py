"""Which cells of a table of counts must stay hidden so that no small group can be read or worked out. May
import nothing of Frappe.

A table is seen as a graph: its rows and columns (the totals are a row and a column too) are the points, each
cell a line between its row and its column. The hidden cells can be worked out from the shown ones and the
totals exactly where a hidden line is on no circle of hidden lines; so circles are closed, along the smallest
counts. Source: Gusfield, A graph theoretic approach to statistical data security, SIAM Journal on
Computing 17, 1988.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable, Mapping

# Stands for the total in place of a row's or a column's name.
TOTAL = None
# What hiding costs where it hides little: a cell that counts nobody is taken last.
LAST = 10**9
Cell = tuple[Hashable, Hashable]


def with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
	"""`counts` by (row, column), completed by zeros and by the totals of rows, of columns and of all."""
	rows, columns = (list(dict.fromkeys(cell[axis] for cell in counts)) for axis in (0, 1))
	table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
	for row in rows:
		table[row, TOTAL] = sum(table[row, column] for column in columns)
	for column in columns:
		table[TOTAL, column] = sum(table[row, column] for row in rows)
	table[TOTAL, TOTAL] = sum(table[row, TOTAL] for row in rows)
	return table


def hidden(
	table: Mapping[Cell, int],
	smallest: int,
	known: Collection[Hashable] = (),
	also: Collection[Cell] = (),
) -> set[Cell]:
	"""The cells of `table` (with its totals, see `with_totals`) that a reader must not see.

	Hidden are groups of 1 to `smallest` - 1, and as many more cells as it takes that no hidden one follows from
	what is shown, nor a sum of hidden cells that is itself a small group. `known` are rows that the reader
	knows anyway: theirs are never hidden, and hide nothing. `also` are cells that must be hidden for a reason that
	this table does not tell. With `smallest` below 2 nothing but these is hidden.
	"""
	if not {cell[0] for cell in table} - {TOTAL} - set(known):
		# The totals are what the reader knows, too.
		return set()
	open_cells = {cell: count for cell, count in table.items() if cell[0] not in known}
	shut = {cell for cell, count in open_cells.items() if 0 < count < smallest or cell in also}
	while True:
		alone = next((cell for cell in sorted(shut, key=str) if not _on_circle(shut, cell)), None)
		if alone:
			more = _cheapest_way(open_cells, shut, alone) - shut
		else:
			more = _against_small_sums(table, open_cells, shut, smallest)
		if not more:
			return shut
		shut |= more


def _ends(cell: Cell) -> tuple:
	# A row and a column may have the same name.
	return ("row", cell[0]), ("column", cell[1])


def _on_circle(shut: Collection[Cell], cell: Cell) -> bool:
	"""Whether the ends of `cell` are joined by other hidden cells, so that it cannot be worked out."""
	start, goal = _ends(cell)
	seen, queue = {start}, [start]
	while queue:
		point = queue.pop()
		for other in shut:
			if other == cell:
				continue
			ends = _ends(other)
			if point in ends:
				further = ends[1] if ends[0] == point else ends[0]
				if further == goal:
					return True
				if further not in seen:
					seen.add(further)
					queue.append(further)
	return False


def _cheapest_way(open_cells: Mapping[Cell, int], shut: Collection[Cell], cell: Cell) -> set[Cell]:
	"""The cells of a way from one end of `cell` to the other that hides the least (Dijkstra's algorithm)."""
	start, goal = _ends(cell)
	lines: dict[tuple, list[tuple[tuple, Cell]]] = {}
	for other in sorted(open_cells, key=str):
		if other != cell:
			one, two = _ends(other)
			lines.setdefault(one, []).append((two, other))
			lines.setdefault(two, []).append((one, other))
	best, queue, number = {start: 0}, [(0, 0, start, frozenset())], 0
	while queue:
		cost, _number, point, way = heapq.heappop(queue)
		if point == goal:
			return set(way)
		for further, other in lines.get(point, ()):
			price = cost + (0 if other in shut else open_cells[other] or LAST)
			if price < best.get(further, price + 1):
				best[further], number = price, number + 1
				heapq.heappush(queue, (price, number, further, way | {other}))
	return set()


def _against_small_sums(
	table: Mapping[Cell, int], open_cells: Mapping[Cell, int], shut: Collection[Cell], smallest: int
) -> set[Cell]:
	"""One more cell for a row or column whose shown cells tell that its hidden ones are a small group."""
	for axis in (0, 1):
		for name in dict.fromkeys(cell[axis] for cell in table):
			line = [cell for cell in open_cells if cell[axis] == name]
			inner = [cell for cell in line if cell[1 - axis] is not TOTAL]
			total = [cell for cell in line if cell[1 - axis] is TOTAL]
			closed = [cell for cell in inner if cell in shut]
			if not closed or any(cell in shut for cell in total):
				continue
			if sum(open_cells[cell] for cell in closed) < smallest:
				rest = [cell for cell in inner if cell not in shut] + total
				rest.sort(key=lambda cell: (cell[1 - axis] is TOTAL, open_cells[cell] or LAST))
				if rest:
					return {rest[0]}
	return set()
