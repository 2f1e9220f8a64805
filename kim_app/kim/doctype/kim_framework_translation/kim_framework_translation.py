from kim_app.record_row import RecordRow


class KIMFrameworkTranslation(RecordRow):
	pass
