from kim_app.record_row import RecordRow


class KIMCompetenceTranslation(RecordRow):
	pass
