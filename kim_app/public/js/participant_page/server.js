// One way to the server, for pages of the website and forms of the Desk.

/** What went wrong: `message` is what the server said, empty when it said nothing; `offline` when it was not reached. */
export class Refused extends Error {
	constructor(message, { status = 0, offline = false } = {}) {
		super(message);
		Object.assign(this, { status, offline });
	}
}

/** Calls a whitelisted `method` with `args` (an object, or FormData when files go along). Gives what it returns, or
 * throws Refused. */
export async function post(method, args = {}) {
	const files = args instanceof FormData;
	let response;
	try {
		response = await fetch(`/api/method/${method}`, {
			method: "POST",
			headers: {
				Accept: "application/json",
				"X-Frappe-CSRF-Token": window.frappe?.csrf_token || "",
				...(files ? {} : { "Content-Type": "application/json" }),
			},
			body: files ? args : JSON.stringify(args),
		});
	} catch {
		throw new Refused("", { offline: true });
	}
	const answer = await response.json().catch(() => ({}));
	if (response.ok) return answer.message;
	throw new Refused(said(answer), { status: response.status });
}

/** The same for what is only read. */
export async function get(method, args = {}) {
	const response = await fetch(`/api/method/${method}?${new URLSearchParams(args)}`, {
		headers: { Accept: "application/json" },
	});
	const answer = await response.json().catch(() => ({}));
	if (response.ok) return answer.message;
	throw new Refused(said(answer), { status: response.status });
}

function said({ _server_messages }) {
	try {
		const texts = JSON.parse(_server_messages).map((entry) => JSON.parse(entry).message);
		return new DOMParser().parseFromString(texts.flat().join(" "), "text/html").body.textContent;
	} catch {
		return "";
	}
}
