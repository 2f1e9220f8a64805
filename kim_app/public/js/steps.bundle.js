// What the forms of all procedures show of their steps:
//   kim.steps.timeline(element, entries) and kim.steps.ask_for_reason(title, description)
import { ask_for_reason } from "./steps/reason.js";
import { timeline } from "./steps/timeline.js";

frappe.provide("kim");
kim.steps = { ask_for_reason, timeline };
