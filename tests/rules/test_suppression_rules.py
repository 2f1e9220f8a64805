"""No small group can be read from a table or worked out from its totals: every table is attacked with algebra."""

import itertools

import numpy
import pytest

from kim_app.measures.suppression import TOTAL, hidden, with_totals


def attack(table, shut, known=()) -> set:
	"""The hidden cells whose value follows from what is shown: those that no solution of the table's sums moves."""
	unknown = sorted(shut, key=str)
	rows, columns = (list(dict.fromkeys(cell[axis] for cell in table)) for axis in (0, 1))
	equations = []
	for row in rows:
		line = [(1 if column is not TOTAL else -1, (row, column)) for column in columns]
		equations.append(line)
	for column in columns:
		equations.append([(1 if row is not TOTAL else -1, (row, column)) for row in rows])
	matrix = numpy.array(
		[[dict((cell, sign) for sign, cell in line).get(cell, 0) for cell in unknown] for line in equations],
		dtype=float,
	)
	if not unknown:
		return set()
	rank = numpy.linalg.matrix_rank(matrix)
	told = set()
	for place, cell in enumerate(unknown):
		unit = numpy.zeros((1, len(unknown)))
		unit[0, place] = 1
		if numpy.linalg.matrix_rank(numpy.vstack([matrix, unit])) == rank:
			told.add(cell)
	return told


def test_the_attack_finds_what_a_single_hidden_cell_was():
	table = with_totals({("A", "f"): 3, ("A", "m"): 9, ("B", "f"): 8, ("B", "m"): 7})
	assert attack(table, {("A", "f")}) == {("A", "f")}


def test_nothing_is_hidden_in_a_table_of_large_groups():
	assert hidden(with_totals({("A", "f"): 30, ("A", "m"): 9}), 5) == set()


def test_a_small_group_takes_others_with_it():
	table = with_totals(
		{("A", "f"): 3, ("A", "m"): 9, ("B", "f"): 8, ("B", "m"): 7, ("C", "f"): 50, ("C", "m"): 60}
	)
	shut = hidden(table, 5)
	assert {("A", "f"), ("A", "m"), ("B", "f"), ("B", "m")} == shut
	assert not attack(table, shut)


def test_what_must_be_hidden_for_another_reason_takes_others_with_it_too():
	table = with_totals(
		{("A", "f"): 30, ("A", "m"): 90, ("B", "f"): 80, ("B", "m"): 70, ("C", "f"): 50, ("C", "m"): 60}
	)
	shut = hidden(table, 5, also={("A", "f")})
	assert ("A", "f") in shut
	assert attack(table, shut) == set()


def test_a_smallest_group_of_one_hides_nothing():
	assert hidden(with_totals({("A", "f"): 1, ("B", "f"): 2}), 1) == set()


def test_who_knows_their_own_row_cannot_work_out_the_only_other():
	table = with_totals({("Own", "f"): 40, ("Own", "m"): 2, ("Other", "f"): 3, ("Other", "m"): 90})
	shut = hidden(table, 5, known={"Own"})
	assert ("Own", "m") not in shut
	assert ("Other", "f") in shut and (TOTAL, "f") in shut
	assert not attack(table, shut)


def test_hidden_cells_of_a_line_are_no_small_group_together():
	table = with_totals(
		{("A", "f"): 1, ("A", "m"): 1, ("A", "x"): 80, ("B", "f"): 70, ("B", "m"): 60, ("B", "x"): 50}
	)
	shut = hidden(table, 5)
	row = [cell for cell in shut if cell[0] == "A" and cell[1] is not TOTAL]
	assert ("A", TOTAL) in shut or sum(table[cell] for cell in row) >= 5
	assert not attack(table, shut)


@pytest.mark.parametrize("seed", range(60))
def test_no_random_table_tells_a_hidden_cell(seed):
	random = numpy.random.default_rng(seed)
	rows = [f"R{place}" for place in range(int(random.integers(1, 8)))]
	columns = [f"C{place}" for place in range(int(random.integers(1, 5)))]
	largest = int(random.choice([4, 12, 60]))
	table = with_totals({cell: int(random.integers(0, largest)) for cell in itertools.product(rows, columns)})
	known = set(rows[: int(random.integers(0, 2))])
	shut = hidden(table, 5, known)
	for cell, count in table.items():
		if cell[0] in known:
			assert cell not in shut
		elif 0 < count < 5 and set(rows) - known:
			assert cell in shut, cell
	assert not attack(table, shut)
