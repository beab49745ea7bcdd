/**
 * Loaded into a process that is measured, before its own module: tells main.ts how late the event
 * loop runs. Plain JavaScript, so that managers run as they are shipped, without a loader.
 * It only sends: a listener here would take messages that come before the manager listens.
 */
import { isMainThread } from "node:worker_threads";

const TICK_MS = 10;
const REPORT_TICKS = 25;

if (isMainThread && process.send !== undefined) {
  let due = performance.now() + TICK_MS;
  let lateMs = 0;
  let ticks = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    lateMs = Math.max(lateMs, now - due);
    due = now + TICK_MS;
    if (++ticks % REPORT_TICKS !== 0) return;
    if (process.connected) process.send?.({ kind: "probed", lateMs }, () => {});
    lateMs = 0;
  }, TICK_MS);
  timer.unref();
}
