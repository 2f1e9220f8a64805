from kim_app.record_row import RecordRow


class KIMEvidenceFile(RecordRow):
	"""A file of a piece of evidence, and what it shows."""
