"""A table that the handbook takes as it is, and what many measurements come to. May import nothing of Frappe."""

from statistics import median, quantiles


def print_table(title: str, heads: list[str], rows: list[list[str]]) -> None:
	"""Print `rows` under `heads` as Markdown: the first column to the left, figures to the right."""
	widths = [max(len(str(row[column])) for row in [heads, *rows]) for column in range(len(heads))]
	print(f"\n{title}\n")
	rule = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
	for row in [heads, rule, *rows]:
		cells = [str(row[0]).ljust(widths[0])]
		cells += [str(cell).rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
		print(f"| {' | '.join(cells)} |")
	print()


def milliseconds(seconds: list[float]) -> list[str]:
	"""Median, lower and upper quartile, least and most of durations, in milliseconds."""
	low, _middle, high = quantiles(seconds, n=4)
	return [f"{1000 * value:.1f}" for value in (median(seconds), low, high, min(seconds), max(seconds))]
