// Answers on their way to the server: one after the other, kept and sent again when the connection was lost.
import { post } from "../participant_page/server.js";

/** Calls a method of the server. Gives what it returns, or throws an Error that says what the server said. */
export async function call(method, args = {}) {
	try {
		return await post(`kim_app.self_assessment.api.${method}`, args);
	} catch ({ message, offline, status }) {
		if (offline) throw Object.assign(new Error(__("There is no connection. Nothing is lost; it is sent again.")), { offline });
		throw new Error(message || refused(status));
	}
}

function refused(status) {
	if (status === 403 || status === 401) return __("You are signed out. Sign in again; what was saved is kept.");
	return __("The server could not save this. Try again.");
}

export class Saving {
	/** `told(state, text)` hears "saving", "saved", "failed". */
	constructor(sheet, told) {
		this.sheet = sheet;
		this.told = told;
		this.waiting = new Map();
		this.again = () => this.send();
		window.addEventListener("online", this.again);
		this.warn = (event) => this.waiting.size && event.preventDefault();
		window.addEventListener("beforeunload", this.warn);
	}

	stop() {
		window.removeEventListener("online", this.again);
		window.removeEventListener("beforeunload", this.warn);
		clearTimeout(this.timer);
	}

	/** Takes an answer over. A later one to the same competence takes the place of one that still waits. */
	put(competence) {
		this.waiting.set(competence.name, {
			competence: competence.name,
			level: competence.unknown ? "?" : competence.level,
			...(competence.note_changed ? { note: competence.note } : {}),
		});
		return this.send();
	}

	/** Sends what waits; resolves when nothing does any more or something failed. */
	send() {
		if (!this.sending) this.sending = this.send_all().finally(() => (this.sending = null));
		return this.sending;
	}

	async send_all() {
		clearTimeout(this.timer);
		while (this.waiting.size) {
			const [name, answer] = this.waiting.entries().next().value;
			this.told("saving", __("Saving"));
			try {
				const { answered } = await call("answer", { sheet: this.sheet.name, ...answer });
				this.sheet.answered = answered;
			} catch (error) {
				this.told("failed", error.message);
				if (error.offline) this.timer = setTimeout(this.again, 5000);
				return false;
			}
			if (this.waiting.get(name) === answer) this.waiting.delete(name);
		}
		this.told("saved", __("Saved"));
		return true;
	}
}
