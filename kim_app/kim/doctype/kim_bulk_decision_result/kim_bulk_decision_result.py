from kim_app.record_row import RecordRow


class KIMBulkDecisionResult(RecordRow):
	"""What became of one validation of a bulk decision."""
