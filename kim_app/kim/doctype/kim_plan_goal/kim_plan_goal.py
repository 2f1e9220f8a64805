from kim_app.record_row import RecordRow


class KIMPlanGoal(RecordRow):
	"""What the participant wants to reach, from which level to which, and how far it has come."""
