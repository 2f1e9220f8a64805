// The sentences that scripts say, in the language of the page: the page brings them along (see website.words_of).
let words = {};

/** Takes over the words that `page` (a document) brings along. */
export function learn(page) {
	words = JSON.parse(page.getElementById("kim-words").textContent);
}

/** A sentence in the page's language, its places {0}, {1} filled with `values`. */
export function say(sentence, values, context) {
	const said = (context && words[`${sentence}:${context}`]) || words[sentence] || sentence;
	return values ? said.replace(/\{(\d+)\}/g, (place, at) => values[at] ?? place) : said;
}

// As the scripts that the Desk shows, too, call it.
window.__ = say;
