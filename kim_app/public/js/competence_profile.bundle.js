// The picture of a competence profile, for a form of the Desk, a page of the website and prints:
//   new kim.CompetenceProfile(element, { participant, own, link }).load()
import { CompetenceProfile } from "./competence_profile/profile.js";

frappe.provide("kim");
kim.CompetenceProfile = CompetenceProfile;
