frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["KIM Trend"] = {
	method: "kim_app.measures.api.trend",
	filters: [],
};
