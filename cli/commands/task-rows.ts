/** Tasks as rows, in docker's order and words. Pure. */
import type { Row } from "../output.ts";
import { formatAge } from "../units.ts";
import type { ApiNode, ApiPort, ApiService, ApiTask } from "./types.ts";

export const taskColumns = {
  ID: "ID",
  Name: "NAME",
  Image: "IMAGE",
  Node: "NODE",
  DesiredState: "DESIRED STATE",
  CurrentState: "CURRENT STATE",
  Error: "ERROR",
  Ports: "PORTS",
};

export interface TaskRowContext {
  readonly nodes: readonly ApiNode[];
  readonly services: readonly ApiService[];
  readonly now: number;
  readonly trunc: boolean;
}

const ERROR_WIDTH = 60;

/** Newest first within a slot; earlier tasks of the slot are marked as its history. */
export function taskRows(tasks: readonly ApiTask[], context: TaskRowContext): Row[] {
  const hostnames = new Map(context.nodes.map((n) => [n.ID, n.Description?.Hostname ?? n.ID]));
  const names = new Map(context.services.map((service) => [service.ID, service.Spec.Name ?? ""]));
  const nameOf = (task: ApiTask): string =>
    `${names.get(task.ServiceID) ?? task.ServiceID}.${task.Slot || task.NodeID || ""}`;
  const sorted = [...tasks].sort(
    (a, b) =>
      nameOf(a).localeCompare(nameOf(b), "en", { numeric: true }) ||
      (b.CreatedAt ?? "").localeCompare(a.CreatedAt ?? ""),
  );
  let previous = "";
  return sorted.map((task) => {
    const name = nameOf(task);
    const shown = name === previous ? ` \\_ ${name}` : name;
    previous = name;
    return taskRow(task, shown, hostnames.get(task.NodeID ?? "") ?? task.NodeID ?? "", context);
  });
}

/** A host port that each task's node chooses is in the tasks' rows, not in the service's. */
export function portsText(ports: readonly ApiPort[] | undefined): string {
  return (ports ?? [])
    .map(({ PublishedPort: published, TargetPort: target, Protocol: protocol = "tcp" }) =>
      (published ?? 0) === 0 ? `${target}/${protocol}` : `*:${published}->${target}/${protocol}`,
    )
    .join(",");
}

function taskRow(task: ApiTask, name: string, node: string, context: TaskRowContext): Row {
  const since = Date.parse(task.Status.Timestamp ?? "");
  const age = Number.isNaN(since) ? "" : ` ${formatAge(context.now - since)} ago`;
  const image = task.Spec?.ContainerSpec?.Image ?? "";
  const error = task.Status.Err ?? "";
  const cut = context.trunc && error.length > ERROR_WIDTH;
  return {
    ID: context.trunc ? task.ID.slice(0, 12) : task.ID,
    Name: name,
    Image: image.replace(/@sha256:.*/, ""),
    Node: node,
    DesiredState: capital(task.DesiredState),
    CurrentState: `${capital(task.Status.State)}${age}`,
    Error: error === "" ? "" : `"${cut ? `${error.slice(0, ERROR_WIDTH - 1)}…` : error}"`,
    Ports: portsText(task.Status.PortStatus?.Ports),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
