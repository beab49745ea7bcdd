#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../../dist/agent/main.js", import.meta.url);
if (!existsSync(built)) {
  console.error("skepd: not built yet: run `npm run build` in the checkout first");
  process.exit(1);
}
await import(built.href);
