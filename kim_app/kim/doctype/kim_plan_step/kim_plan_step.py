from kim_app.record_row import RecordRow


class KIMPlanStep(RecordRow):
	"""A step of a plan's workflow or a note that KIM made in its history: who, when, from where to where, why."""
