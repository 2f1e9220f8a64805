"""The benchmarks of ./kim measure: each module measures one thing and gives rows of a plain table.

Run inside a bench, where Frappe is, with the bench's `sites` as working folder:
`python -m bench_kit.measure --site SITE [NAME...]`.
"""
