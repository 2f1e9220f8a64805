from kim_app.record_row import RecordRow


class KIMLegacyImportSheet(RecordRow):
	pass
