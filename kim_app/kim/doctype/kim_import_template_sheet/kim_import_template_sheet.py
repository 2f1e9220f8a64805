from kim_app.record_row import RecordRow


class KIMImportTemplateSheet(RecordRow):
	pass
