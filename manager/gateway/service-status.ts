/** How many of a service's tasks run, and how many should: `docker service ls`. Pure. */
import type { Service, Task } from "../../shared/domain/objects.ts";
import type { ServiceStatus } from "./render-service.ts";

export function serviceStatus(service: Service, tasks: readonly Task[]): ServiceStatus {
  const mode = service.spec.Mode;
  const job = mode?.ReplicatedJob !== undefined || mode?.GlobalJob !== undefined;
  let running = 0;
  let wanted = 0;
  let completed = 0;
  for (const task of tasks) {
    // Tasks of a job's earlier run do not count for this one.
    if (job && task.jobIteration !== service.jobIteration) continue;
    if (task.status.state === "running") running++;
    if (task.status.state === "complete") completed++;
    const counts = job ? task.desiredState === "complete" : task.desiredState === "running";
    if (counts) wanted++;
  }
  return {
    RunningTasks: running,
    DesiredTasks: desired(service, wanted),
    CompletedTasks: completed,
  };
}

function desired(service: Service, wanted: number): number {
  const mode = service.spec.Mode;
  if (mode?.Global !== undefined || mode?.GlobalJob !== undefined) return wanted;
  if (mode?.ReplicatedJob !== undefined) return mode.ReplicatedJob.MaxConcurrent ?? 1;
  return mode?.Replicated?.Replicas ?? 1;
}
