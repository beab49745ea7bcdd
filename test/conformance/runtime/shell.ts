/** The workloads as shell scripts: for runtimes that run real programs. */
import type { ServiceSpec } from "../../../shared/domain/spec.ts";
import { probeHealth, type Workload } from "./suite.ts";

/** Waits in pieces, so that the trap is heard at once. */
const IDLE = "trap 'exit 143' TERM; while :; do sleep 0.2 & wait $!; done";

export function scriptOf(workload: Workload): string {
  switch (workload.kind) {
    case "idle":
    case "probed":
      return IDLE;
    case "exits":
      return `sleep 0.2; exit ${workload.code}`;
    case "ignores-stop":
      return "trap '' TERM; while :; do sleep 0.2; done";
    case "writes":
      return `echo '${workload.stdout}'; sleep 0.1; echo '${workload.stderr}' >&2; ${IDLE}`;
  }
}

export function shellSpec(image: string, workload: Workload): ServiceSpec {
  const probe = workload.kind === "probed" && {
    Healthcheck: probeHealth(["CMD-SHELL", workload.passes ? "exit 0" : "exit 1"]),
  };
  const container = { Image: image, Command: ["sh", "-c"], Args: [scriptOf(workload)], ...probe };
  return { TaskTemplate: { ContainerSpec: container } };
}
