/** skep node …: the machines of the cluster. */
import type { Command } from "commander";
import type { CliContext, ListOptions } from "../context.ts";
import { filtersQuery, gather, withFilter, withOutput } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { OutputOptions } from "../output.ts";
import { renderObjects, renderRows } from "../output.ts";
import { parsePairs } from "../units.ts";
import { taskColumns, taskRows } from "./task-rows.ts";
import type { ApiNode, ApiService, ApiTask } from "./types.ts";

const COLUMNS = {
  ID: "ID",
  Hostname: "HOSTNAME",
  Status: "STATUS",
  Availability: "AVAILABILITY",
  ManagerStatus: "MANAGER STATUS",
  EngineVersion: "ENGINE VERSION",
};

export function registerNode(program: Command, context: CliContext): void {
  const node = program.command("node").description("Manage the machines of the cluster");
  withFilter(withOutput(node.command("ls").alias("list").description("List nodes"))).action(
    (options: ListOptions) => list(context, options),
  );
  withOutput(node.command("inspect").description("Show nodes in full"), false)
    .argument("<node...>", "ids or hostnames; self is this node")
    .action(async (names: string[], options: OutputOptions) => {
      const found: unknown[] = [];
      for (const name of names) found.push(await getNode(context, name));
      context.write(renderObjects(found, options));
    });
  withFilter(withOutput(node.command("ps").description("List a node's tasks")))
    .argument("[node]", "id or hostname", "self")
    .option("--no-trunc", "Print ids and errors whole")
    .action((name: string, options: ListOptions & { trunc: boolean }) =>
      tasks(context, name, options),
    );
  registerUpdates(node, context);
  node
    .command("rm")
    .alias("remove")
    .description("Remove nodes that have left")
    .argument("<node...>")
    .option("-f, --force", "Remove a node that is not down")
    .action(async (names: string[], options: { force?: boolean }) => {
      for (const name of names) {
        await context.api().call(`/nodes/${encodeURIComponent(name)}`, {
          method: "DELETE",
          query: { force: options.force === true },
        });
        context.write(`${name}\n`);
      }
    });
}

function registerUpdates(node: Command, context: CliContext): void {
  node
    .command("update")
    .description("Change a node's role, availability or labels")
    .argument("<node>")
    .option("--role <role>", "worker or manager")
    .option("--availability <state>", "active, pause or drain")
    .option("--label-add <key=value>", "Set a label; can be repeated", gather)
    .option("--label-rm <key>", "Remove a label; can be repeated", gather)
    .action(
      async (
        name: string,
        options: { role?: string; availability?: string; labelAdd?: string[]; labelRm?: string[] },
      ) => {
        await update(context, name, (spec) => {
          const labels = { ...spec.Labels, ...parsePairs(options.labelAdd ?? [], "--label-add") };
          for (const key of options.labelRm ?? []) {
            if (!Object.hasOwn(labels, key)) {
              throw new CliError(EXIT.failed, `--label-rm: node ${name} has no label "${key}"`);
            }
            delete labels[key];
          }
          return {
            ...spec,
            Labels: labels,
            ...(options.role === undefined ? {} : { Role: options.role }),
            ...(options.availability === undefined ? {} : { Availability: options.availability }),
          };
        });
        context.write(`${name}\n`);
      },
    );
  for (const [verb, role, done] of [
    ["promote", "manager", "promoted to a manager in the swarm"],
    ["demote", "worker", "demoted in the swarm"],
  ] as const) {
    node
      .command(verb)
      .description(`Make nodes ${role}s`)
      .argument("<node...>")
      .action(async (names: string[]) => {
        for (const name of names) {
          await update(context, name, (spec) => ({ ...spec, Role: role }));
          context.write(`Node ${name} ${done}.\n`);
        }
      });
  }
}

async function list(context: CliContext, options: ListOptions): Promise<void> {
  const filters = filtersQuery(options.filter);
  const nodes = await context.api().call<ApiNode[]>("/nodes", { query: { filters } });
  const self = await selfId(context);
  // What a script asked for is the id alone; it has Self.
  const forPeople = options.format === undefined && options.quiet !== true;
  const rows = nodes
    .map((node) => ({
      ID: node.ID === self && forPeople ? `${node.ID} *` : node.ID,
      Hostname: node.Description?.Hostname ?? "",
      Status: capital(node.Status.State),
      Availability: capital(node.Spec.Availability ?? ""),
      ManagerStatus: managerStatus(node),
      EngineVersion: node.Description?.Engine?.EngineVersion ?? "",
      Self: node.ID === self,
    }))
    .sort((a, b) => a.Hostname.localeCompare(b.Hostname, "en", { numeric: true }));
  context.write(renderRows(rows, COLUMNS, nodes, options));
}

function managerStatus(node: ApiNode): string {
  if (node.ManagerStatus === undefined) return "";
  return node.ManagerStatus.Leader === true ? "Leader" : capital(node.ManagerStatus.Reachability);
}

async function tasks(
  context: CliContext,
  name: string,
  options: ListOptions & { trunc: boolean },
): Promise<void> {
  const node = await getNode(context, name);
  const filters = filtersQuery([...(options.filter ?? []), `node=${node.ID}`]);
  const api = context.api();
  const found = await api.call<ApiTask[]>("/tasks", { query: { filters } });
  const services = await api.call<ApiService[]>("/services");
  const rows = taskRows(found, {
    nodes: [node],
    services,
    now: context.now(),
    trunc: options.trunc,
  });
  context.write(renderRows(rows, taskColumns, found, options));
}

export async function selfId(context: CliContext): Promise<string> {
  const info = await context.api().call<{ Swarm: { NodeID: string } }>("/info");
  return info.Swarm.NodeID;
}

async function getNode(context: CliContext, name: string): Promise<ApiNode> {
  const id = name === "self" ? await selfId(context) : name;
  return context.api().call<ApiNode>(`/nodes/${encodeURIComponent(id)}`);
}

async function update(
  context: CliContext,
  name: string,
  change: (spec: ApiNode["Spec"]) => object,
): Promise<void> {
  const node = await getNode(context, name);
  await context.api().call(`/nodes/${node.ID}/update`, {
    method: "POST",
    query: { version: node.Version.Index },
    body: change(node.Spec),
  });
}

function capital(text: string): string {
  return text === "" ? "" : text.charAt(0).toUpperCase() + text.slice(1);
}
