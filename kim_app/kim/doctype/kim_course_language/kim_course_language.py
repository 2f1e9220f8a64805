from kim_app.record_row import RecordRow


class KIMCourseLanguage(RecordRow):
	pass
