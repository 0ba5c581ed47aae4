// Bundles the XForms engine into one file for the browser; the same packages give the same bytes.
//
//   npm ci && node build.mjs          (or: make engine)
//
// The packages and their digests stand in package-lock.json. What is written lies in wasl/interfaces/web/static/vendor/xforms-engine/.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(process.argv[2] ?? join(here, "..", "..", "wasl", "interfaces", "web", "static", "vendor", "xforms-engine"));
mkdirSync(out, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: ["entry.mjs"],
  outfile: join(out, "engine.js"),
  bundle: true,
  format: "esm",
  platform: "browser",
  target: ["chrome109", "firefox115", "safari16"],
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});

const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
const lines = Object.entries(lock)
  .filter(([path, found]) => path && !found.dev && !found.optional)
  .map(([path, found]) => `${path.replace(/^.*node_modules\//, "")} ${found.version} (${found.license ?? "see package"})`)
  .sort();
writeFileSync(join(out, "PACKAGES.txt"), `In engine.js, by package-lock.json:\n\n${lines.join("\n")}\n`);
const digest = createHash("sha256").update(readFileSync(join(out, "engine.js"))).digest("hex");
writeFileSync(join(out, "engine.js.sha256"), `${digest}  engine.js\n`);
