from kim_app.record_row import RecordRow


class KIMImportTemplateColumn(RecordRow):
	pass
