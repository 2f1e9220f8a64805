// The crosses of an attendance list: kept together for a moment and sent in one request; what could not be stored
// is taken back.
const SEND_AFTER = 500;

export class Marks {
	// `paint(row, day)` shows a mark that changed, `percents({attendee: percent})` what somebody attended then.
	constructor(session, { paint, percents }) {
		this.session = session;
		this.paint = paint;
		this.percents = percents;
		this.pending = new Map();
	}

	set(row, day, mark) {
		const key = `${row.name} ${day.key}`;
		const before = this.pending.has(key) ? this.pending.get(key).before : row.marks[day.key];
		this.pending.set(key, { row, day, mark, before });
		this.put(row, day, mark);
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.send().catch(() => {}), SEND_AFTER);
	}

	put(row, day, mark) {
		if (mark === null || mark === undefined) delete row.marks[day.key];
		else row.marks[day.key] = mark;
		this.paint(row, day);
	}

	send() {
		clearTimeout(this.timer);
		const changes = [...this.pending.values()];
		this.pending.clear();
		if (!changes.length) return this.sending || Promise.resolve();
		const marks = changes.map(({ row, day, mark }) => [row.name, day.key, mark]);
		// After what is under way, so that the last press is the last word.
		this.sending = (this.sending || Promise.resolve())
			.catch(() => {})
			.then(() =>
				frappe.xcall("kim_app.training.attendance.mark", { session: this.session, marks: JSON.stringify(marks) })
			)
			.then((percents) => this.percents(percents))
			.catch((error) => {
				for (const { row, day, before } of changes) this.put(row, day, before ?? null);
				throw error;
			});
		return this.sending;
	}
}
