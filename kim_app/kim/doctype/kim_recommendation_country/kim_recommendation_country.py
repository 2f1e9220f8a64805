from kim_app.record_row import RecordRow


class KIMRecommendationCountry(RecordRow):
	pass
