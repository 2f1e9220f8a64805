// "What waits for you": on the left what waits, oldest first; on the right one case with everything that a
// decision on it needs; many cases are decided at once on a worker, and what became of each is shown.
import { case_html } from "./case.js";
import { ask, ask_for_decision } from "./dialogs.js";
import { filters_html, keys_html, tabs_html } from "./filters.js";
import { head_html, row_html } from "./list.js";
import { plan_html } from "./plan.js";
import { Run } from "./run.js";
import { html, section_texts } from "./words.js";

const INBOX = "kim_app.validation.inbox";
const NARROW = 768;
// So many of the cases that one decision is about are named before it.
const MOST_NAMED = 10;

export class Inbox {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("What waits for you"),
			single_column: true,
		});
		this.page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
		this.wrapper = wrapper;
		this.selected = new Map();
		this.rows = [];
		this.filters = { text: "", centre: "", state: "", everyone: 0 };
		this.$body = $('<div class="kim-inbox"></div>').appendTo(this.page.main);
		this.run = new Run($('<div class="kim-run" role="status"></div>').appendTo(this.$body), {
			on_start: () => {
				this.selected.clear();
				this.draw_list();
			},
			on_end: () => this.refresh(),
		});
		this.$tabs = $('<div class="kim-tabs" role="tablist"></div>').appendTo(this.$body);
		this.$filters = $('<div class="kim-filters"></div>').appendTo(this.$body);
		this.$columns = $('<div class="kim-columns"></div>').appendTo(this.$body);
		this.$list = $('<div class="kim-list"></div>').appendTo(this.$columns);
		this.$case = $('<div class="kim-case" tabindex="-1"></div>').appendTo(this.$columns);
		this.$keys = $('<p class="kim-small kim-keys"></p>').appendTo(this.$body);
		this.bind();
	}

	bind() {
		this.$tabs.on("click", "button", (event) => this.choose_section(event.currentTarget.dataset.section));
		this.$list.on("change", ".kim-row input", (event) => {
			const row = this.row(event.target.closest(".kim-row").dataset.name);
			this.select(row, event.target.checked);
		});
		this.$list.on("change", ".kim-all", (event) => {
			this.rows.forEach((row) => this.select(row, event.target.checked, true));
			this.draw_list();
		});
		this.$list.on("click", ".kim-row", (event) => {
			if (!$(event.target).is("input")) this.open(event.currentTarget.dataset.name);
		});
		this.$list.on("click", "[data-bulk]", (event) => this.decide_many(event.currentTarget.dataset.bulk));
		this.$list.on("click", ".kim-more button", () => this.load_cases(true));
		this.$case.on("click", "[data-action]", (event) => this.act(event.currentTarget.dataset.action));
		this.$case.on("click", ".kim-back", () => this.$body.removeClass("kim-reading"));
		this.$filters.on("change", "select, input[type=checkbox]", () => this.filter());
		this.$filters.on("input", "input[type=search]", frappe.utils.debounce(() => this.filter(), 300));
		$(document).on("keydown", (event) => this.key(event));
	}

	show() {
		const asked = frappe.route_options || {};
		const [, section, name] = frappe.get_route();
		frappe.route_options = null;
		if (section === "run" && name) this.run.follow(name);
		else if (section_texts(section)) this.section = section;
		return this.refresh().then(() => {
			if (asked.decide) this.decide_chosen(asked.decide);
			else if (name && section !== "run") this.open(name);
		});
	}

	refresh() {
		return frappe.call({ method: `${INBOX}.sections`, type: "GET" }).then(({ message }) => {
			this.settings = message;
			const keys = message.sections.map(({ key }) => key);
			if (keys.includes("decide")) this.run.find_unfinished();
			if (!keys.includes(this.section)) {
				this.section = (message.sections.find(({ count }) => count) || message.sections[0] || {}).key;
			}
			this.draw_surroundings();
			if (this.section) return this.load_cases();
			this.$list.html(`<div class="kim-empty">${__("Nothing can wait for you: you have none of the roles that go on with validations.")}</div>`);
		});
	}

	draw_surroundings() {
		const { sections, centres } = this.settings;
		this.$tabs.html(tabs_html(sections, this.section));
		this.$filters.html(filters_html(this.section, centres, this.filters));
		this.$keys.html(keys_html(this.section));
	}

	choose_section(key) {
		this.section = key;
		this.filters.state = "";
		this.selected.clear();
		this.name = null;
		this.draw_surroundings();
		this.load_cases();
	}

	filter() {
		const value = (selector) => this.$filters.find(selector).val() || "";
		this.filters = {
			text: value("input[type=search]"),
			centre: value("[name=centre]"),
			state: value("[name=state]"),
			everyone: this.$filters.find("[name=everyone]").is(":checked") ? 1 : 0,
		};
		this.selected.clear();
		return this.load_cases();
	}

	load_cases(more = false) {
		const start = more ? this.shown : 0;
		const asked = (this.asked = {});
		return frappe
			.call({ method: `${INBOX}.cases`, type: "GET", args: { section: this.section, start, ...this.filters } })
			.then(({ message }) => {
				// A slower answer to an earlier question is not shown over a later one.
				if (asked !== this.asked) return;
				this.rows = more ? this.rows.concat(message.rows) : message.rows;
				this.apart = more ? this.apart.concat(message.apart) : message.apart;
				this.more = message.more;
				this.shown = message.shown;
				for (const name of this.selected.keys()) if (!this.row(name)) this.selected.delete(name);
				this.draw_list();
				if (more) return;
				if (this.row(this.name)) return this.open(this.name, true);
				const first = this.rows[0] || this.apart[0];
				if (first && window.innerWidth >= NARROW) return this.open(first.name, true);
				this.name = null;
				this.draw_no_case();
			});
	}

	row(name) {
		return this.rows.find((row) => row.name === name) || (this.apart || []).find((row) => row.name === name);
	}

	draw_list() {
		const parts = [];
		const filtered = Object.values(this.filters).some(Boolean);
		if (this.section === "decide" && this.rows.length) parts.push(head_html(this));
		parts.push(...this.rows.map((row) => row_html(row, this, this.section === "decide")));
		if (!this.rows.length) {
			const text = filtered ? __("Nothing matches what you look for.") : section_texts(this.section).empty;
			parts.push(`<div class="kim-empty">${html(text)}</div>`);
		}
		if (this.apart.length) {
			parts.push(`<div class="kim-apart kim-small">${html(__("Others have to decide these."))}</div>`);
			parts.push(...this.apart.map((row) => row_html(row, this, false)));
		}
		if (this.more) parts.push(`<div class="kim-more"><button class="btn btn-default btn-sm">${html(__("Show more"))}</button></div>`);
		this.$list.html(parts.join(""));
	}

	select(row, chosen, quietly = false) {
		if (chosen) this.selected.set(row.name, row.modified);
		else this.selected.delete(row.name);
		if (quietly) return;
		this.$list.find(".kim-list-head").replaceWith(head_html(this));
	}

	draw_no_case() {
		this.$body.removeClass("kim-reading");
		this.$case.html(`<div class="kim-empty">${html(section_texts(this.section).choose || __("Choose a validation to see it here."))}</div>`);
	}

	open(name, by_itself = false) {
		this.name = name;
		this.$list.find(".kim-row").each((_index, element) => {
			element.classList.toggle("kim-open", element.dataset.name === name);
			if (element.dataset.name === name) element.scrollIntoView({ block: "nearest" });
		});
		if (!by_itself) this.$body.addClass("kim-reading");
		if (this.case?.name !== name) this.$case.html(`<div class="kim-empty">${html(__("Loading..."))}</div>`);
		return frappe.call({ method: `${INBOX}.case`, type: "GET", args: { name, section: this.section } }).then(({ message }) => {
			if (this.name !== name) return;
			this.case = message;
			this.$case.html(this.section === "plans" ? plan_html(message) : case_html(message));
			if (!by_itself && window.innerWidth < NARROW) window.scrollTo(0, 0);
		});
	}

	step_to(offset) {
		const order = [...this.rows, ...this.apart];
		const index = order.findIndex((row) => row.name === this.name);
		const next = order[Math.min(order.length - 1, Math.max(0, index + offset))];
		if (next && next.name !== this.name) this.open(next.name);
	}

	act(action) {
		if (action === "open") {
			const doctype = this.section === "plans" ? "KIM Inclusion Plan" : "KIM Validation";
			return frappe.set_route("Form", doctype, this.name);
		}
		const { needs_reason } = this.case.actions.find((row) => row.action === action);
		return ask(action, this.subject(), needs_reason, (reason) => this.take(action, reason));
	}

	/** Who and what a decision is about, as the lines of the question that comes before it. */
	subject() {
		const { participant_name, competence_title, proposed } = this.case;
		const level = proposed && __("Proposed level: {0}", [`${proposed.code} ${proposed.title}`]);
		return [participant_name, competence_title || __("Inclusion plan"), level].filter(Boolean);
	}

	take(action, reason) {
		if (this.busy) return;
		this.busy = true;
		const { name, modified } = this.case;
		const order = [...this.rows];
		const index = order.findIndex((row) => row.name === name);
		const next = order[index + 1] || order[index - 1];
		return frappe
			.call({ method: `${INBOX}.decide`, args: { name, action, reason, seen: modified, section: this.section }, freeze: true })
			.then(
				({ message }) => {
					frappe.show_alert({ message: `${name}: ${__(message.state)}`, indicator: "green" });
					this.selected.delete(name);
					this.name = next ? next.name : null;
				},
				() => {}
			)
			.then(() => {
				this.busy = false;
				return this.refresh();
			});
	}

	key(event) {
		const typing = $(event.target).is("input:not([type=checkbox]), select, textarea, [contenteditable]");
		const elsewhere = frappe.get_route()[0] !== "kim-inbox" || $(".modal.show").length;
		if (typing || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
		const row = this.rows.find(({ name }) => name === this.name);
		const may = (action) => (this.case?.actions || []).some((other) => other.action === action);
		if (event.key === "j") this.step_to(1);
		else if (event.key === "k") this.step_to(-1);
		else if (event.key === "o" && this.name) this.act("open");
		else if (event.key === "x" && row && this.section === "decide") {
			this.select(row, !this.selected.has(row.name), true);
			this.draw_list();
		} else if (event.key === "a" && may("Approve")) {
			this.act("Approve");
		} else return;
		event.preventDefault();
	}

	decide_many(action) {
		const names = Object.fromEntries(this.selected);
		const chosen = [...this.selected.keys()].map((name) => this.row(name)).filter(Boolean);
		const told = chosen.slice(0, MOST_NAMED).map(({ participant_name, competence_title, proposed_level }) =>
			[participant_name, competence_title, proposed_level && __("Level {0}", [proposed_level])]
				.filter(Boolean)
				.join(", ")
		);
		const more = chosen.length - told.length;
		const subject = [__("{0} validations", [chosen.length]), ...told];
		if (more) subject.push(__("and {0} more", [more]));
		ask(action, subject, this.settings.reasons[action], (reason) =>
			this.run.start(names, action, reason)
		);
	}

	// Chosen in the list of validations: {name: modified}, and how many of the chosen ones do not wait.
	decide_chosen({ names, others }) {
		const count = Object.keys(names).length;
		ask_for_decision({ count, others, reasons: this.settings.reasons }, (action, reason) =>
			this.run.start(names, action, reason)
		);
	}
}
