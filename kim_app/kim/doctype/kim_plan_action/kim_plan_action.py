from kim_app.record_row import RecordRow


class KIMPlanAction(RecordRow):
	"""What somebody does towards a goal, and until when."""
