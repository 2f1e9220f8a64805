// The picture of one participant's competences: it asks the server once, then draws what is chosen.
import { details } from "./details.js";
import { h } from "./dom.js";
import { table } from "./table.js";
import { axis, legend, track } from "./track.js";
import * as words from "./words.js";

const METHOD = "kim_app.profile.api.profile";
// The choice in "Show" that stands for what the target profile requires.
const REQUIRED = "\u0000required";
const MARKS = { validated: "✔", soon: "⌛", lapsed: "⌛", claimed: "○", open: "…", met: "⚑", gap: "⚑", nothing: "" };

let drawn = 0;

// What Frappe returns is jQuery's kind of promise, which knows no `finally`.
const read_in_desk = (method, args) => Promise.resolve(frappe.call({ method, args, type: "GET" })).then(({ message }) => message);

export class CompetenceProfile {
	/** `element` is filled; `participant` a name; `own` when the reader is that person; `link(doctype,
	 * name)` the address of a record, left out where records cannot be opened; `target` the name of the
	 * target profile to begin with; `on_load(data)` is told what was read; `read(method, args)` asks the server
	 * on a page that has none of Frappe's scripts. */
	constructor(element, { participant, own = false, link = null, target = null, on_load = null, read = read_in_desk }) {
		Object.assign(this, { element, participant, own, link, target, on_load, read });
		this.id = `kim-profile-${(drawn += 1)}`;
		this.as_table = false;
		this.view = null;
		this.unfolded = new Set();
	}

	load() {
		this.element.setAttribute("aria-busy", "true");
		const args = { participant: this.participant };
		if (this.target) args.target_profile = this.target;
		return this.read(METHOD, args)
			.then((data) => this.show(data))
			.catch(() => this.element.replaceChildren(h("p", { class: "kim-muted" }, __("The competence profile could not be read. Load the page again."))))
			.finally(() => this.element.removeAttribute("aria-busy"));
	}

	/** Draws `data`, which is what the server's `profile` gives. */
	show(data) {
		this.data = data;
		const views = this.views().map(([value]) => value);
		if (!views.includes(this.view)) this.view = views[0];
		this.draw();
		if (this.on_load) this.on_load(data);
	}

	views() {
		const { frameworks, target } = this.data;
		const views = frameworks.map(({ name, title }) => [name, title]);
		if (target) views.unshift([REQUIRED, __("What {0} requires", [target.title])]);
		return views;
	}

	/** What is on show: pairs of a framework and its competences. */
	groups() {
		const { frameworks, target } = this.data;
		if (this.view !== REQUIRED) {
			const framework = frameworks.find(({ name }) => name === this.view);
			return framework ? [[framework, framework.competences]] : [];
		}
		return frameworks
			.map((framework) => {
				const required = framework.competences.filter((entry) => entry.target);
				required.sort((one, other) => target.gaps.indexOf(one.name) - target.gaps.indexOf(other.name));
				return [framework, required];
			})
			.filter(([_framework, required]) => required.length);
	}

	draw() {
		const groups = this.groups();
		const shown = groups.flatMap(([_framework, entries]) => entries);
		const flagged = shown.some((entry) => entry.target);
		this.element.classList.add("kim-profile");
		this.element.replaceChildren(
			this.summary(),
			this.controls(),
			...groups.map(([framework, entries]) => this.group(framework, entries, groups.length > 1, flagged)),
			this.as_table
				? ""
				: legend({ own: this.own, flagged, lapsed: shown.some((entry) => entry.lapsed) })
		);
	}

	summary() {
		const { counts, target } = this.data;
		const parts = [
			counts.validated === 1 ? __("1 competence validated") : __("{0} competences validated", [counts.validated]),
			this.own ? __("{0} claimed by you", [counts.claimed]) : __("{0} claimed", [counts.claimed]),
			counts.open && __("{0} in progress", [counts.open]),
			counts.lapsed && __("{0} no longer valid", [counts.lapsed]),
		];
		const compared = target && [
			__("{0}: {1} of {2} requirements reached.", [target.title, target.met, target.gaps.length]),
			target.only_claimed && __("{0} more claimed.", [target.only_claimed]),
		];
		return h(
			"p",
			{ class: "kim-summary", role: "status", dir: "auto" },
			parts.filter(Boolean).join(", ") + ".",
			compared && " ",
			compared && h("b", { dir: "auto" }, compared.filter(Boolean).join(" "))
		);
	}

	controls() {
		const views = this.views();
		const { target_profiles, target } = this.data;
		const targets = target_profiles.map(({ name, title, kind }) => [name, `${title} (${__(kind)})`]);
		if (target && !targets.some(([name]) => name === target.name)) targets.push([target.name, target.title]);
		return h(
			"div",
			{ class: "kim-controls" },
			views.length > 1 && this.select("view", __("Competences of"), views, this.view, (value) => {
				this.view = value;
				this.draw();
			}),
			targets.length > 0 &&
				this.select("target", __("Compare with"), [["", __("No target profile")], ...targets], this.target || "", (value) => {
					this.target = value || null;
					this.view = value ? REQUIRED : null;
					this.load();
				}),
			h(
				"button",
				{
					type: "button",
					class: "btn btn-default btn-sm kim-as-table",
					"aria-pressed": String(this.as_table),
					onclick: () => {
						this.as_table = !this.as_table;
						this.draw();
						this.element.querySelector(".kim-as-table").focus();
					},
				},
				this.as_table ? __("Show the picture") : __("Show as a table")
			)
		);
	}

	select(name, label, options, value, onchange) {
		const id = `${this.id}-${name}`;
		return h(
			"label",
			{ for: id },
			h("span", {}, label),
			h(
				"select",
				{
					id,
					class: "form-control input-sm",
					"data-choice": name,
					onchange: ({ target }) => onchange(target.value),
				},
				options.map(([key, text]) => h("option", { value: key, selected: key === value }, text))
			)
		);
	}

	group(framework, entries, titled, flagged) {
		const { scale } = framework;
		const heading = titled && h("h4", { class: "kim-group", dir: "auto" }, framework.title);
		if (this.as_table) {
			const caption = this.view === REQUIRED ? this.data.target.title : framework.title;
			return h("div", {}, heading, table(entries, scale, { own: this.own, flagged, caption }));
		}
		return h(
			"div",
			{},
			heading,
			h("div", { class: "kim-row-head kim-axis-row" }, h("span"), axis(scale), h("span")),
			h("ul", { class: "kim-rows" }, entries.map((entry) => this.row(entry, scale))),
			framework.left_out &&
				this.view !== REQUIRED &&
				h("p", { class: "kim-muted" }, __("Only competences with something on record are shown."))
		);
	}

	row(entry, scale) {
		const id = `${this.id}-${entry.name}`;
		const open = this.unfolded.has(entry.name);
		const body = h("div", { class: "kim-details", id, hidden: !open });
		const unfold = () => body.replaceChildren(...details(entry, scale, this));
		if (open) unfold();
		const toggle = ({ currentTarget }) => {
			const opening = body.hidden;
			if (opening) unfold();
			this.unfolded[opening ? "add" : "delete"](entry.name);
			body.hidden = !opening;
			currentTarget.setAttribute("aria-expanded", String(opening));
		};
		return h(
			"li",
			{ class: "kim-row", "data-competence": entry.name },
			h(
				"button",
				{ type: "button", class: "kim-row-head", "aria-expanded": String(open), "aria-controls": id, onclick: toggle },
				h("span", { class: "kim-row-title" }, h("bdi", {}, entry.title), " ", h("small", {}, entry.code)),
				track(entry, scale, this.own),
				h(
					"span",
					{ class: "kim-row-status", "aria-hidden": "true" },
					words.standing(entry, scale, this.own).map(([kind, text]) =>
						h("span", { class: `kim-is-${kind}` }, h("i", {}, MARKS[kind]), h("span", { dir: "auto" }, text))
					)
				)
			),
			body
		);
	}
}
