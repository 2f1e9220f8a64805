// A self assessment, for the website and for a form of the Desk:
//   new kim.SelfAssessment(element, sheet, { finished, withdrawn, home })
//   kim.start_self_assessment(element, { earlier, spoken, home })
import { SelfAssessment } from "./self_assessment/sheet.js";
import { start } from "./self_assessment/start.js";

frappe.provide("kim");
kim.SelfAssessment = SelfAssessment;
kim.start_self_assessment = start;
