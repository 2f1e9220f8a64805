from kim_app.record_row import RecordRow


class KIMPlanReview(RecordRow):
	"""A meeting in which the participant and the centre looked at the plan."""
