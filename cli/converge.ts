/** Watches a service until it is what was asked for, with a line of progress meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiNode, ApiService, ApiTask } from "./commands/types.ts";
import type { CliContext } from "./context.ts";
import { filtersQuery } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";

export interface Progress {
  readonly running: number;
  readonly desired: number;
  /** The most telling reason why it is not there yet. */
  readonly reason: string;
  readonly done: boolean;
  /** It will not converge by itself: the update was paused or rolled back. */
  readonly failed: string;
}

const POLL_MS = 200;
/** How long all must have been well: docker waits for the update's monitor, 5 s by default. */
const STABLE_MS = 2000;

export function progressOf(
  service: ApiService,
  tasks: readonly ApiTask[],
  nodes: readonly ApiNode[],
): Progress {
  const update = service.UpdateStatus;
  const current = tasks.filter((task) => ["running", "complete"].includes(task.DesiredState));
  const job = service.Spec.Mode?.ReplicatedJob;
  const goal =
    job === undefined && service.Spec.Mode?.GlobalJob === undefined ? "running" : "complete";
  const running = current.filter((task) => task.Status.State === goal).length;
  const usable = nodes.filter(
    (node) => node.Status.State === "ready" && node.Spec.Availability === "active",
  ).length;
  const replicas = service.Spec.Mode?.Replicated?.Replicas ?? job?.TotalCompletions;
  const desired = replicas ?? Math.max(current.length, usable > 0 ? 1 : 0);
  const waiting = current.find((task) => task.Status.State !== goal);
  const failure = tasks.find((task) => (task.Status.Err ?? "") !== "");
  const state = update?.State ?? "";
  const underWay = state === "updating" || state === "rollback_started";
  const failed = ["paused", "rollback_paused"].includes(state)
    ? `service update paused: ${update?.Message ?? ""}`
    : "";
  return {
    running,
    desired,
    reason: waiting?.Status.Err || waiting?.Status.Message || failure?.Status.Err || "",
    done: running >= desired && !underWay,
    failed,
  };
}

export async function waitUntilConverged(
  context: CliContext,
  id: string,
  { quiet, timeoutMs }: { readonly quiet: boolean; readonly timeoutMs: number },
): Promise<void> {
  const api = context.api();
  const deadline = context.now() + timeoutMs;
  let last = "";
  let stableSince: number | undefined;
  const show = (line: string): void => {
    if (quiet || line === last) return;
    last = line;
    context.note(context.interactive ? `\r\u001b[K${line}` : `${line}\n`);
  };
  try {
    while (true) {
      const service = await api.call<ApiService>(`/services/${id}`);
      const filters = filtersQuery([`service=${id}`, "_up-to-date=true"]);
      const tasks = await api.call<ApiTask[]>("/tasks", { query: { filters } });
      const nodes = await api.call<ApiNode[]>("/nodes");
      const progress = progressOf(service, tasks, nodes);
      if (progress.failed !== "") throw new CliError(EXIT.notConverged, progress.failed);
      const why = progress.done ? "" : ` ${progress.reason}`;
      show(`overall progress: ${progress.running} out of ${progress.desired} tasks${why}`);
      stableSince = progress.done ? (stableSince ?? context.now()) : undefined;
      if (stableSince !== undefined && context.now() - stableSince >= STABLE_MS) break;
      if (context.now() >= deadline) {
        throw new CliError(EXIT.notConverged, `not converged within the time given:${why}`);
      }
      await sleep(POLL_MS, undefined, { signal: context.signal });
    }
    show("verify: Service converged");
  } catch (error) {
    if (context.signal.aborted) {
      throw new CliError(EXIT.interrupted, "The operation continues in the background.");
    }
    throw error;
  } finally {
    if (!quiet && context.interactive) context.note("\n");
  }
}
