from kim_app.record_row import RecordRow


class KIMParticipantLanguage(RecordRow):
	pass
