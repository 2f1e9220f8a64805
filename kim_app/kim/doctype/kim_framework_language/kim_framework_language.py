from kim_app.record_row import RecordRow


class KIMFrameworkLanguage(RecordRow):
	pass
