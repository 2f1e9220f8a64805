from kim_app.record_row import RecordRow


class KIMValidationStep(RecordRow):
	pass
