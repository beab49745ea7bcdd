/**
 * Is this a service that could ever run? Everything about a ServiceSpec that can be told without
 * looking at the cluster. Swarm's own phrases are kept where clients match on them.
 */

import { checkLabels, conform, refuse, show } from "../../shared/document.ts";
import { parseConstraints } from "../../shared/domain/constraint.ts";
import { expandSpec } from "../../shared/domain/expand-spec.ts";
import type {
  EndpointSpec,
  Labels,
  NetworkAttachmentConfig,
  ResourceRequirements,
  ServiceMode,
  ServiceSpec,
  TaskSpec,
  UpdateConfig,
} from "../../shared/domain/spec.ts";
import { TemplateError } from "../../shared/domain/template.ts";
import { ClusterError } from "../../shared/errors.ts";
import { parseIp } from "../../shared/ip.ts";
import { checkContainer } from "./container-rules.ts";
import { checkDnsName } from "./names.ts";
import { SERVICE_SPEC } from "./service-shape.ts";

const MIN_NANO_CPUS = 1_000_000;
const MIN_MEMORY = 4 * 1024 * 1024;
/** More tasks than a cluster can hold: a slip of the finger must not be tried. */
const MAX_TASKS = 1_000_000;

const MAX_ALIAS = 253;
const ALIAS = /^[a-zA-Z0-9_](?:[a-zA-Z0-9_.-]*[a-zA-Z0-9_])?$/;

/** A document of any origin as a ServiceSpec, or a refusal that names the field. */
export function parseServiceSpec(document: unknown): ServiceSpec {
  // The shape was checked field by field against the same schema that the type is written from.
  const spec = conform(document, SERVICE_SPEC, "") as ServiceSpec;
  checkDnsName(spec.Name);
  checkLabels(spec.Labels, "Labels");
  checkSwitches(spec.Labels);
  checkTask(spec.TaskTemplate);
  checkMode(spec);
  checkUpdate(spec.UpdateConfig, "update", "UpdateConfig");
  checkUpdate(spec.RollbackConfig, "rollback", "RollbackConfig");
  checkEndpoint(spec.EndpointSpec);
  checkNetworks(spec.Networks ?? [], "Networks");
  checkTemplates(spec);
  return spec;
}

/** Expands every template for a task that could be, so that a wrong one fails here and not there. */
function checkTemplates(spec: ServiceSpec): void {
  try {
    expandSpec(spec, {
      service: { id: "serviceid", name: spec.Name ?? "", labels: spec.Labels ?? {} },
      node: { id: "nodeid", hostname: "hostname", os: "linux", architecture: "x86_64" },
      task: { id: "taskid", slot: 1 },
    });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    refuse("TaskTemplate", error.message);
  }
}

function unsupported(field: string, message: string): never {
  throw new ClusterError("UNIMPLEMENTED", `${field}: ${message}`);
}

function checkTask(task: TaskSpec | undefined): void {
  if (task === undefined) refuse("TaskTemplate", "TaskSpec: missing runtime");
  if (task.PluginSpec !== undefined || task.Runtime === "plugin") {
    unsupported("TaskTemplate.PluginSpec", "plugin services are not supported");
  }
  if (task.NetworkAttachmentSpec !== undefined || task.Runtime === "attachment") {
    unsupported("TaskTemplate.NetworkAttachmentSpec", "expected a ContainerSpec");
  }
  if (task.ContainerSpec === undefined) refuse("TaskTemplate", "TaskSpec: missing runtime");
  checkContainer(task.ContainerSpec);
  checkResources(task.Resources);
  const restart = task.RestartPolicy;
  notNegative("restart-delay", restart?.Delay);
  notNegative("restart-window", restart?.Window);
  const constraints = parseConstraints(task.Placement?.Constraints ?? []);
  if (constraints.kind === "invalid") {
    refuse(
      "TaskTemplate.Placement.Constraints",
      `${show(constraints.expression)}: ${constraints.reason}`,
    );
  }
  for (const [i, preference] of (task.Placement?.Preferences ?? []).entries()) {
    if ((preference.Spread?.SpreadDescriptor ?? "") === "") {
      refuse(`TaskTemplate.Placement.Preferences[${i}]`, "expected Spread.SpreadDescriptor");
    }
  }
  checkNetworks(task.Networks ?? [], "TaskTemplate.Networks");
}

/** In nanoseconds, as the API has them. */
function notNegative(name: string, duration = 0): void {
  if (duration < 0) refuse("TaskSpec", `${name} cannot be negative: ${duration}ns`);
}

function checkResources(resources: ResourceRequirements | undefined): void {
  for (const side of ["Limits", "Reservations"] as const) {
    const { NanoCPUs: cpus = 0, MemoryBytes: memory = 0 } = resources?.[side] ?? {};
    if (cpus !== 0 && cpus < MIN_NANO_CPUS) {
      refuse(side, `invalid cpu value ${cpus / 1e9}: Must be at least ${MIN_NANO_CPUS / 1e9}`);
    }
    if (memory !== 0 && memory < MIN_MEMORY) {
      refuse(side, `invalid memory value ${memory}: Must be at least 4MiB`);
    }
  }
  if ((resources?.Limits?.Pids ?? 0) < 0) {
    refuse("Limits", `invalid pids value ${resources?.Limits?.Pids}: Must be at least 0`);
  }
  checkGeneric(resources);
}

function checkGeneric(resources: ResourceRequirements | undefined): void {
  const kinds = new Map<string, "named" | "discrete">();
  for (const [i, item] of (resources?.Reservations?.GenericResources ?? []).entries()) {
    const at = `Reservations.GenericResources[${i}]`;
    const { NamedResourceSpec: named, DiscreteResourceSpec: discrete } = item;
    const kind = named?.Kind ?? discrete?.Kind ?? "";
    if (kind === "") refuse(at, "expected a Kind in NamedResourceSpec or DiscreteResourceSpec");
    if (named !== undefined) {
      refuse(at, `${kind}: named resources cannot be asked for, expected a DiscreteResourceSpec`);
    }
    if ((discrete?.Value ?? 0) < 1) refuse(at, `${kind}: expected a Value of at least 1`);
    if (kinds.has(kind)) refuse(at, `duplicate kind ${show(kind)}`);
    kinds.set(kind, "discrete");
  }
}

function checkMode(spec: ServiceSpec): void {
  const modes = modesOf(spec.Mode ?? {});
  if (modes.length > 1) refuse("Mode", `must specify only one service mode: ${modes.join(", ")}`);
  const job = modes[0] === "ReplicatedJob" || modes[0] === "GlobalJob";
  if (job && spec.UpdateConfig !== undefined) {
    refuse("UpdateConfig", "update config is not allowed for jobs");
  }
  if (job && spec.RollbackConfig !== undefined) {
    refuse("RollbackConfig", "rollback config is not allowed for jobs");
  }
  checkCount("Mode.Replicated.Replicas", spec.Mode?.Replicated?.Replicas);
  checkCount("Mode.ReplicatedJob.MaxConcurrent", spec.Mode?.ReplicatedJob?.MaxConcurrent);
  checkCount("Mode.ReplicatedJob.TotalCompletions", spec.Mode?.ReplicatedJob?.TotalCompletions);
  const perNode = spec.TaskTemplate?.Placement?.MaxReplicas ?? 0;
  if (perNode > 0 && (modes[0] === "Global" || modes[0] === "GlobalJob")) {
    refuse(
      "TaskTemplate.Placement.MaxReplicas",
      "replicas-max-per-node can only be used with replicated or replicated-job mode",
    );
  }
}

function checkCount(field: string, count: number | undefined): void {
  if ((count ?? 0) > MAX_TASKS) refuse(field, `${count}: expected at most ${MAX_TASKS}`);
}

/** The names of the modes that are given; a service without one is replicated. */
export function modesOf(mode: ServiceMode): readonly (keyof ServiceMode)[] {
  const all = ["Replicated", "Global", "ReplicatedJob", "GlobalJob"] as const;
  return all.filter((name) => mode[name] !== undefined);
}

function checkUpdate(
  config: UpdateConfig | undefined,
  word: "update" | "rollback",
  field: string,
): void {
  if (config === undefined) return;
  notNegative(`${word}-delay`, config.Delay);
  notNegative(`${word}-monitor`, config.Monitor);
  const ratio = config.MaxFailureRatio ?? 0;
  if (ratio < 0) refuse("TaskSpec", `${word}-maxfailureratio cannot be less than 0: ${ratio}`);
  if (ratio > 1) refuse("TaskSpec", `${word}-maxfailureratio cannot be bigger than 1: ${ratio}`);
  if (word === "rollback" && config.FailureAction === "rollback") {
    refuse(`${field}.FailureAction`, "rollback: expected pause or continue");
  }
}

function checkEndpoint(endpoint: EndpointSpec | undefined): void {
  const published = new Set<string>();
  for (const [i, port] of (endpoint?.Ports ?? []).entries()) {
    const at = `EndpointSpec.Ports[${i}]`;
    const target = port.TargetPort ?? 0;
    if (target < 1 || target > 65535) {
      refuse(`${at}.TargetPort`, `${target}: invalid target port, expected 1 to 65535`);
    }
    const number = port.PublishedPort ?? 0;
    if (number > 65535) refuse(`${at}.PublishedPort`, `${number}: expected at most 65535`);
    const mode = port.PublishMode ?? "ingress";
    if (endpoint?.Mode === "dnsrr" && mode === "ingress") {
      refuse("EndpointSpec", "port published with ingress mode can't be used with dnsrr mode");
    }
    if (number === 0) continue;
    const key = `${number}/${port.Protocol ?? "tcp"}`;
    if (published.has(key)) {
      refuse("EndpointSpec", `duplicate published ports provided: ${key}`);
    }
    published.add(key);
  }
}

function checkNetworks(networks: readonly NetworkAttachmentConfig[], field: string): void {
  for (const [i, network] of networks.entries()) {
    if ((network.Target ?? "") === "") {
      refuse(`${field}[${i}].Target`, "expected a network's name or id");
    }
    for (const [j, alias] of (network.Aliases ?? []).entries()) {
      // Aliases are names that are looked up: labels, with dots between them.
      if (alias.length > MAX_ALIAS || !ALIAS.test(alias)) {
        refuse(`${field}[${i}].Aliases[${j}]`, `${show(alias)}: expected a host name`);
      }
    }
  }
}

/** Labels by which Skep's own network features are switched. */
const SWITCHES: ReadonlyMap<string, readonly string[]> = new Map([
  ["skep.lb.sticky", ["on", "off"]],
  ["skep.ingress.client-ip", ["on", "off"]],
]);
const PUBLISH_ADDRESS = "skep.publish.address";

function checkSwitches(labels: Labels | undefined): void {
  for (const [label, values] of SWITCHES) {
    const value = labels?.[label];
    if (value !== undefined && !values.includes(value)) {
      refuse(`Labels["${label}"]`, `${show(value)}: expected ${values.join(" or ")}`);
    }
  }
  const address = labels?.[PUBLISH_ADDRESS];
  if (address !== undefined && parseIp(address) === undefined) {
    refuse(`Labels["${PUBLISH_ADDRESS}"]`, `${show(address)}: expected an address of a host`);
  }
}
