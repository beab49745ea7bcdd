/** skep init, join, leave, join-token, unlock-key, info, version: a machine's life in a cluster. */
import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { withOutput } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { OutputOptions } from "../output.ts";
import { renderObjects } from "../output.ts";
import { parseDuration } from "../units.ts";

interface Swarm {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: object;
  readonly JoinTokens: { readonly Worker: string; readonly Manager: string };
}

interface Info {
  readonly Name: string;
  readonly ServerVersion: string;
  readonly Swarm: {
    readonly NodeID: string;
    readonly NodeAddr: string;
    readonly LocalNodeState: string;
    readonly ControlAvailable: boolean;
    readonly Error: string;
    readonly Nodes?: number;
    readonly Managers?: number;
    readonly RemoteManagers?: readonly { readonly NodeID: string; readonly Addr: string }[] | null;
    readonly Cluster?: { readonly ID: string } | null;
  };
}

interface AddressOptions {
  readonly advertiseAddr?: string;
  readonly listenAddr: string;
  readonly availability: string;
}

export function registerCluster(program: Command, context: CliContext): void {
  registerInit(program, context);
  registerJoin(program, context);
  registerTokens(program, context);
  program
    .command("leave")
    .description("Take this machine out of its cluster")
    .option("-f, --force", "Leave even as a manager; the cluster may lose its quorum")
    .action(async (options: { force?: boolean }) => {
      await context.api().call("/swarm/leave", {
        method: "POST",
        query: { force: options.force === true },
      });
      context.write("Node left the swarm.\n");
    });
  withOutput(program.command("info").description("Show this node and its cluster"), false).action(
    (options: OutputOptions) => showInfo(context, options),
  );
  withOutput(
    program.command("version").description("Show the versions of skep and skepd"),
    false,
  ).action(async (options: OutputOptions) => {
    const version = await context.api().call<object>("/version");
    context.write(renderObjects([version], options));
  });
}

function withAddresses(command: Command): Command {
  return command
    .option("--advertise-addr <address>", "Address or interface that others reach this node at")
    .option("--listen-addr <address>", "Address to listen on", "0.0.0.0:2377")
    .option("--availability <state>", "active, pause or drain", "active");
}

function registerInit(program: Command, context: CliContext): void {
  withAddresses(program.command("init").description("Start a cluster on this machine"))
    .option("--force-new-cluster", "Start again from this manager's state alone")
    .option("--autolock", "Lock managers: after a restart they need the unlock key")
    .option("--cert-expiry <duration>", "Validity of node certificates")
    .option("--task-history-limit <n>", "Tasks kept per slot")
    .action(async (options: AddressOptions & Record<string, string | boolean | undefined>) => {
      const spec: Record<string, unknown> = {};
      if (typeof options["certExpiry"] === "string") {
        spec["CAConfig"] = {
          NodeCertExpiry: parseDuration(options["certExpiry"], "--cert-expiry"),
        };
      }
      if (typeof options["taskHistoryLimit"] === "string") {
        const limit = Number(options["taskHistoryLimit"]);
        spec["Orchestration"] = { TaskHistoryRetentionLimit: limit };
      }
      if (options["autolock"] === true) spec["EncryptionConfig"] = { AutoLockManagers: true };
      const nodeId = await context.api().call<string>("/swarm/init", {
        method: "POST",
        body: {
          ListenAddr: options.listenAddr,
          AdvertiseAddr: options.advertiseAddr ?? "",
          Availability: options.availability,
          ForceNewCluster: options["forceNewCluster"] === true,
          AutoLockManagers: options["autolock"] === true,
          Spec: spec,
        },
      });
      context.write(`Swarm initialized: current node (${nodeId}) is now a manager.\n\n`);
      await printJoinCommand(context, "worker");
      if (options["autolock"] === true) await printUnlockKey(context, false);
    });
}

function registerJoin(program: Command, context: CliContext): void {
  withAddresses(program.command("join").description("Take this machine into a cluster"))
    .argument("<address>", "host:port of a manager")
    .requiredOption("--token <token>", "The token that `skep join-token` shows on a manager")
    .action(async (address: string, options: AddressOptions & { token: string }) => {
      await context.api().call("/swarm/join", {
        method: "POST",
        body: {
          ListenAddr: options.listenAddr,
          AdvertiseAddr: options.advertiseAddr ?? "",
          Availability: options.availability,
          RemoteAddrs: [address],
          JoinToken: options.token,
        },
      });
      const info = await context.api().call<Info>("/info");
      const role = info.Swarm.ControlAvailable ? "manager" : "worker";
      context.write(`This node joined a swarm as a ${role}.\n`);
    });
}

function registerTokens(program: Command, context: CliContext): void {
  program
    .command("join-token")
    .description("Show how another machine joins")
    .argument("<role>", "worker or manager")
    .option("--rotate", "Make a new token; the old one is refused from now on")
    .option("-q, --quiet", "Print only the token")
    .action(async (role: string, options: { rotate?: boolean; quiet?: boolean }) => {
      if (role !== "worker" && role !== "manager") {
        throw new CliError(EXIT.usage, `role: invalid value "${role}": expected worker or manager`);
      }
      if (options.rotate === true) {
        const flag = role === "worker" ? "rotateWorkerToken" : "rotateManagerToken";
        await updateSwarm(context, { [flag]: true });
      }
      if (options.quiet === true) context.write(`${tokenOf(await swarm(context), role)}\n`);
      else await printJoinCommand(context, role);
    });
  program
    .command("unlock-key")
    .description("Show the key that unlocks managers after a restart")
    .option("--rotate", "Make a new key")
    .option("-q, --quiet", "Print only the key")
    .action(async (options: { rotate?: boolean; quiet?: boolean }) => {
      if (options.rotate === true) await updateSwarm(context, { rotateManagerUnlockKey: true });
      await printUnlockKey(context, options.quiet === true);
    });
  program
    .command("unlock")
    .description("Unlock this manager")
    .argument("<key>", "SWMKEY-1-…")
    .action(async (key: string) => {
      await context.api().call("/swarm/unlock", { method: "POST", body: { UnlockKey: key } });
    });
}

function swarm(context: CliContext): Promise<Swarm> {
  return context.api().call<Swarm>("/swarm");
}

async function updateSwarm(context: CliContext, flags: Record<string, boolean>): Promise<void> {
  const present = await swarm(context);
  await context.api().call("/swarm/update", {
    method: "POST",
    query: { version: present.Version.Index, ...flags },
    body: present.Spec,
  });
}

function tokenOf(present: Swarm, role: "worker" | "manager"): string {
  return role === "worker" ? present.JoinTokens.Worker : present.JoinTokens.Manager;
}

async function printJoinCommand(context: CliContext, role: "worker" | "manager"): Promise<void> {
  const token = tokenOf(await swarm(context), role);
  const info = await context.api().call<Info>("/info");
  const self = info.Swarm.RemoteManagers?.find((peer) => peer.NodeID === info.Swarm.NodeID);
  const address = self?.Addr ?? `${info.Swarm.NodeAddr}:2377`;
  context.write(
    `To add a ${role} to this swarm, run the following command on it:\n\n` +
      `    skep join --token ${token} ${address}\n\n`,
  );
}

async function printUnlockKey(context: CliContext, quiet: boolean): Promise<void> {
  const answer = await context.api().call<{ UnlockKey: string }>("/swarm/unlockkey");
  if (answer.UnlockKey === "") throw new CliError(EXIT.failed, "autolock is off: there is no key");
  if (quiet) return context.write(`${answer.UnlockKey}\n`);
  context.write(
    `To unlock a manager after it restarts, run \`skep unlock\` with this key:\n\n` +
      `    ${answer.UnlockKey}\n\nKeep it safe: without it a restarted manager stays locked.\n`,
  );
}

async function showInfo(context: CliContext, options: OutputOptions): Promise<void> {
  const info = await context.api().call<Info>("/info");
  if (options.json === true || options.format !== undefined) {
    return context.write(renderObjects([info], options));
  }
  const { Swarm: local } = info;
  const lines = [
    `Name:      ${info.Name}`,
    `Version:   ${info.ServerVersion}`,
    `Swarm:     ${local.LocalNodeState}`,
  ];
  if (local.Error !== "") lines.push(`Error:     ${local.Error}`);
  if (local.NodeID !== "") {
    lines.push(`Node ID:   ${local.NodeID}`, `Address:   ${local.NodeAddr}`);
    lines.push(`Manager:   ${local.ControlAvailable ? "yes" : "no"}`);
  }
  if (local.ControlAvailable) {
    lines.push(`Cluster:   ${local.Cluster?.ID ?? ""}`);
    lines.push(`Nodes:     ${local.Nodes ?? 0} (${local.Managers ?? 0} managers)`);
  }
  for (const peer of local.RemoteManagers ?? [])
    lines.push(`Manager:   ${peer.Addr} ${peer.NodeID}`);
  context.write(`${lines.join("\n")}\n`);
}
