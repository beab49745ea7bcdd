/** skep init, join, leave, join-token, unlock-key, info, version: a machine's life in a cluster. */
import type { Command } from "commander";
import { SKEP_VERSION } from "../../shared/version.ts";
import type { CliContext } from "../context.ts";
import { gather, withOutput } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { OutputOptions } from "../output.ts";
import { renderObject } from "../output.ts";
import { parseCount, parseDuration, parseInteger } from "../units.ts";

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

interface Version {
  readonly ApiVersion: string;
  readonly MinAPIVersion: string;
  readonly Components?: readonly { readonly Name: string; readonly Version: string }[] | null;
}

interface AddressOptions {
  readonly advertiseAddr?: string;
  readonly listenAddr: string;
  readonly dataPathAddr?: string;
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
    const version = await context.api().call<Version>("/version");
    context.write(
      options.json === true || options.format !== undefined
        ? renderObject(version, options)
        : versionText(version),
    );
  });
}

function versionText({ ApiVersion, MinAPIVersion, Components }: Version): string {
  const parts = (Components ?? []).map(({ Name, Version }) => [Name, Version] as const);
  const rows = [
    ["skep", SKEP_VERSION] as const,
    ...parts.map(([name, version]) => [name === "Skep" ? "skepd" : name, version] as const),
    ["API", `${MinAPIVersion} to ${ApiVersion}`] as const,
  ];
  return rows.map(([name, version]) => `${`${name}:`.padEnd(13)}${version}\n`).join("");
}

function withAddresses(command: Command): Command {
  return command
    .option("--advertise-addr <address>", "Address or interface that others reach this node at")
    .option("--listen-addr <address>", "Address to listen on", "0.0.0.0:2377")
    .option("--data-path-addr <address>", "Address or interface for traffic between containers")
    .option("--availability <state>", "active, pause or drain", "active");
}

function addressesOf(options: AddressOptions): object {
  return {
    ListenAddr: options.listenAddr,
    AdvertiseAddr: options.advertiseAddr ?? "",
    DataPathAddr: options.dataPathAddr ?? "",
    Availability: options.availability,
  };
}

interface InitOptions extends AddressOptions {
  readonly forceNewCluster?: boolean;
  readonly autolock?: boolean;
  readonly certExpiry?: string;
  readonly taskHistoryLimit?: string;
  readonly dispatcherHeartbeat?: string;
  readonly snapshotInterval?: string;
  readonly maxSnapshots?: string;
  readonly dataPathPort?: string;
  readonly defaultAddrPool?: readonly string[];
  readonly defaultAddrPoolMaskLength?: string;
}

function registerInit(program: Command, context: CliContext): void {
  withAddresses(program.command("init").description("Start a cluster on this machine"))
    .option("--force-new-cluster", "Start again from this manager's state alone")
    .option("--autolock", "Lock managers: after a restart they need the unlock key")
    .option("--cert-expiry <duration>", "Validity of node certificates")
    .option("--task-history-limit <n>", "Tasks kept per slot")
    .option("--dispatcher-heartbeat <duration>", "Five heartbeats of a node")
    .option("--snapshot-interval <n>", "Log entries between two snapshots")
    .option("--max-snapshots <n>", "Older snapshots that are kept")
    .option("--data-path-port <port>", "UDP port for traffic between containers")
    .option("--default-addr-pool <cidr>", "Networks are cut from it; can be repeated", gather)
    .option("--default-addr-pool-mask-length <bits>", "Size of each of them")
    .action(async (options: InitOptions) => {
      const nodeId = await context.api().call<string>("/swarm/init", {
        method: "POST",
        body: initBody(options),
      });
      context.write(`Swarm initialized: current node (${nodeId}) is now a manager.\n\n`);
      await printJoinCommand(context, "worker");
      if (options.autolock === true) await printUnlockKey(context, false);
    });
}

function initBody(options: InitOptions): object {
  const { certExpiry, taskHistoryLimit, dispatcherHeartbeat, snapshotInterval } = options;
  const count = (text: string | undefined, flag: string): number | undefined =>
    text === undefined ? undefined : parseCount(text, flag);
  const duration = (text: string | undefined, flag: string): number | undefined =>
    text === undefined ? undefined : parseDuration(text, flag);
  const autolock = options.autolock === true;
  return {
    ...addressesOf(options),
    ForceNewCluster: options.forceNewCluster === true,
    AutoLockManagers: autolock,
    DataPathPort: count(options.dataPathPort, "--data-path-port"),
    DefaultAddrPool: options.defaultAddrPool,
    SubnetSize: count(options.defaultAddrPoolMaskLength, "--default-addr-pool-mask-length"),
    // What is undefined is not sent: the managers know the defaults.
    Spec: {
      CAConfig: { NodeCertExpiry: duration(certExpiry, "--cert-expiry") },
      Orchestration: {
        TaskHistoryRetentionLimit:
          taskHistoryLimit === undefined
            ? undefined
            : parseInteger(taskHistoryLimit, "--task-history-limit"),
      },
      Dispatcher: { HeartbeatPeriod: duration(dispatcherHeartbeat, "--dispatcher-heartbeat") },
      Raft: {
        SnapshotInterval: count(snapshotInterval, "--snapshot-interval"),
        KeepOldSnapshots: count(options.maxSnapshots, "--max-snapshots"),
      },
      EncryptionConfig: { AutoLockManagers: autolock },
    },
  };
}

function registerJoin(program: Command, context: CliContext): void {
  withAddresses(program.command("join").description("Take this machine into a cluster"))
    .argument("<address>", "host:port of a manager")
    .requiredOption("--token <token>", "The token that `skep join-token` shows on a manager")
    .action(async (address: string, options: AddressOptions & { token: string }) => {
      await context.api().call("/swarm/join", {
        method: "POST",
        body: { ...addressesOf(options), RemoteAddrs: [address], JoinToken: options.token },
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
    return context.write(renderObject(info, options));
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
