// Choosing what to validate, and what became of each choice.
import { h } from "../competence_profile/dom.js";
import { outcome } from "./outcome.js";
import { heading, row } from "./row.js";

const METHODS = "kim_app.validation.start.";

export class StartValidations {
	/** `participant` and the `name` they are shown by; `on_close(started)` is told how many were made. */
	constructor({ participant, name, on_close }) {
		Object.assign(this, { participant, on_close, started: 0 });
		this.dialog = new frappe.ui.Dialog({
			title: __("Start validations for {0}", [frappe.utils.escape_html(name)]),
			size: "extra-large",
			fields: [{ fieldname: "body", fieldtype: "HTML" }],
			primary_action_label: __("Start"),
			primary_action: () => this.start(),
			on_hide: () => this.on_close && this.on_close(this.started),
		});
		this.body = this.dialog.get_field("body").$wrapper.get(0);
		this.body.classList.add("kim-start");
		this.dialog.show();
		this.load({});
	}

	load(choice) {
		this.dialog.disable_primary_action();
		const args = { participant: this.participant, ...choice };
		return frappe.call({ method: `${METHODS}candidates`, args, type: "GET" }).then(({ message }) => {
			this.offer = message;
			this.rows = message.rows.map((entry) => row(entry, () => this.count()));
			this.draw();
		});
	}

	draw() {
		this.body.replaceChildren(
			this.offer.consent_warning
				? h("p", { class: "alert alert-warning", role: "alert", dir: "auto" }, this.offer.consent_warning)
				: "",
			this.source(),
			h("p", { class: "text-muted" }, this.explanation()),
			...(this.rows.length ? [this.all(), heading()] : []),
			h("ul", { class: "kim-start-rows" }, this.rows.map(({ element }) => element))
		);
		this.count();
	}

	explanation() {
		if (!this.rows.length) return __("There is nothing to choose here. Choose another framework or target profile.");
		return this.offer.target_profile
			? __("Ticked is what the target profile requires and is not validated yet. Tick or untick as you see fit.")
			: __("Ticked is what the participant claims or has evidence of. Tick or untick as you see fit.");
	}

	/** One choice for both: a framework or a target profile. */
	source() {
		const { frameworks, target_profiles, framework, target_profile } = this.offer;
		const option = (kind, chosen) => (entry) =>
			h("option", { value: `${kind} ${entry.name}`, selected: entry.name === chosen }, entry.title);
		const select = h(
			"select",
			{
				class: "form-control input-sm",
				id: "kim-start-source",
				onchange: ({ target }) => {
					const [kind, ...name] = target.value.split(" ");
					this.load({ [kind]: name.join(" ") });
				},
			},
			h("optgroup", { label: __("Frameworks") }, frameworks.map(option("framework", framework))),
			target_profiles.length
				? h(
						"optgroup",
						{ label: __("Target profiles") },
						target_profiles.map(option("target_profile", target_profile))
				  )
				: null
		);
		return h("label", { class: "kim-start-source", for: "kim-start-source" }, h("span", {}, __("Competences of")), select);
	}

	all() {
		this.everything = h("input", {
			type: "checkbox",
			onchange: ({ target }) => {
				for (const { box } of this.rows) if (!box.disabled) box.checked = target.checked;
				this.count();
			},
		});
		return h("label", { class: "kim-start-all" }, this.everything, __("Tick all that can be started"));
	}

	ticked() {
		return this.rows.filter(({ box }) => box.checked);
	}

	count() {
		const ticked = this.ticked().length;
		this.dialog.set_primary_action(
			ticked === 1 ? __("Start 1 validation") : __("Start {0} validations", [ticked]),
			() => this.start()
		);
		if (ticked) this.dialog.enable_primary_action();
		else this.dialog.disable_primary_action();
		if (this.everything) {
			const possible = this.rows.filter(({ box }) => !box.disabled).length;
			this.everything.disabled = !possible;
			this.everything.checked = possible > 0 && ticked === possible;
			this.everything.indeterminate = ticked > 0 && ticked < possible;
		}
	}

	start() {
		const choices = this.ticked().map(({ choice }) => choice());
		if (!choices.length) return null;
		this.dialog.disable_primary_action();
		return frappe
			.call({
				method: `${METHODS}start`,
				args: { participant: this.participant, choices: JSON.stringify(choices) },
				type: "POST",
				freeze: true,
				freeze_message: __("Starting validations"),
			})
			.then(({ message }) => {
				this.started += message.filter(({ validation }) => validation).length;
				this.body.replaceChildren(...outcome(message));
				this.dialog.set_primary_action(__("Close"), () => this.dialog.hide());
				this.dialog.enable_primary_action();
			})
			.catch(() => this.count());
	}
}
