// npm runs this in a checkout after `npm install`, and before it packs. Where there is no compiler
// (npm install --omit=dev, or the installed package) what was built before stays as it is.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
if (existsSync(`${root}/node_modules/typescript`)) {
  const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
  process.exitCode = built.status ?? 1;
}
