from kim_app.record_row import RecordRow


class KIMCourseCompetence(RecordRow):
	pass
