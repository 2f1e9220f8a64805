from kim_app.record_row import RecordRow


class KIMSessionDay(RecordRow):
	pass
