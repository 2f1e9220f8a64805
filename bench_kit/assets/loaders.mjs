// esbuild plug-ins for the kinds of files that Desk bundles import besides JavaScript.

import fs from "node:fs";
import path from "node:path";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";

/** x.html: a microtemplate, put into frappe.templates under the file's name. */
export function htmlTemplates() {
	return {
		name: "html-templates",
		setup(build) {
			build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
				const name = path.basename(file).split(".")[0];
				// A template literal, as Frappe's own build makes it: some templates escape their quotes for it.
				const text = fs.readFileSync(file, "utf-8").replaceAll("`", "\\`");
				return { contents: `frappe.templates["${name}"] = \`${text}\`;` };
			});
		},
	};
}

/** Compile an .scss text or file; `~package/...` and paths below an app are found, warnings are left out. */
function compileSass(load, searched, file, text) {
	const sass = load("sass");
	const options = {
		loadPaths: [...searched, path.dirname(file)],
		importers: [
			{
				findFileUrl(address) {
					if (!address.startsWith("~")) return null;
					return pathToFileURL(path.join(searched[0], address.slice(1)));
				},
			},
		],
		logger: sass.Logger.silent,
	};
	if (text === undefined) return sass.compile(file, options).css;
	return sass.compileString(text, { ...options, url: pathToFileURL(file) }).css;
}

/** x.scss as an entry or an import of another style. */
export function scss(load, packages, searched) {
	return {
		name: "scss",
		setup(build) {
			build.onLoad({ filter: /\.(scss|sass)$/ }, ({ path: file }) => ({
				contents: compileSass(load, searched, file),
				loader: "css",
				resolveDir: path.dirname(file),
			}));
		},
	};
}

function injected(css) {
	return `const style = document.createElement("style");
style.textContent = ${JSON.stringify(css)};
document.head.appendChild(style);`;
}

/** A style that a script imports: Frappe loads bundles by name, so it has to come within the script. */
export function injectedStyles(load, searched) {
	return {
		name: "injected-styles",
		setup(build) {
			build.onLoad({ filter: /\.(css|scss)$/ }, ({ path: file }) => ({
				contents: injected(
					file.endsWith(".css") ? fs.readFileSync(file, "utf-8") : compileSass(load, searched, file),
				),
				loader: "js",
			}));
		},
	};
}

/** x.vue: a single-file component of Vue 3, its style put into the page when it is first imported. */
export function vueComponents(load, searched) {
	const compiler = load("@vue/compiler-sfc");
	return {
		name: "vue-components",
		setup(build) {
			build.onLoad({ filter: /\.vue$/ }, ({ path: file }) => {
				const source = fs.readFileSync(file, "utf-8");
				const { descriptor, errors } = compiler.parse(source, { filename: file });
				if (errors.length) return { errors: errors.map((error) => ({ text: `${file}: ${error.message}` })) };
				const id = createHash("sha256").update(path.basename(file) + source).digest("hex").slice(0, 8);
				const scoped = descriptor.styles.some((style) => style.scoped);
				return {
					contents: component(compiler, descriptor, { id, scoped, file, load, searched }),
					loader: descriptor.scriptSetup?.lang === "ts" || descriptor.script?.lang === "ts" ? "ts" : "js",
					resolveDir: path.dirname(file),
				};
			});
		},
	};
}

function component(compiler, descriptor, { id, scoped, file, load, searched }) {
	const lines = [];
	const templateOptions = { id, scoped, filename: file, compilerOptions: scoped ? { scopeId: `data-v-${id}` } : {} };
	if (descriptor.script || descriptor.scriptSetup) {
		const inlineTemplate = Boolean(descriptor.scriptSetup);
		const script = compiler.compileScript(descriptor, { id, inlineTemplate, templateOptions });
		lines.push(compiler.rewriteDefault(script.content, "component"));
	} else {
		lines.push("const component = {};");
	}
	if (descriptor.template && !descriptor.scriptSetup) {
		const template = compiler.compileTemplate({ ...templateOptions, source: descriptor.template.content });
		lines.push(template.code, "component.render = render;");
	}
	if (scoped) lines.push(`component.__scopeId = "data-v-${id}";`);
	for (const style of descriptor.styles) {
		const plain = style.lang === "scss" ? compileSass(load, searched, file, style.content) : style.content;
		const compiled = compiler.compileStyle({ source: plain, filename: file, id: `data-v-${id}`, scoped: style.scoped });
		lines.push(`{ ${injected(compiled.code)} }`);
	}
	lines.push("export default component;");
	return lines.join("\n");
}
