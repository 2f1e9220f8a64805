// The form of an inclusion plan, and the time line of many:
//   kim.plan.show(frm), kim.plan.before_step(frm), kim.plan.time_line(element, lines, options)
import { build } from "./inclusion_plan/build.js";
import { before_step, show } from "./inclusion_plan/form.js";
import { time_line } from "./inclusion_plan/time_line.js";

frappe.provide("kim");
kim.plan = { before_step, build, show, time_line };
