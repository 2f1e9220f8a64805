// What the check of a legacy import found, sheet by sheet: which column is which field, to be confirmed; the
// rows with their problem cells marked; corrections in place. Loaded by the form of KIM Legacy Import.
import { Review } from "./import_review/review";

frappe.provide("kim");
kim.ImportReview = Review;
