/** skep service …: what should run. */
import type { Command } from "commander";
import { Option } from "commander";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import type { CliContext, ListOptions } from "../context.ts";
import { filtersQuery, gather, withFilter, withOutput } from "../context.ts";
import { waitUntilConverged } from "../converge.ts";
import { CliError, EXIT } from "../exit.ts";
import type { OutputOptions } from "../output.ts";
import { renderObjects, renderRows } from "../output.ts";
import { LIST_FLAGS, SINGLE_FLAGS } from "../service-flags.ts";
import type { FlagValues } from "../service-spec.ts";
import { changedServiceSpec, newServiceSpec, scaledServiceSpec } from "../service-spec.ts";
import { parseCount, parseDuration } from "../units.ts";
import { registerServiceLogs } from "./service-logs.ts";
import { portsText, taskColumns, taskRows } from "./task-rows.ts";
import type { ApiNode, ApiService, ApiTask } from "./types.ts";

const COLUMNS = {
  ID: "ID",
  Name: "NAME",
  Mode: "MODE",
  Replicas: "REPLICAS",
  Image: "IMAGE",
  Ports: "PORTS",
};

interface WaitOptions {
  readonly detach?: boolean;
  readonly quiet?: boolean;
  readonly timeout?: string;
}

interface WriteOptions extends WaitOptions {
  readonly withRegistryAuth?: string;
}

export function registerService(program: Command, context: CliContext): void {
  const service = program.command("service").description("Manage what should run");
  registerCreate(service, context);
  registerUpdate(service, context);
  registerReads(service, context);
  registerServiceLogs(service, context);
  withWait(service.command("scale").description("Set the number of replicas"))
    .argument("<service=replicas...>")
    .action((pairs: string[], options: WaitOptions) => scale(context, pairs, options));
  withWait(service.command("rollback").description("Go back to the spec before the last update"))
    .argument("<service>")
    .action(async (name: string, options: WaitOptions) => {
      const present = await getService(context, name);
      await post(context, present, present.Spec, { rollback: "previous" });
      context.write(`${present.Spec.Name}\n`);
      await settle(context, present.ID, options);
    });
  service
    .command("rm")
    .alias("remove")
    .description("Remove services")
    .argument("<service...>")
    .action(async (names: string[]) => {
      for (const name of names) {
        await context.api().call(`/services/${encodeURIComponent(name)}`, { method: "DELETE" });
        context.write(`${name}\n`);
      }
    });
}

function withWait(command: Command): Command {
  return command
    .option("-d, --detach", "Return at once instead of waiting until it converged")
    .option("-q, --quiet", "No progress")
    .option("--timeout <duration>", "Wait at most this long; the change itself goes on");
}

/** Flags whose values are gathered by their docker name rather than in camel case. */
function addFlags(command: Command, names: "create" | "update"): Command {
  for (const flag of SINGLE_FLAGS) {
    const short = flag.short === undefined ? "" : `-${flag.short}, `;
    const value = flag.placeholder === "" ? "" : ` <${flag.placeholder}>`;
    command.addOption(new Option(`${short}--${flag.name}${value}`, flag.help));
  }
  for (const flag of LIST_FLAGS) {
    const repeats = "; can be repeated";
    if (names === "create") {
      const short = flag.short === undefined ? "" : `-${flag.short}, `;
      command.option(`${short}--${flag.name} <${flag.placeholder}>`, flag.help + repeats, gather);
    } else {
      const help = flag.help.charAt(0).toLowerCase() + flag.help.slice(1);
      command.option(`--${flag.name}-add <${flag.placeholder}>`, `Add: ${help}${repeats}`, gather);
      command.option(`--${flag.name}-rm <key>`, `Remove: ${help}${repeats}`, gather);
    }
  }
  return withWait(command).option(
    "--with-registry-auth <base64>",
    "Credentials for the nodes: the value of the API's X-Registry-Auth",
  );
}

/** commander names options in camel case; the tables of flags use the command line's form. */
export function flagValues(options: Readonly<Record<string, unknown>>): FlagValues {
  const values: Record<string, FlagValues[string]> = {};
  for (const [key, value] of Object.entries(options)) {
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (typeof value === "string" || typeof value === "boolean" || Array.isArray(value)) {
      values[name] = value;
    }
  }
  return values;
}

function registerCreate(service: Command, context: CliContext): void {
  const create = service
    .command("create")
    .description("Create a service")
    .argument("<image>")
    .argument("[command...]", "Command and arguments")
    .passThroughOptions()
    .option("--name <name>", "Name; made up if not given")
    .option("--mode <mode>", "replicated, global, replicated-job or global-job")
    .option("--replicas <n>", "Number of tasks")
    .option("--max-concurrent <n>", "Tasks of a job at once");
  addFlags(create, "create").action(
    async (image: string, args: string[], options: WriteOptions & Record<string, unknown>) => {
      const spec = newServiceSpec({ image, args, flags: flagValues(options) });
      const answer = await context
        .api()
        .call<{ ID: string; Warnings?: string[] | null }>("/services/create", {
          method: "POST",
          body: spec,
          headers: authHeader(options),
        });
      for (const warning of answer.Warnings ?? []) context.note(`warning: ${warning}\n`);
      context.write(`${answer.ID}\n`);
      await settle(context, answer.ID, options);
    },
  );
}

function registerUpdate(service: Command, context: CliContext): void {
  const update = service
    .command("update")
    .description("Change a service; its tasks are replaced as its update policy says")
    .argument("<service>")
    .option("--image <image>", "New image")
    .option("--args <args>", "New arguments")
    .option("--replicas <n>", "Number of tasks")
    .option("--force", "Replace the tasks even if nothing changed")
    .option("--rollback", "Go back to the previous spec");
  addFlags(update, "update").action(
    async (name: string, options: WriteOptions & Record<string, unknown>) => {
      const present = await getService(context, name);
      const back = options["rollback"] === true;
      const spec = back ? present.Spec : changedServiceSpec(present.Spec, flagValues(options));
      await post(context, present, spec, back ? { rollback: "previous" } : {}, authHeader(options));
      context.write(`${present.Spec.Name}\n`);
      await settle(context, present.ID, options);
    },
  );
}

function registerReads(service: Command, context: CliContext): void {
  withFilter(withOutput(service.command("ls").alias("list").description("List services"))).action(
    (options: ListOptions) => list(context, options),
  );
  withOutput(service.command("inspect").description("Show services in full"), false)
    .argument("<service...>")
    .action(async (names: string[], options: OutputOptions) => {
      const found: unknown[] = [];
      for (const name of names) found.push(await getService(context, name));
      context.write(renderObjects(found, options));
    });
  withFilter(withOutput(service.command("ps").description("List the tasks of services")))
    .argument("<service...>")
    .option("--no-trunc", "Print ids and errors whole")
    .action((names: string[], options: ListOptions & { trunc: boolean }) =>
      tasks(context, names, options),
    );
}

async function list(context: CliContext, options: ListOptions): Promise<void> {
  const query = { filters: filtersQuery(options.filter), status: true };
  const services = await context.api().call<ApiService[]>("/services", { query });
  const rows = services
    .map((service) => ({
      ID: options.quiet === true ? service.ID : service.ID.slice(0, 12),
      Name: service.Spec.Name ?? "",
      Mode: modeOf(service.Spec),
      Replicas: replicasOf(service),
      Image: (service.Spec.TaskTemplate?.ContainerSpec?.Image ?? "").replace(/@sha256:.*/, ""),
      Ports: portsText(service.Endpoint?.Ports),
    }))
    .sort((a, b) => a.Name.localeCompare(b.Name, "en", { numeric: true }));
  context.write(renderRows(rows, COLUMNS, services, options));
}

function modeOf(spec: ServiceSpec): string {
  const modes: readonly [keyof NonNullable<ServiceSpec["Mode"]>, string][] = [
    ["Global", "global"],
    ["ReplicatedJob", "replicated job"],
    ["GlobalJob", "global job"],
  ];
  return modes.find(([key]) => spec.Mode?.[key] !== undefined)?.[1] ?? "replicated";
}

function replicasOf(service: ApiService): string {
  const status = service.ServiceStatus;
  if (status === undefined) return "";
  const count = `${status.RunningTasks}/${status.DesiredTasks}`;
  const job = service.Spec.Mode?.ReplicatedJob;
  if (job !== undefined) {
    return `${count} (${status.CompletedTasks ?? 0}/${job.TotalCompletions ?? 1} completed)`;
  }
  const most = service.Spec.TaskTemplate?.Placement?.MaxReplicas ?? 0;
  return most > 0 ? `${count} (max ${most} per node)` : count;
}

async function tasks(
  context: CliContext,
  names: readonly string[],
  options: ListOptions & { trunc: boolean },
): Promise<void> {
  const api = context.api();
  const services: ApiService[] = [];
  for (const name of names) services.push(await getService(context, name));
  const filters = filtersQuery([
    ...(options.filter ?? []),
    ...services.map((service) => `service=${service.ID}`),
  ]);
  const found = await api.call<ApiTask[]>("/tasks", { query: { filters } });
  const nodes = await api.call<ApiNode[]>("/nodes");
  const rows = taskRows(found, { nodes, services, now: context.now(), trunc: options.trunc });
  context.write(renderRows(rows, taskColumns, found, options));
}

async function scale(
  context: CliContext,
  pairs: readonly string[],
  options: WaitOptions,
): Promise<void> {
  const wanted = pairs.map((pair) => {
    const at = pair.lastIndexOf("=");
    if (at < 1) {
      throw new CliError(EXIT.usage, `scale: invalid value "${pair}": expected SERVICE=REPLICAS`);
    }
    return { name: pair.slice(0, at), replicas: parseCount(pair.slice(at + 1), pair.slice(0, at)) };
  });
  const ids: string[] = [];
  for (const { name, replicas } of wanted) {
    const present = await getService(context, name);
    await post(context, present, scaledServiceSpec(present.Spec, replicas), {});
    context.write(`${name} scaled to ${replicas}\n`);
    ids.push(present.ID);
  }
  for (const id of ids) await settle(context, id, options);
}

export function getService(context: CliContext, name: string): Promise<ApiService> {
  return context.api().call<ApiService>(`/services/${encodeURIComponent(name)}`);
}

async function post(
  context: CliContext,
  present: ApiService,
  spec: ServiceSpec,
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await context
    .api()
    .call<{ Warnings?: string[] | null }>(`/services/${present.ID}/update`, {
      method: "POST",
      query: { version: present.Version.Index, ...query },
      body: spec,
      headers,
    });
  for (const warning of answer.Warnings ?? []) context.note(`warning: ${warning}\n`);
}

function authHeader(options: WriteOptions): Record<string, string> {
  return options.withRegistryAuth === undefined
    ? {}
    : { "X-Registry-Auth": options.withRegistryAuth };
}

async function settle(context: CliContext, id: string, options: WaitOptions): Promise<void> {
  if (options.detach === true) return;
  const { timeout } = options;
  await waitUntilConverged(context, id, {
    quiet: options.quiet === true,
    timeoutMs:
      timeout === undefined ? Number.POSITIVE_INFINITY : parseDuration(timeout, "--timeout") / 1e6,
  });
}
