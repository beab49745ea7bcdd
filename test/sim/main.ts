/**
 * `npm run sim -- --seed N [--seeds COUNT] [--ticks T] [--trace]`: runs one seed or several. A
 * tick is 50 ms of virtual time, Raft's. `--forever` goes on until a seed fails.
 */

import { readOptions, wholeNumber } from "../lib/options.ts";
import { type Outcome, simulate } from "./simulation.ts";

const TICK_MS = 50;

const values = readOptions({
  seed: { type: "string", default: "1" },
  seeds: { type: "string", default: "1" },
  ticks: { type: "string", default: "400" },
  trace: { type: "boolean", default: false },
  forever: { type: "boolean", default: false },
  "keep-going": { type: "boolean", default: false },
});

function print(outcome: Outcome, tookMs: number): void {
  const {
    seed,
    managers,
    workers,
    operated,
    virtualMs,
    events,
    committed,
    answered,
    traceHash,
    violation,
  } = outcome;
  const verdict = violation === undefined ? "ok  " : "FAIL";
  console.log(
    `seed ${seed} ${verdict} ${managers} managers, ${workers} workers, ${(virtualMs / 1000).toFixed(1)} s in ` +
      `${(tookMs / 1000).toFixed(1)} s, ${events} events, ${committed} entries, ` +
      `${answered} answers, ${operated} calls, trace ${traceHash} [${outcome.faults.join(" ")}]`,
  );
  if (outcome.undecided) console.log(`seed ${seed}: the clients' history could not be judged`);
  if (violation === undefined) return;
  if (!values.trace) for (const line of outcome.trace) console.log(line);
  console.log(`seed ${seed}: ${violation.message}`);
  console.log(`again: npm run sim -- --seed ${seed} --ticks ${values.ticks} --trace`);
}

async function main(): Promise<void> {
  const first = wholeNumber("seed", values.seed);
  const count = values.forever ? Number.POSITIVE_INFINITY : wholeNumber("seeds", values.seeds);
  const faultsMs = wholeNumber("ticks", values.ticks) * TICK_MS;
  const trace = values.trace ? { onTrace: (line: string) => console.log(line) } : {};
  for (let seed = first; seed < first + count; seed++) {
    const start = performance.now();
    const outcome = await simulate({ seed, faultsMs, ...trace });
    print(outcome, performance.now() - start);
    if (outcome.violation === undefined) continue;
    process.exitCode = 1;
    if (!values["keep-going"]) return;
  }
}

await main();
