from kim_app.record_row import RecordRow


class KIMSelfRating(RecordRow):
	"""What a participant says of one competence: a level, or that they do not know yet."""
