"""Handing the case of a participant over to another centre, with their consent."""
