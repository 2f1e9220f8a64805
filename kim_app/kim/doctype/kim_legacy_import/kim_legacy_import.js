// The form of a legacy import: its steps as buttons, its progress by polling, and what the check found.
const API = "kim_app.legacy_import.api";
const AT_WORK = ["Checking", "Running"];
const CORRECTABLE = ["Draft", "Checked", "Failed"];

frappe.ui.form.on("KIM Legacy Import", {
	setup(frm) {
		frm.set_query("framework", () => ({ filters: { status: "Published", meant_for: "Participants" } }));
		frm.set_query("centre", () => ({ filters: { disabled: 0 } }));
		frm.set_query("training_course", () => ({ filters: { status: "Published" } }));
		frm.set_query("template", () => ({ filters: { centre: frm.doc.centre, disabled: 0 } }));
		frm.kim_matches_changed = () => {
			frm.page.clear_primary_action();
			frm.kim_unconfirmed = true;
			frm.page.set_primary_action(__("Confirm matches"), () => confirm_matches(frm));
		};
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
		frm.kim_unconfirmed = false;
		if (frm.is_new()) return;
		say_what_is_next(frm);
		add_steps(frm);
		show_progress(frm, frm.doc);
		show_review(frm);
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
	const checked_before = frm.doc.status === "Draft" && frm.doc.checked_on;
	const texts = {
		Draft: checked_before
			? __("Something was corrected since the last check. Check again to see what is left.")
			: __("Check the workbook: nothing is brought in yet, and every mistake in it is listed."),
		Checked: checked_words(frm),
		Approved: __("Start the import: the good rows are brought in."),
		Completed: __("The import is done. Rows that were refused can be corrected and brought in with a new import."),
		Cancelled: __("The import was cancelled. What was brought in before stays."),
		Undone: __("The import was taken back."),
		Failed: frappe.utils.escape_html(frm.doc.error || __("The import failed.")),
	};
	const colour = { Failed: "red", Completed: "green", Cancelled: "orange", Undone: "orange" }[frm.doc.status];
	frm.set_intro("");
	if (texts[frm.doc.status]) frm.set_intro(texts[frm.doc.status], colour || "blue");
}

function checked_words(frm) {
	if (may_approve(frm)) return __("Look at the sheets and the issues below, then approve the import or cancel it.");
	if (!frm.doc.template) {
		return __("Look at which column is which field and confirm it: it is kept for the next workbook of the centre.");
	}
	return __("Correct what is marked, here or in the workbook, or ask a supervisor to approve the import as it is.");
}

function add_steps(frm) {
	if (!frm.perm[0].write) return;
	const { status } = frm.doc;
	if (CORRECTABLE.includes(status)) {
		step(frm, __("Check"), "check", status !== "Checked");
		if (frm.doc.workbook) frm.add_custom_button(__("Add a workbook"), () => add_workbook(frm));
	}
	if (status === "Checked") {
		if (!may_approve(frm)) {
			const confirm = frm.add_custom_button(__("Confirm matches"), () => confirm_matches(frm));
			if (!frm.doc.template) primary(confirm);
		}
		frm.add_custom_button(__("Workbook with the problems marked"), () => download_marked(frm));
	}
	if (status === "Checked" && may_approve(frm)) {
		step(frm, __("Approve"), "approve", true, () =>
			__("Approve bringing in the good rows of this workbook? Decided validations come in as decided by you.")
		);
	}
	if (status === "Approved") step(frm, __("Start"), "start", true);
	if (frm.doc.started_on && ["Failed", "Cancelled"].includes(status)) {
		step(frm, __("Resume"), "resume", true);
	}
	if (frm.doc.started_on && frappe.user.has_role("KIM Supervisor") && ["Completed", "Failed", "Cancelled"].includes(status)) {
		step(frm, __("Undo", null, "Import"), "undo", false, () =>
			__("Take back what this import brought in? What people changed since stays and is listed.")
		);
	}
	if (!["Completed", "Cancelled", "Undone"].includes(status)) {
		step(frm, __("Cancel"), "cancel", false, () =>
			__("Cancel this import? What was brought in so far stays.")
		);
	}
}

function primary(button) {
	button.removeClass("btn-default").addClass("btn-primary");
}

function step(frm, label, method, is_primary, question) {
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
	if (is_primary) primary(button);
}

function confirm_matches(frm) {
	frm.kim_review_shown
		.then(() => frm.kim_review.confirm())
		.then(() => frappe.xcall(`${API}.check`, { name: frm.doc.name }))
		.then(() => frm.reload_doc());
}

// A register that is kept in several files is checked and brought in as one.
function add_workbook(frm) {
	new frappe.ui.FileUploader({
		doctype: frm.doctype,
		docname: frm.docname,
		folder: "Home/Attachments",
		allow_multiple: true,
		restrictions: { allowed_file_types: [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"] },
		on_success(file) {
			frm.attachments.attachment_uploaded(file);
			frappe.show_alert({ message: __("Added. Check again to see what is in it."), indicator: "green" });
		},
	});
}

function download_marked(frm) {
	frappe
		.call({
			method: "kim_app.legacy_import.marked.make",
			args: { name: frm.doc.name },
			freeze: true,
			freeze_message: __("Marking the problems in the workbook"),
		})
		.then(({ message }) => message && window.open(message));
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
	const percent = state.status === "Checking" ? 100 : Math.max(1, Math.round(state.progress || 0));
	frm.dashboard.show_progress(title, percent, state.status === "Checking" ? title : progress_words(state));
	if (state.status === "Running" && state.at_work === false && !frm.kim_stuck) {
		frm.kim_stuck = true;
		step(frm, __("Resume"), "resume", true);
	}
}

function progress_words(state) {
	const words = [
		__("{0} created, {1} changed, {2} already there, {3} refused, of {4} rows", [
			state.rows_created || 0,
			state.rows_updated || 0,
			state.rows_skipped || 0,
			state.rows_rejected || 0,
			state.rows_read || 0,
		]),
	];
	if (state.rows_per_second) words.push(__("{0} rows a second", [state.rows_per_second]));
	if (state.seconds_left) words.push(__("{0} seconds left", [state.seconds_left]));
	if (state.at_work === false) words.push(__("Nobody works on it any more: press Resume."));
	return words.join(" · ");
}

function show_review(frm) {
	const { $wrapper } = frm.get_field("review_html");
	if (!frm.doc.checked_on || AT_WORK.includes(frm.doc.status)) {
		$wrapper.empty();
		show_issues(frm, []);
		return;
	}
	frm.kim_review_shown = frappe.require(["import_review.bundle.css", "import_review.bundle.js"]).then(() => {
		frm.kim_review = new kim.ImportReview(frm, $wrapper);
		return frm.kim_review.load().then(() => show_issues(frm, frm.kim_review.found.issues));
	});
}

function show_issues(frm, issues) {
	const { $wrapper } = frm.get_field("issues_html");
	if (!frm.doc.checked_on) {
		$wrapper.empty();
		return;
	}
	if (!issues.length) {
		$wrapper.html(`<p class="text-muted">${__("No mistakes were found.")}</p>`);
		return;
	}
	const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
	const titles = [__("Sheet"), __("Row"), __("Column"), __("Cell"), __("Value"), __("Kind"), __("What to do")];
	const cells = (issue) =>
		[issue.sheet, issue.row || "", issue.column, issue.cell, issue.value, issue.kind, issue.message]
			.map((text) => `<td>${escape(text)}</td>`)
			.join("");
	const kinds = frm.kim_review.found.issue_kinds;
	const option = ({ kind, title, count }) => `<option value="${kind}">${escape(title)} (${count})</option>`;
	$wrapper.html(`
		<div class="flex align-center mb-3" style="gap: var(--margin-md)">
			<select class="form-control input-xs kim-issue-kind" style="max-width: 16rem" aria-label="${__("Kind of issue")}">
				<option value="">${__("All kinds")}</option>${kinds.map(option).join("")}
			</select>
			<span class="text-muted">${__("{0} issues.", [kinds.reduce((sum, { count }) => sum + count, 0)])}</span>
			<a class="kim-all-issues" href="#">${__("Open the list of issues")}</a>
		</div>
		<div class="table-responsive" style="max-height: 32em; overflow: auto">
			<table class="table table-bordered table-condensed small">
				<thead><tr>${titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
				<tbody>${issues.map((issue) => `<tr data-kind="${issue.kind}">${cells(issue)}</tr>`).join("")}</tbody>
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
