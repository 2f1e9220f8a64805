// The page "What waits for you" of the Desk:
//   new kim.Inbox(wrapper).show()
import { Inbox } from "./inbox/inbox.js";

frappe.provide("kim");
kim.Inbox = Inbox;
