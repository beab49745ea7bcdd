/** From flags to a ServiceSpec: for create on an empty one, for update on the present one. Pure. */
import type { ServiceSpec } from "../shared/domain/spec.ts";
import { CliError, EXIT } from "./exit.ts";
import type { ListFlag } from "./service-flags.ts";
import { LIST_FLAGS, SINGLE_FLAGS } from "./service-flags.ts";
import { parseCount } from "./units.ts";

/** Values by flag name: single flags as text, lists as texts, switches as true. */
export type FlagValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

type Document = Record<string, unknown>;

export interface NewServiceInput {
  readonly image: string;
  readonly args: readonly string[];
  readonly flags: FlagValues;
}

export function newServiceSpec(input: NewServiceInput): ServiceSpec {
  const { flags } = input;
  const spec: Document = {};
  const name = flags["name"];
  if (typeof name === "string") spec["Name"] = name;
  set(spec, "TaskTemplate.ContainerSpec.Image", taggedImage(input.image));
  if (input.args.length > 0) set(spec, "TaskTemplate.ContainerSpec.Args", input.args);
  spec["Mode"] = modeFrom(flags);
  applySingles(spec, flags);
  for (const flag of LIST_FLAGS) {
    const texts = textsOf(flags[flag.name]);
    if (texts.length === 0) continue;
    const entries = texts.map((value) => flag.parse(value, `--${flag.name}`));
    set(spec, flag.path, flag.asMap ? Object.assign({}, ...entries) : entries);
  }
  return spec as ServiceSpec;
}

export function changedServiceSpec(present: ServiceSpec, flags: FlagValues): ServiceSpec {
  const spec = structuredClone(present) as Document;
  if (typeof flags["image"] === "string") {
    set(spec, "TaskTemplate.ContainerSpec.Image", taggedImage(flags["image"]));
  }
  if (typeof flags["args"] === "string") {
    const args = flags["args"].split(/\s+/).filter((word) => word !== "");
    set(spec, "TaskTemplate.ContainerSpec.Args", args);
  }
  if (flags["force"] === true) {
    const count = Number(get(spec, "TaskTemplate.ForceUpdate") ?? 0);
    set(spec, "TaskTemplate.ForceUpdate", count + 1);
  }
  if (typeof flags["replicas"] === "string") {
    return scaledServiceSpec(
      applyChanges(spec, flags) as ServiceSpec,
      parseCount(flags["replicas"], "--replicas"),
    );
  }
  return applyChanges(spec, flags) as ServiceSpec;
}

/**
 * As docker's client writes it into a spec: the tag said, the default registry not. Otherwise a
 * later update through docker would change the image's name, and so replace every task.
 */
export function taggedImage(image: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(image)) return image;
  const familiar = image.replace(/^(index\.)?docker\.io\//, "").replace(/^library\/(?=[^/]+$)/, "");
  if (familiar.includes("@")) return familiar;
  const tagged = familiar.lastIndexOf(":") > familiar.lastIndexOf("/");
  return tagged ? familiar : `${familiar}:latest`;
}

/** Refuses services whose number of tasks is not theirs to choose. */
export function scaledServiceSpec(present: ServiceSpec, replicas: number): ServiceSpec {
  const mode = present.Mode ?? {};
  if (mode.Replicated !== undefined) {
    return { ...present, Mode: { Replicated: { ...mode.Replicated, Replicas: replicas } } };
  }
  if (mode.ReplicatedJob !== undefined) {
    const job = { ...mode.ReplicatedJob, TotalCompletions: replicas };
    return { ...present, Mode: { ReplicatedJob: job } };
  }
  throw new CliError(
    EXIT.failed,
    `${present.Name}: scale can only be used with replicated or replicated-job mode`,
  );
}

function applyChanges(spec: Document, flags: FlagValues): Document {
  applySingles(spec, flags);
  for (const flag of LIST_FLAGS) {
    const removed = textsOf(flags[`${flag.name}-rm`]);
    const added = textsOf(flags[`${flag.name}-add`]);
    if (removed.length > 0 || added.length > 0) changeList(spec, flag, added, removed);
  }
  return spec;
}

function changeList(
  spec: Document,
  flag: ListFlag,
  added: readonly string[],
  removed: readonly string[],
): void {
  const entries = added.map((value) => flag.parse(value, `--${flag.name}-add`));
  if (flag.asMap) {
    const labels: Document = { ...(get(spec, flag.path) as Document | undefined) };
    for (const key of removed) delete labels[key];
    set(spec, flag.path, Object.assign(labels, ...entries));
    return;
  }
  const gone = new Set([...removed, ...entries.map(flag.keyOf)]);
  const present = (get(spec, flag.path) as unknown[] | undefined) ?? [];
  set(spec, flag.path, [...present.filter((entry) => !gone.has(flag.keyOf(entry))), ...entries]);
}

function applySingles(spec: Document, flags: FlagValues): void {
  for (const flag of SINGLE_FLAGS) {
    const value = flags[flag.name];
    if (value === undefined || value === false) continue;
    set(spec, flag.path, flag.parse(String(value), `--${flag.name}`));
  }
}

function modeFrom(flags: FlagValues): Document {
  const mode = flags["mode"] ?? "replicated";
  const replicas = flags["replicas"];
  const count = typeof replicas === "string" ? parseCount(replicas, "--replicas") : undefined;
  const concurrent = flags["max-concurrent"];
  switch (mode) {
    case "replicated":
      return { Replicated: { Replicas: count ?? 1 } };
    case "replicated-job": {
      const total = count ?? 1;
      const most =
        typeof concurrent === "string" ? parseCount(concurrent, "--max-concurrent", 1) : total;
      return { ReplicatedJob: { TotalCompletions: total, MaxConcurrent: most } };
    }
    case "global":
    case "global-job":
      if (count !== undefined) {
        throw new CliError(
          EXIT.usage,
          `--replicas: a ${mode} service has one task a node: expected no number of replicas`,
        );
      }
      return mode === "global" ? { Global: {} } : { GlobalJob: {} };
    default:
      throw new CliError(
        EXIT.usage,
        `--mode: invalid value "${mode}": expected replicated, global, replicated-job or global-job`,
      );
  }
}

function textsOf(value: FlagValues[string]): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function get(document: Document, path: string): unknown {
  let value: unknown = document;
  for (const key of path.split(".")) value = (value as Document | undefined)?.[key];
  return value;
}

function set(document: Document, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let target = document;
  for (const key of keys) {
    target[key] = { ...(target[key] as Document | undefined) };
    target = target[key] as Document;
  }
  target[last] = value;
}
