// The order of words is that of the page's language: ä, ö and å have other places in Swedish than in German.

/** Puts the choices of every `select[data-sorted]` in the order of the page's language; the empty one stays first. */
export function sort_choices() {
	const { compare } = new Intl.Collator(document.documentElement.lang);
	for (const select of document.querySelectorAll("select[data-sorted]")) {
		const chosen = select.value;
		const options = [...select.options].filter(({ value }) => value && value !== "*");
		options.sort((one, other) => compare(one.text, other.text)).forEach((option) => select.append(option));
		const last = [...select.options].find(({ value }) => value === "*");
		if (last) select.append(last);
		select.value = chosen;
	}
}
