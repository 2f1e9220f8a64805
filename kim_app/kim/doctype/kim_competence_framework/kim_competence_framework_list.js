// The list of frameworks: where each one stands, and a framework in from a file.
frappe.listview_settings["KIM Competence Framework"] = {
	add_fields: ["status", "organisation"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = { Draft: "orange", Published: "green", Retired: "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	onload(list) {
		if (frappe.model.can_create("KIM Competence Framework")) {
			list.page.add_inner_button(__("Import framework"), () =>
				frappe
					.call("kim_app.frameworks.api.organisations")
					.then(({ message }) => new FrameworkImport(message || []))
			);
		}
	},
};

class FrameworkImport {
	constructor(organisations) {
		this.dialog = new frappe.ui.Dialog({
			title: __("Import a framework"),
			size: "large",
			fields: [
				{
					fieldname: "file",
					fieldtype: "HTML",
					options: `<div class="form-group">
						<label class="control-label" for="kim-framework-file">${__("File")}</label>
						<input type="file" id="kim-framework-file" class="form-control" style="height: auto"
							accept=".json,.csv,application/json,text/csv">
						<p class="help-box small text-muted">${__(
							"CASE (1EdTech) as JSON, or CSV with ESCO's columns. It is read and not kept; the framework in it becomes a draft."
						)}</p></div>`,
				},
				{ fieldname: "section_1", fieldtype: "Section Break" },
				{
					fieldname: "code",
					fieldtype: "Data",
					label: __("Code"),
					description: __("Instead of the file's, or when it gives none."),
				},
				{ fieldname: "column_1", fieldtype: "Column Break" },
				{
					fieldname: "version",
					fieldtype: "Data",
					label: __("Version"),
					description: __("Instead of the file's: to import a framework that is here already."),
				},
				{ fieldname: "column_2", fieldtype: "Column Break" },
				{
					fieldname: "title",
					fieldtype: "Data",
					label: __("Title"),
					description: __("When the file gives none."),
				},
				{ fieldname: "section_2", fieldtype: "Section Break" },
				{
					fieldname: "organisation",
					fieldtype: "Select",
					label: __("Owner organisation"),
					options: organisations,
					default: organisations[0],
					hidden: organisations.length < 2,
				},
				{ fieldname: "problems", fieldtype: "HTML" },
			],
			primary_action_label: __("Import"),
			primary_action: () => this.load(),
		});
		this.dialog.show();
		this.dialog.$wrapper.on("change", "input", () => this.tell({ problems: [] }));
	}

	load() {
		const [file] = this.dialog.$wrapper.find("#kim-framework-file")[0].files;
		if (!file) {
			frappe.show_alert({ message: __("Choose a file first."), indicator: "orange" });
			return;
		}
		const body = new FormData();
		body.append("file", file, file.name);
		for (const [name, value] of Object.entries(this.dialog.get_values(true))) {
			if (value && ["code", "version", "title", "organisation"].includes(name)) body.append(name, value);
		}
		if (this.seen) body.append("accept", 1);
		frappe.dom.freeze(__("Reading the file …"));
		fetch("/api/method/kim_app.frameworks.exchange.api.load", {
			method: "POST",
			body,
			headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
		})
			.then(async (response) => {
				const answer = await response.json().catch(() => ({}));
				if (!response.ok) return frappe.request.cleanup({}, answer);
				this.tell(answer.message);
			})
			.finally(() => frappe.dom.unfreeze());
	}

	// What came of the file: the draft opens, or everything that is wrong with it is shown.
	tell({ framework, problems, count }) {
		if (framework) {
			this.dialog.hide();
			frappe.show_alert({ message: __("{0} is here as a draft.", [framework]), indicator: "green" });
			frappe.set_route("Form", "KIM Competence Framework", framework);
			return;
		}
		const errors = problems.filter((problem) => problem.blocking);
		this.seen = problems.length > 0 && errors.length === 0;
		this.dialog.get_primary_btn().text(this.seen ? __("Import all the same") : __("Import"));
		this.dialog.fields_dict.problems.$wrapper.html(problems.length ? table_of(problems, count, errors.length) : "");
	}
}

function table_of(problems, count, errors) {
	const escape = frappe.utils.escape_html;
	const heading = errors
		? __("Nothing was imported. Problems to solve in the file: {0}", [errors < problems.length ? errors : count])
		: __("The file can be imported, but not everything in it:");
	const rows = problems.map(
		(problem) => `<tr class="${problem.blocking ? "" : "text-muted"}">
			<td class="text-right">${problem.line || ""}</td>
			<td style="min-width: 150px; overflow-wrap: anywhere">${escape(problem.place || "")}</td>
			<td>${escape(problem.message)}</td>
		</tr>`
	);
	const more = count > problems.length ? `<p class="text-muted">${__("… and {0} more.", [count - problems.length])}</p>` : "";
	return `<p role="alert"><span class="indicator ${errors ? "red" : "orange"}"></span><b>${heading}</b></p>
		<div style="max-height: 50vh; overflow: auto"><table class="table table-bordered kim-problems">
		<thead><tr><th class="text-right">${__("Line", null, "File")}</th><th>${__("Place")}</th><th>${__("Problem")}</th></tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>${more}`;
}
