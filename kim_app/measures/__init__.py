"""What KIM counts: one definition per measure, for reports, dashboards, printouts and the API alike.

Three layers, each importing only what stands above it: the arithmetic (`rates`, `durations`, `suppression`,
`heat`, `periods`, `likeness`, `spreadsheet`) takes and returns values and imports nothing of Frappe; `rows` and
`counting` say which rows a person may see and count them in SQL; a module per report puts the counts
together. The reports in `kim_app/kim/report` only lay out what these return.
"""
