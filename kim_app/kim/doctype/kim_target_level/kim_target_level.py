from kim_app.record_row import RecordRow


class KIMTargetLevel(RecordRow):
	pass
