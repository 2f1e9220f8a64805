from kim_app.record_row import RecordRow


class KIMRecommendationEvidence(RecordRow):
	pass
