from kim_app.record_row import RecordRow


class KIMStaffCompetence(RecordRow):
	pass
