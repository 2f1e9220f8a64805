// What the forms of all procedures show of their steps:
//   kim.steps.timeline(element, entries), kim.steps.ask_for_reason(title, description)
//   and kim.steps.keep_reason(frm, action, description)
import { ask_for_reason, keep_reason } from "./steps/reason.js";
import { timeline } from "./steps/timeline.js";

frappe.provide("kim");
kim.steps = { ask_for_reason, keep_reason, timeline };
