// A self assessment on the screen: one competence at a time, each answer saved at once, a summary in the end.
import { day, h } from "../competence_profile/dom.js";
import { question } from "./question.js";
import { call, Saving } from "./saving.js";
import { answered, answers } from "./summary.js";

export class SelfAssessment {
	/**
	 * Shows `sheet` (as the server gives it) inside `element`. `finished(sheet)` is called when it was closed,
	 * `withdrawn()` when it was deleted, `home` is an address to go to afterwards, `at` the competence to begin
	 * with (its place, counted from 0).
	 */
	constructor(element, sheet, { finished, withdrawn, home, at = null } = {}) {
		Object.assign(this, { element, sheet, finished, withdrawn, home });
		this.element.classList.add("kim-sheet");
		this.saving = new Saving(sheet, (state, text) => this.tell(state, text));
		const open = sheet.competences.findIndex(({ level, unknown }) => !level && !unknown);
		if (!sheet.may_write) this.show_result();
		else if (sheet.competences[at]) this.show_question(at);
		else if (open < 0) this.show_summary();
		else this.show_question(open);
	}

	/** Sends what waits, and says where one is: `sheet` and, at a question, `at`. */
	async leave() {
		await this.saving.send();
		this.saving.stop();
		return { sheet: this.sheet.name, at: this.at };
	}

	/** Takes the sheet off the screen. */
	stop() {
		this.saving.stop();
		this.element.replaceChildren();
	}

	show(...parts) {
		this.status = h("p", { class: "kim-saved", role: "status", "aria-live": "polite" });
		this.element.replaceChildren(this.head(), ...parts.flat(Infinity).filter(Boolean));
		if (this.last_told) this.tell(...this.last_told);
		if (this.shown) {
			const heading = this.element.querySelector("[tabindex='-1']");
			heading?.focus({ preventScroll: true });
			this.element.scrollIntoView({ block: "start" });
		}
		this.shown = true;
	}

	head() {
		const { sheet } = this;
		const done = answered(sheet);
		const text = __("{0} of {1} answered", [done, sheet.competences.length]);
		return h(
			"header",
			{ class: "kim-head" },
			h(
				"div",
				{ class: "kim-head-line" },
				h("p", { class: "kim-framework", dir: "auto" }, sheet.framework_title),
				this.languages()
			),
			h(
				"div",
				{ class: "kim-head-line" },
				h("progress", { class: "kim-bar", value: done, max: sheet.competences.length, "aria-label": text }),
				h("span", { class: "kim-count" }, text),
				this.status
			)
		);
	}

	languages() {
		const { sheet } = this;
		const others = sheet.languages.filter(({ code }) => code !== sheet.language);
		if (!others.length || !sheet.may_write) return null;
		const options = [h("option", { value: "" }, __("No second language"))].concat(
			others.map(({ code, name }) =>
				h("option", { value: code, lang: code, selected: code === sheet.second_language }, name)
			)
		);
		const onchange = (event) => this.choose_language(event.target.value);
		return h(
			"label",
			{ class: "kim-language" },
			h("span", null, __("Second language")),
			h("select", { class: "form-control", onchange }, options)
		);
	}

	async choose_language(code) {
		await this.saving.send();
		await this.attempt(async () => {
			const fresh = await call("choose_language", { sheet: this.sheet.name, second_language: code });
			Object.assign(this.sheet, fresh);
			this.again();
			this.element.querySelector(".kim-language select")?.focus();
		});
	}

	show_question(index) {
		const { sheet } = this;
		const competence = sheet.competences[index];
		const last = index === sheet.competences.length - 1;
		this.at = index;
		this.again = () => this.show_question(index);
		this.show(
			h("p", { class: "kim-place" }, __("Competence {0} of {1}", [index + 1, sheet.competences.length])),
			question(sheet, competence, () => {
				this.saving.put(competence);
				this.refresh_progress();
			}),
			h(
				"nav",
				{ class: "kim-ways" },
				button(__("Back"), () => this.show_question(index - 1), { disabled: index === 0 }),
				!last && button(__("All answers"), () => this.show_summary()),
				last
					? button(__("All answers"), () => this.show_summary(), { primary: true })
					: button(__("Next"), () => this.show_question(index + 1), { primary: true })
			)
		);
	}

	refresh_progress() {
		const done = answered(this.sheet);
		const text = __("{0} of {1} answered", [done, this.sheet.competences.length]);
		this.element.querySelector(".kim-count").textContent = text;
		const bar = this.element.querySelector(".kim-bar");
		bar.value = done;
		bar.setAttribute("aria-label", text);
	}

	show_summary() {
		const { sheet } = this;
		const open = sheet.competences.length - answered(sheet);
		this.at = null;
		this.again = () => this.show_summary();
		this.show(
			h("h2", { tabindex: "-1" }, __("Your answers")),
			open > 0 &&
				h(
					"p",
					{ class: "kim-open" },
					open === 1
						? __("One competence is not answered yet. You can leave it open.")
						: __("{0} competences are not answered yet. You can leave them open.", [open])
				),
			answers(sheet, (index) => this.show_question(index)),
			h("p", null, __("When you finish, these answers are kept as they are. You can rate yourself anew at any time.")),
			h(
				"nav",
				{ class: "kim-ways" },
				button(__("Delete these answers"), () => this.ask_to_withdraw(), { quiet: true }),
				button(__("Finish"), () => this.finish(), { primary: true, disabled: open === sheet.competences.length })
			)
		);
	}

	ask_to_withdraw() {
		this.show(
			h("h2", { tabindex: "-1" }, __("Delete these answers?")),
			h("p", null, __("Nothing of this self assessment is kept. Finished ones stay.")),
			h(
				"nav",
				{ class: "kim-ways" },
				button(__("Keep them"), () => this.show_summary(), { primary: true }),
				button(__("Delete"), () =>
					this.attempt(async () => {
						this.saving.waiting.clear();
						await call("withdraw", { sheet: this.sheet.name });
						this.withdrawn?.();
					})
				)
			)
		);
	}

	async finish() {
		if (!(await this.saving.send())) return;
		await this.attempt(async () => {
			Object.assign(this.sheet, await call("finish", { sheet: this.sheet.name }));
			this.show_result(true);
			this.finished?.(this.sheet);
		});
	}

	show_result(just_now = false) {
		const { sheet } = this;
		const when = sheet.finished_on && day(sheet.finished_on);
		this.show(
			h("h2", { tabindex: "-1" }, just_now ? __("Thank you. Your answers are saved.") : __("Answers")),
			just_now && h("p", null, __("Your case worker sees them and talks about them with you.")),
			when &&
				h(
					"p",
					{ class: "kim-hint" },
					sheet.filled_in === "Alone"
						? __("Filled in alone, finished on {0}.", [when])
						: __("Filled in with a case worker, finished on {0}.", [when])
				),
			answers(sheet),
			this.home && h("nav", { class: "kim-ways" }, h("a", { class: "btn btn-primary", href: this.home }, __("My competences")))
		);
	}

	/** Says in the head of the page what became of the last answer. */
	tell(state, text) {
		this.last_told = [state, text];
		this.status.className = `kim-saved kim-is-${state}`;
		this.status.replaceChildren(text);
		if (state === "failed") {
			this.status.append(" ", button(__("Try again"), () => this.saving.send(), { small: true }));
		}
	}

	async attempt(work) {
		try {
			await work();
		} catch (error) {
			this.tell("failed", error.message);
			this.status.querySelector("button")?.remove();
		}
	}
}

function button(text, onclick, { primary, quiet, small, disabled } = {}) {
	const kind = primary ? "btn-primary" : quiet ? "btn-link" : "btn-default";
	return h("button", { type: "button", class: `btn ${kind} ${small ? "btn-xs" : ""}`, onclick, disabled }, text);
}
