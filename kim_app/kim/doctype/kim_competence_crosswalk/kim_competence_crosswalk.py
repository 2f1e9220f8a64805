from kim_app.record_row import RecordRow


class KIMCompetenceCrosswalk(RecordRow):
	pass
