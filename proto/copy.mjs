// tsc emits no JavaScript for proto/gen/skep.js, which is JavaScript already: put it beside.
import { cpSync, mkdirSync } from "node:fs";

const here = new URL(".", import.meta.url);
const target = new URL("../dist/proto/gen/", here);
mkdirSync(target, { recursive: true });
for (const name of ["skep.js", "skep.d.ts"]) {
  cpSync(new URL(`gen/${name}`, here), new URL(name, target));
}
