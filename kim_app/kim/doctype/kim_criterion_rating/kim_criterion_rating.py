from kim_app.record_row import RecordRow


class KIMCriterionRating(RecordRow):
	pass
