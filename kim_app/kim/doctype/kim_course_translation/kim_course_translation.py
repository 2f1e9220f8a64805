from kim_app.record_row import RecordRow


class KIMCourseTranslation(RecordRow):
	pass
