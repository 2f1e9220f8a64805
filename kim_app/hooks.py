from kim_app import permissions, reference_permissions, roles
from kim_app.inclusion import workflow as plans
from kim_app.validation import workflow

app_name = "kim_app"
app_title = "KIM"
app_publisher = "The KIM contributors"
app_description = "Competences of migrants, recognised, planned for and reported"
app_email = "kim@example.org"
app_license = "MIT"
app_icon_url = "/assets/kim_app/images/kim.svg"
app_home = "/app/kim"
app_include_css = "kim_desk.bundle.css"

add_to_apps_screen = [
	{"name": "kim_app", "logo": "/assets/kim_app/images/kim.svg", "title": "KIM", "route": "/app/kim"}
]

after_install = "kim_app.install.after_install"
after_migrate = "kim_app.install.after_migrate"
before_uninstall = "kim_app.uninstall.before_uninstall"
after_uninstall = "kim_app.uninstall.after_uninstall"

# Exported by `bench export-fixtures`; Frappe imports the files again at every migrate.
fixtures = [
	{"dt": "Role", "filters": [["name", "in", roles.ALL]]},
	{"dt": "Workflow State", "filters": [["name", "in", (*workflow.STATES, *plans.STATES)]]},
	{"dt": "Workflow Action Master", "filters": [["name", "in", (*workflow.ACTIONS, *plans.ACTIONS)]]},
	{"dt": "Workflow", "filters": [["name", "in", ("KIM Validation", "KIM Inclusion Plan")]]},
]

permission_query_conditions = {
	**permissions.QUERY_CONDITIONS,
	**reference_permissions.QUERY_CONDITIONS,
}
has_permission = {
	**dict.fromkeys(permissions.PLACES, "kim_app.permissions.has_permission"),
	**dict.fromkeys(reference_permissions.REFERENCES, "kim_app.reference_permissions.has_permission"),
	"KIM Competence Framework": "kim_app.frameworks.access.has_permission",
	"KIM Competence": "kim_app.frameworks.access.has_permission",
	"KIM Target Profile": "kim_app.frameworks.access.has_permission",
	"KIM Training Session": "kim_app.training.access.session_has_permission",
	"KIM Training Course": "kim_app.training.access.course_has_permission",
	"KIM Recommendation": "kim_app.green_paper.access.has_permission",
}
_check_row = {
	"validate": [
		"kim_app.permissions.check_row",
		"kim_app.lengths.check",
		"kim_app.attachments.fields.check",
		"kim_app.legacy_import.origin.keep",
	],
	"before_update_after_submit": ["kim_app.permissions.check_row", "kim_app.lengths.check"],
	"before_cancel": "kim_app.permissions.check_row",
	"on_update": "kim_app.attachments.fields.adopt",
	"after_delete": "kim_app.legacy_import.loading.log.forget",
}
doc_events = {
	**dict.fromkeys(permissions.PLACES, _check_row),
	"Document Follow": {"validate": "kim_app.reference_permissions.check_follower"},
}
# Small; a report's script asks for it while it is read, and so cannot wait for it.
app_include_js = "kim_reports.bundle.js"
override_doctype_class = {"File": "kim_app.overrides.file.KIMFile"}
override_whitelisted_methods = {
	"frappe.desk.query_report.export_query": "kim_app.measures.export.export_query",
	"frappe.client.get_count": "kim_app.overrides.counts.get_count",
	"frappe.desk.notifications.get_open_count": "kim_app.overrides.counts.get_open_count",
	"frappe.desk.search.get_link_title": "kim_app.overrides.search.get_link_title",
	"frappe.desk.search.search_link": "kim_app.overrides.search.search_link",
	"frappe.desk.search.search_widget": "kim_app.overrides.search.search_widget",
	"frappe.model.workflow.apply_workflow": "kim_app.steps.apply_workflow",
	"frappe.model.workflow.get_transitions": "kim_app.steps.get_transitions",
	"frappe.utils.print_format.download_pdf": "kim_app.printing.pdf.download_pdf",
}
scheduler_events = {
	"cron": {"*/10 * * * *": ["kim_app.measures.tally.renew"]},
	"daily": [
		"kim_app.validation.decision.expire",
		"kim_app.validation.reminders.remind",
		"kim_app.validation.reminders.escalate",
		"kim_app.training.certificates.expire",
		"kim_app.training.certificates.warn",
		"kim_app.inclusion.reminders.daily",
	],
}
website_route_rules = [
	{"from_route": "/kim/confirm", "to_route": "kim_confirm"},
	{"from_route": "/kim/green-paper", "to_route": "kim_green_paper"},
]

# A participant who signs in goes to their own page, not to the Desk.
role_home_page = {roles.PARTICIPANT: "kim"}
