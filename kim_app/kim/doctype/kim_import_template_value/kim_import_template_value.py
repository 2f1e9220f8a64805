from kim_app.record_row import RecordRow


class KIMImportTemplateValue(RecordRow):
	pass
