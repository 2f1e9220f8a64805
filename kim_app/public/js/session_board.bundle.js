// The attendees of a session, for its form in the Desk: new kim.SessionBoard(frm, $wrapper)
import { SessionBoard } from "./session_board/board.js";

frappe.provide("kim");
kim.SessionBoard = SessionBoard;
