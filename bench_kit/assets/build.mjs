// Builds the Desk bundles of the apps on a bench: node build.mjs BENCH APP [APP ...]
//
// Every public/**/*.bundle.{js,scss,...} of an app is built to public/dist and written into
// sites/assets/assets.json (assets-rtl.json for languages written from right to left). The npm packages lie in
// BENCH/desk/node_modules. Frappe's sources are read as they are; what has to differ is in `adjust`.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { htmlTemplates, injectedStyles, scss, vueComponents } from "./loaders.mjs";

const [bench, ...apps] = process.argv.slice(2);
const packages = path.resolve(bench, "desk", "node_modules");
const appsFolder = path.resolve(bench, "apps");
const assetsFolder = path.resolve(bench, "sites", "assets");
const load = createRequire(path.resolve(bench, "desk", "package.json"));

const esbuild = load("esbuild");
const rtlcss = load("rtlcss");

const STYLES = [".css", ".scss", ".sass"];
const SCRIPTS = [".js", ".ts", ".jsx"];
// What a bundle may import by name: an npm package, or any app's file by its path below the app's folder.
const SEARCHED = [packages, ...fs.readdirSync(appsFolder).map((app) => path.join(appsFolder, app))];

// Changes to single sources of the pinned Frappe, made while they are read: [end of path, from, to].
const ADJUSTED = [
	// It exports in CommonJS's way, but is imported for its default export.
	["website/js/syntax_highlight.js", /module\.exports\s*=/, "export default"],
	// Where `disable_async` says that there is no realtime server, there is no socket to emit to either.
	["frappe/socketio_client.js", /emit\(event, \.\.\.args\) \{/, "$&\n\t\tif (!this.socket) return;"],
];

const adjust = {
	name: "adjust",
	setup(build) {
		const ends = [...new Set(ADJUSTED.map(([end]) => end))].map((end) => end.replaceAll(".", "\\."));
		build.onLoad({ filter: new RegExp(`(${ends.join("|")})$`) }, ({ path: file }) => {
			let contents = fs.readFileSync(file, "utf-8");
			for (const [end, from, to] of ADJUSTED) {
				if (file.endsWith(end)) contents = contents.replace(from, to);
			}
			return { contents, loader: "js", resolveDir: path.dirname(file) };
		});
	},
};

/** Bundles of an app, as {path below sites/assets without ending: source file}. */
function bundlesOf(app) {
	const publicFolder = path.join(appsFolder, app, app, "public");
	const found = {};
	if (!fs.existsSync(publicFolder)) return found;
	for (const name of fs.readdirSync(publicFolder, { recursive: true })) {
		const ending = path.extname(name);
		const kind = STYLES.includes(ending) ? "css" : SCRIPTS.includes(ending) ? "js" : null;
		if (!kind || !/\.bundle\.\w+$/.test(name) || /^(dist|node_modules)\//.test(name)) continue;
		found[path.join(app, "dist", kind, path.basename(name, ending))] = path.join(publicFolder, name);
	}
	return found;
}

/** Build the bundles of one kind; returns {name in assets.json: address}. */
async function build(entryPoints, plugins) {
	const result = await esbuild.build({
		entryPoints,
		plugins,
		outdir: assetsFolder,
		absWorkingDir: path.dirname(assetsFolder),
		entryNames: "[dir]/[name].[hash]",
		assetNames: "frappe/dist/media/[name].[hash]",
		publicPath: "/assets",
		bundle: true,
		minify: true,
		metafile: true,
		sourcemap: true,
		target: ["es2020"],
		logLevel: "error",
		nodePaths: SEARCHED,
		external: ["/assets/*", "/files/*"],
		loader: Object.fromEntries(
			[".woff", ".woff2", ".ttf", ".eot", ".otf", ".svg", ".png", ".gif", ".jpg"].map((e) => [e, "file"]),
		),
		define: {
			// Libraries of the kind that Frappe bundles take `this` at the top to be the window.
			this: "window",
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
	});
	const built = {};
	for (const [output, facts] of Object.entries(result.metafile.outputs)) {
		if (!facts.entryPoint || output.endsWith(".map")) continue;
		const name = path.basename(facts.entryPoint.replace(/^[^:]*:/, ""));
		built[name.replace(/\.(scss|sass)$/, ".css").replace(/\.(ts|jsx)$/, ".js")] = `/${output}`;
	}
	return built;
}

/** Write each style once more for languages from right to left; returns what belongs in assets-rtl.json. */
function mirror(styles) {
	const built = {};
	for (const [name, address] of Object.entries(styles)) {
		const mirrored = address.replace("/dist/css/", "/dist/css-rtl/");
		const source = path.join(assetsFolder, "..", address);
		const target = path.join(assetsFolder, "..", mirrored);
		fs.mkdirSync(path.dirname(target), { recursive: true });
		fs.writeFileSync(target, rtlcss.process(fs.readFileSync(source, "utf-8")));
		built[`rtl_${name}`] = mirrored;
	}
	return built;
}

/** Put what was built into a list of assets, in place of what these apps had in it. */
function list(name, built) {
	const file = path.join(assetsFolder, name);
	const listed = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf-8")) : {};
	const others = Object.entries(listed).filter(([, at]) => !apps.some((app) => at.startsWith(`/assets/${app}/`)));
	fs.writeFileSync(`${file}.new`, JSON.stringify({ ...Object.fromEntries(others), ...built }, null, 1));
	fs.renameSync(`${file}.new`, file);
}

const scripts = {};
const styles = {};
for (const app of apps) {
	fs.rmSync(path.join(appsFolder, app, app, "public", "dist"), { recursive: true, force: true });
	for (const [output, source] of Object.entries(bundlesOf(app))) {
		(STYLES.includes(path.extname(source)) ? styles : scripts)[output] = source;
	}
}
const sass = scss(load, packages, SEARCHED);
const [builtScripts, builtStyles] = await Promise.all([
	build(scripts, [adjust, htmlTemplates(), vueComponents(load, SEARCHED), injectedStyles(load, SEARCHED)]),
	build(styles, [sass]),
]);
list("assets.json", { ...builtScripts, ...builtStyles });
list("assets-rtl.json", mirror(builtStyles));
console.log(`${Object.keys(scripts).length} scripts and ${Object.keys(styles).length} styles of ${apps.join(", ")}`);
