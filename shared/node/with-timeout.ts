/**
 * A signal with an end: aborts with `signal`, or after `ms`.
 *
 * Not `AbortSignal.any([signal, AbortSignal.timeout(ms)])`: Node 20 holds the members of `any`
 * weakly, and a timeout that nobody else refers to is collected before it fires. The wait that it
 * should end then lasts for ever. A listener of its own keeps it.
 */
export function withTimeout(signal: AbortSignal, ms: number): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  timeout.addEventListener("abort", () => {}, { once: true });
  return AbortSignal.any([signal, timeout]);
}
