from kim_app.record_row import RecordRow


class KIMCourseRole(RecordRow):
	pass
