from kim_app.record_row import RecordRow


class KIMEvidenceCompetence(RecordRow):
	pass
