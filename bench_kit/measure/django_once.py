"""Brings the same register in by django-import-export in bulk mode, into a table of its own, and prints the seconds.

Runs in an environment of its own, where Django is and Frappe is not. Reads the connection as JSON from its input.
"""

import json
import sys
import time

import pymysql

# Django asks for mysqlclient, which PyMySQL stands in for.
pymysql.version_info = (2, 2, 7, "final", 0)
pymysql.install_as_MySQLdb()

import django  # noqa: E402
from django.conf import settings  # noqa: E402

FIELDS = (
	"legacy_key family_name given_name gender date_of_birth nationality education arrival_date"
	" residence_status phone email consent consent_date notes"
).split()
DATES = ("date_of_birth", "arrival_date", "consent_date")
BATCH = 1_000


def main() -> None:
	given = json.load(sys.stdin)
	settings.configure(
		DATABASES={"default": {"ENGINE": "django.db.backends.mysql", **given["database"]}},
		INSTALLED_APPS=["import_export"],
		DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
		USE_TZ=False,
	)
	django.setup()
	from django.db import connection, models
	from import_export import fields, resources, widgets
	from tablib import Dataset

	columns = {
		name: models.DateField(null=True) if name in DATES else models.CharField(max_length=140, blank=True)
		for name in FIELDS
	}
	meta = type("Meta", (), {"app_label": "measured", "db_table": given["table"]})
	person = type("Person", (models.Model,), {"__module__": "measured", "Meta": meta, **columns})
	options = type(
		"Meta",
		(),
		{
			"model": person,
			"use_bulk": True,
			"batch_size": BATCH,
			"skip_diff": True,
			# New rows only: none is looked up first.
			"force_init_instance": True,
			"import_id_fields": ["legacy_key"],
			"fields": FIELDS,
		},
	)
	own = {
		name: fields.Field(attribute=name, column_name=head, widget=_widget(widgets, name))
		for name, head in given["heads"].items()
	}
	resource = type("People", (resources.ModelResource,), {"Meta": options, **own})()
	with connection.schema_editor() as editor:
		editor.create_model(person)
	try:
		began = time.perf_counter()
		with open(given["file"], "rb") as stream:
			dataset = Dataset().load(stream.read(), format="xlsx")
		result = resource.import_data(dataset, dry_run=False, raise_errors=True, use_transactions=True)
		seconds = time.perf_counter() - began
		print(json.dumps({"seconds": seconds, "rows": person.objects.count(), "totals": result.totals}))
	finally:
		with connection.schema_editor() as editor:
			editor.delete_model(person)


def _widget(widgets, name: str):
	return widgets.DateWidget("%Y-%m-%d") if name in DATES else widgets.CharWidget()


main()
