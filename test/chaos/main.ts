/** `npm run chaos -- --seed N --seconds S`: a run of any length. */

import { readOptions, wholeNumber } from "../lib/options.ts";
import { runChaos } from "./run.ts";

const values = readOptions({
  seed: { type: "string", default: String(Date.now() % 1_000_000) },
  seconds: { type: "string", default: "60" },
});

const started = performance.now();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130));
const outcome = await runChaos({
  seed: wholeNumber("seed", values.seed),
  forMs: wholeNumber("seconds", values.seconds) * 1000,
  note: (what) => console.log(`${((performance.now() - started) / 1000).toFixed(1)}s ${what}`),
});
const { verdict, lost, answered, unknown, refusals, diskFull } = outcome;
console.log(
  `seed ${values.seed}: ${answered} answers, ${unknown} without; ${verdict.kind}; ${diskFull} × disk full`,
);
for (const [why, count] of refusals) console.log(`  ${count} × ${why}`);
if (verdict.kind === "not-linearizable") console.log(`${verdict.key}: ${verdict.why}`);
for (const line of lost) console.log(`lost: ${line}`);
process.exitCode = verdict.kind === "not-linearizable" || lost.length > 0 ? 1 : 0;
