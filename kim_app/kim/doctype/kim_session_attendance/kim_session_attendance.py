from kim_app.record_row import RecordRow


class KIMSessionAttendance(RecordRow):
	pass
