from kim_app.record_row import RecordRow


class KIMTrainingModule(RecordRow):
	pass
