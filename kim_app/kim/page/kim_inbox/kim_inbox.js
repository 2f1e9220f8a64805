// "What waits for you". The page itself is in public/js/inbox.
frappe.pages["kim-inbox"].on_page_load = function (wrapper) {
	frappe.require("kim_inbox.bundle.js", () => {
		wrapper.kim_inbox = new kim.Inbox(wrapper);
		wrapper.kim_inbox.show();
	});
};

frappe.pages["kim-inbox"].on_page_show = function (wrapper) {
	// The first time, the page shows itself once it is loaded.
	wrapper.kim_inbox?.show();
};
