from kim_app.record_row import RecordRow


class KIMCompetenceCriterion(RecordRow):
	pass
