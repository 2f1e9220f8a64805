from kim_app.record_row import RecordRow


class KIMCompetenceLevel(RecordRow):
	pass
