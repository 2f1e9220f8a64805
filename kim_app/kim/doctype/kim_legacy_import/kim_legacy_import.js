// The form of a legacy import: its four steps as buttons, its progress by polling, its issues as a table.
const API = "kim_app.legacy_import.api";
const AT_WORK = ["Checking", "Running"];
const MOST_ISSUES_SHOWN = 200;

frappe.ui.form.on("KIM Legacy Import", {
	setup(frm) {
		frm.set_query("framework", () => ({ filters: { status: "Published" } }));
		frm.set_query("centre", () => ({ filters: { disabled: 0 } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.centre) return;
		// Most people work for one centre, and attaching the workbook saves the form at once.
		frappe.db
			.get_list("KIM Centre", { filters: { disabled: 0 }, pluck: "name", limit: 2 })
			.then((centres) => centres.length === 1 && frm.set_value("centre", centres[0]));
	},

	refresh(frm) {
		frm.get_field("sheets").grid.cannot_add_rows = true;
		frm.set_df_property("sheets", "cannot_delete_rows", 1);
		if (frm.is_new()) return;
		say_what_is_next(frm);
		add_steps(frm);
		show_progress(frm, frm.doc);
		show_issues(frm);
		if (AT_WORK.includes(frm.doc.status)) poll(frm);
	},
});

function is_uploader(frm) {
	return [frm.doc.owner, frm.doc.uploaded_by].includes(frappe.session.user);
}

function may_approve(frm) {
	return frappe.user.has_role("KIM Supervisor") && !is_uploader(frm);
}

function say_what_is_next(frm) {
	const texts = {
		Draft: __("Check the workbook: nothing is brought in yet, and every mistake in it is listed."),
		Checked: may_approve(frm)
			? __("Look at the sheets and the issues below, then approve the import or cancel it.")
			: __("Correct the workbook and attach it again, or ask a supervisor to approve the import as it is."),
		Approved: __("Start the import: the good rows are brought in."),
		Completed: __("The import is done. Rows that were refused can be corrected and brought in with a new import."),
		Cancelled: __("The import was cancelled. What was brought in before stays."),
		Failed: frappe.utils.escape_html(frm.doc.error || __("The import failed.")),
	};
	const colour = { Failed: "red", Completed: "green", Cancelled: "orange" }[frm.doc.status] || "blue";
	frm.set_intro("");
	if (texts[frm.doc.status]) frm.set_intro(texts[frm.doc.status], colour);
}

function add_steps(frm) {
	if (!frm.perm[0].write) return;
	const status = frm.doc.status;
	if (["Draft", "Checked", "Failed"].includes(status)) {
		step(frm, __("Check"), "check", status !== "Checked");
	}
	if (status === "Checked" && may_approve(frm)) {
		step(frm, __("Approve"), "approve", true, () =>
			__("Approve bringing in the good rows of this workbook? Decided validations come in as decided by you.")
		);
	}
	if (status === "Approved") step(frm, __("Start"), "start", true);
	if (!["Completed", "Cancelled"].includes(status)) {
		step(frm, __("Cancel"), "cancel", false, () =>
			__("Cancel this import for good? What was brought in so far stays.")
		);
	}
}

function step(frm, label, method, primary, question) {
	const take = () => {
		if (frm.is_dirty()) {
			frappe.msgprint(__("Save the form first."));
			return;
		}
		frappe
			.call({ method: `${API}.${method}`, args: { name: frm.doc.name }, freeze: true })
			.then(() => frm.reload_doc());
	};
	const button = frm.add_custom_button(label, () =>
		question ? frappe.confirm(question(), take) : take()
	);
	if (primary) button.removeClass("btn-default").addClass("btn-primary");
}

// A trial bench has no socket.io, so the form asks once a second while a job is at work.
function poll(frm) {
	clearTimeout(frm.kim_poll);
	const name = frm.doc.name;
	frm.kim_poll = setTimeout(() => {
		if (frm.doc.name !== name || cur_frm !== frm) return;
		frappe.call({ method: `${API}.progress`, type: "GET", args: { name } }).then(({ message }) => {
			if (frm.doc.name !== name || !message) return;
			show_progress(frm, message);
			if (AT_WORK.includes(message.status)) poll(frm);
			else frm.reload_doc();
		});
	}, 1000);
}

function show_progress(frm, state) {
	if (!AT_WORK.includes(state.status)) {
		frm.dashboard.hide_progress();
		return;
	}
	const title = state.status === "Checking" ? __("Checking the workbook") : __("Bringing in the rows");
	const counts = __("{0} created, {1} already there, {2} refused, of {3} rows", [
		state.rows_created || 0,
		state.rows_skipped || 0,
		state.rows_rejected || 0,
		state.rows_read || 0,
	]);
	const percent = state.status === "Checking" ? 100 : Math.max(1, Math.round(state.progress || 0));
	frm.dashboard.show_progress(title, percent, state.status === "Checking" ? title : counts);
}

function show_issues(frm) {
	const field = frm.get_field("issues_html");
	if (!frm.doc.rows_read) {
		field.$wrapper.empty();
		return;
	}
	frappe.db
		.get_list("KIM Import Issue", {
			filters: { legacy_import: frm.doc.name },
			fields: ["kind", "severity", "sheet", "row", "column", "cell", "value", "message"],
			order_by: "idx asc",
			limit: MOST_ISSUES_SHOWN + 1,
		})
		.then((issues) => draw_issues(frm, field.$wrapper, issues));
}

function draw_issues(frm, $wrapper, issues) {
	if (!issues.length) {
		$wrapper.html(`<p class="text-muted">${__("No mistakes were found.")}</p>`);
		return;
	}
	const kinds = [...new Set(issues.map((issue) => issue.kind))].sort();
	const cells = (issue) =>
		[issue.sheet, issue.row, issue.column, issue.cell, issue.value, issue.kind, issue.message]
			.map((text) => `<td>${frappe.utils.escape_html(String(text ?? ""))}</td>`)
			.join("");
	const titles = [
		__("Sheet"),
		__("Row"),
		__("Column"),
		__("Cell"),
		__("Value"),
		__("Kind"),
		__("What to do"),
	];
	const more =
		issues.length > MOST_ISSUES_SHOWN
			? __("The first {0} issues are shown.", [MOST_ISSUES_SHOWN])
			: __("{0} issues.", [issues.length]);
	$wrapper.html(`
		<div class="flex align-center mb-3" style="gap: var(--margin-md)">
			<select class="form-control input-xs kim-issue-kind" style="max-width: 16rem"
				aria-label="${__("Kind of issue")}">
				<option value="">${__("All kinds")}</option>
				${kinds.map((kind) => `<option value="${kind}">${kind}</option>`).join("")}
			</select>
			<span class="text-muted">${more}</span>
			<a class="kim-all-issues" href="#">${__("Open the list of issues")}</a>
		</div>
		<div class="table-responsive">
			<table class="table table-bordered table-condensed small">
				<thead><tr>${titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
				<tbody>${issues
					.slice(0, MOST_ISSUES_SHOWN)
					.map((issue) => `<tr data-kind="${issue.kind}">${cells(issue)}</tr>`)
					.join("")}</tbody>
			</table>
		</div>`);
	$wrapper.find(".kim-issue-kind").on("change", (event) => {
		const kind = event.target.value;
		$wrapper.find("tbody tr").each((_index, row) => $(row).toggle(!kind || row.dataset.kind === kind));
	});
	$wrapper.find(".kim-all-issues").on("click", (event) => {
		event.preventDefault();
		frappe.set_route("List", "KIM Import Issue", { legacy_import: frm.doc.name });
	});
}
