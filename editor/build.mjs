// Bundle the editor into kg/web/static, and beside it the licences of what is in the bundle, as they ask for.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const target = new URL("../kg/web/static/", import.meta.url).pathname;
const name = "sparql-editor";

const { metafile } = await build({
  entryPoints: ["source.js"],
  absWorkingDir: new URL(".", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* CodeMirror and what it stands on, under the MIT licence: see ${name}.licences.txt */` },
  outfile: `${target}${name}.js`,
  metafile: true,
});

const packages = new Set(Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1]).filter(Boolean));
const licences = await Promise.all([...packages].sort().map(async (each) => {
  const folder = new URL(`node_modules/${each}/`, import.meta.url);
  const { version } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/iu.test(entry));
  if (!file) throw new Error(`${each} has no licence file: its text must travel with the bundle`);
  return `${each} ${version}\n\n${(await readFile(new URL(file, folder), "utf8")).trim()}\n`;
}));
await writeFile(`${target}${name}.licences.txt`, licences.join(`\n${"-".repeat(80)}\n\n`));
