// The attendees of a session, in its form. To who runs it: the attendance list. To others: how many places are left
// and where they themselves stand.
import { AttendanceList } from "./attendance_list.js";
import * as feedback from "./feedback.js";
import * as places from "./places.js";

export class SessionBoard {
	constructor(frm, $wrapper) {
		this.frm = frm;
		this.$wrapper = $wrapper;
		this.show(frm.doc.__onload.kim, frm.doc);
	}

	show(kim, { enrolled, waiting }) {
		this.kim = kim;
		this.counts = { enrolled: enrolled || 0, waiting: waiting || 0 };
		this.$wrapper.empty().append(this.places(), this.own(), this.buttons());
		if (this.frm.doc.status === "Planned") return;
		// Before the first day there is nothing to record, and names are all that is of use.
		if (kim.may.run && kim.days.some((day) => day.open)) this.$wrapper.append(new AttendanceList(this).render(), feedback.summary(this));
		else if (this.others().length) this.$wrapper.append(this.list());
	}

	reload() {
		return frappe
			.xcall("kim_app.training.board.read", { session: this.frm.doc.name })
			.then((kim) => {
				Object.assign(this.frm.doc, { enrolled: kim.enrolled, waiting: kim.waiting });
				this.frm.doc.__onload.kim = kim;
				this.show(kim, kim);
			});
	}

	call(method, args) {
		return frappe.xcall(`kim_app.training.${method}`, args).then((answer) => this.reload().then(() => answer));
	}

	present() {
		return this.kim.attendees.filter((row) => row.status === "Enrolled");
	}

	others() {
		return this.kim.attendees.filter((row) => !row.own && row.status !== "Withdrawn");
	}

	places() {
		const { enrolled, waiting } = this.counts;
		const { capacity } = this.frm.doc;
		const free = Math.max(0, capacity - enrolled);
		const parts = [__("{0} of {1} places taken", [enrolled, capacity])];
		if (this.frm.doc.status === "Open") parts.push(free ? __("{0} free", [free]) : __("full"));
		if (waiting) parts.push(__("{0} on the waiting list", [waiting]));
		const share = capacity ? Math.min(100, (enrolled / capacity) * 100) : 0;
		return $(`<div class="mb-3"><div class="kim-places"></div>
			<div class="progress" style="height: 6px; max-width: 20rem"><div class="progress-bar" style="width: ${share}%"></div></div></div>`)
			.find(".kim-places")
			.text(parts.join(", "))
			.end();
	}

	own() {
		const { own } = this.kim;
		if (!own) return "";
		const said = {
			Enrolled: __("You have a place in this session."),
			Waiting: __("You are on the waiting list. You get a place when one is free, and are told."),
		}[own.status];
		const $own = $('<div class="mb-3 kim-own"></div>').text([said, own.outcome].filter(Boolean).join(" "));
		if (own.certificate) {
			$own.append(
				" ",
				$("<a></a>").attr("href", `/app/kim-certificate/${encodeURIComponent(own.certificate)}`).text(__("Your certificate"))
			);
		}
		return $own;
	}

	buttons() {
		const { may, own } = this.kim;
		const $row = $('<div class="mb-3 d-flex flex-wrap" style="gap: 0.5rem"></div>');
		const add = (label, act, kind = "btn-default") =>
			$(`<button class="btn btn-sm ${kind}"></button>`).text(label).on("click", act).appendTo($row);
		if (may.enrol_self) {
			const full = this.counts.enrolled >= this.frm.doc.capacity;
			add(full ? __("Join the Waiting List") : __("Enrol"), () => places.enrol_me(this), "btn-primary");
		}
		if (own && this.frm.doc.status === "Open") add(__("Withdraw"), () => places.withdraw(this, own));
		if (may.give_feedback) add(__("Say What You Think"), () => feedback.ask(this), "btn-primary");
		if (may.enrol_staff) add(__("Enrol Staff"), () => places.enrol_staff(this));
		if (may.enrol_participants) add(__("Enrol a Participant"), () => places.enrol_participant(this));
		if (may.run && this.present().length) {
			add(__("Sign-in List"), () => {
				const query = new URLSearchParams({
					doctype: "KIM Training Session",
					name: this.frm.doc.name,
					format: "KIM Sign-in List",
					no_letterhead: 1,
				});
				window.open(`/printview?${query}`);
			});
		}
		return $row.children().length ? $row : "";
	}

	// Whom a case worker or an attendee may know, without the trainer's list.
	list() {
		const $list = $('<ul class="list-unstyled kim-people"></ul>');
		for (const row of this.others()) {
			const $item = $('<li class="mb-1"></li>').append(
				$("<span dir=auto></span>").text(row.attendee_name),
				" ",
				$('<span class="text-muted"></span>').text(row.outcome || __(row.status))
			);
			const may = row.kind === "KIM Participant" ? "enrol_participants" : "enrol_staff";
			if (this.frm.doc.status === "Open" && this.kim.may[may]) {
				$item.append(
					" ",
					$('<button class="btn btn-xs btn-link"></button>')
						.text(__("Withdraw"))
						.attr("aria-label", __("Withdraw {0} from this session?", [row.attendee_name]))
						.on("click", () => places.withdraw(this, row))
				);
			}
			$list.append($item);
		}
		return $list;
	}
}
