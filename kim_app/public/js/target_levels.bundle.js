// The dialog that takes required levels over from a framework into a target profile:
//   kim.add_target_levels(frm)
import { add_target_levels } from "./target_levels/dialog.js";

frappe.provide("kim");
kim.add_target_levels = add_target_levels;
