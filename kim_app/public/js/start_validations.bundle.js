// The dialog in which a case worker starts many validations of one participant at once:
//   kim.start_validations({ participant, name, on_close })
import { StartValidations } from "./start_validations/dialog.js";

frappe.provide("kim");
kim.start_validations = (options) => new StartValidations(options);
