from kim_app.record_row import RecordRow


class KIMValidationEvidence(RecordRow):
	pass
