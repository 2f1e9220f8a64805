"""Every text of the app that a person can read, and its translations. May import babel and jinja2, no frappe.

`extract.of(app)` gives the texts with their places, `catalogue` reads kim_app/translations, and
`python -m bench_kit.texts de` writes what German still lacks. tests/rules/test_translations.py holds the two
together.
"""
