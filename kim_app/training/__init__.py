"""The course for the staff: what a course teaches, sessions, attendance, certificates."""
