/** skep-manager processes as skepd runs them, each on a loopback address of its own, port 2377. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ManagerExit, ManagerProcess } from "../../../agent/node/adapters/manager-process.ts";
import { joinCluster } from "../../../agent/node/join-driver.ts";
import { ApiClient, targetFrom } from "../../../cli/api-client.ts";
import { CONTROL_PORT } from "../../../cli/local/plan.ts";
import type { FromManager, ManagerStart } from "../../../shared/manager-ipc.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { createLogger } from "../../../shared/node/logger.ts";
import { eventually } from "../../lib/wait.ts";
import type { Probed } from "./protocol.ts";

const MANAGER = fileURLToPath(new URL("../../../dist/manager/main.js", import.meta.url));
const PROBE = new URL("./probe.mjs", import.meta.url).href;
const START_MS = 60_000;
const STOP_MS = 20_000;
const log = createLogger({ name: "bench", level: "warn", format: "json" });

export interface ManagersOptions {
  readonly folder: string;
  readonly count: number;
  /** CPU profiles go there, one file a thread, when the managers end. */
  readonly profileFolder: string | undefined;
}

export class BenchManager {
  readonly addr: string;
  readonly api: ApiClient;
  readonly apiSocket: string;
  /** The worst delay of its event loop since the last `forgetDelays`. */
  lateMs = 0;
  /** Changes of the leader that it told of since then. */
  leaderChanges = 0;
  readonly #process: ManagerProcess;
  #status: Extract<FromManager, { kind: "status" }> | undefined;
  #exit: ManagerExit | undefined;

  constructor(start: ManagerStart, profileFolder: string | undefined) {
    this.addr = start.advertiseAddr;
    this.apiSocket = start.apiSocket;
    this.api = new ApiClient(targetFrom(`unix://${start.apiSocket}`));
    const profile = ["--cpu-prof", "--cpu-prof-dir", profileFolder ?? ""];
    this.#process = new ManagerProcess({
      modulePath: MANAGER,
      execArgv: ["--import", PROBE, ...(profileFolder === undefined ? [] : profile)],
      start,
      log,
      onMessage: (message) => this.#hear(message),
      onExit: (exit) => {
        this.#exit = exit;
      },
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get leads(): boolean {
    return this.#status?.leader === true;
  }

  get managersKnown(): number {
    return this.#status?.hasLeader === true ? this.#status.managers.length : 0;
  }

  forgetDelays(): void {
    this.lateMs = 0;
    this.leaderChanges = 0;
  }

  #hear(message: FromManager | Probed): void {
    if (message.kind === "probed") this.lateMs = Math.max(this.lateMs, message.lateMs);
    if (message.kind !== "status") return;
    const before = this.#status;
    if (before?.leader !== message.leader || before.hasLeader !== message.hasLeader) {
      this.leaderChanges++;
    }
    this.#status = message;
  }

  async whenUp(managers: number): Promise<void> {
    await eventually(`${this.addr} knows ${managers} managers`, START_MS, () => {
      this.mustLive();
      return this.managersKnown === managers;
    });
  }

  mustLive(): void {
    if (this.#exit === undefined) return;
    throw new Error(
      `the manager at ${this.addr} ended: ${this.#exit.reason}${this.#exit.removed ? ", removed from Raft" : ""}`,
    );
  }

  async stop(): Promise<void> {
    await this.#process.stop(STOP_MS);
  }
}

export async function startManagers(options: ManagersOptions): Promise<readonly BenchManager[]> {
  const managers: BenchManager[] = [];
  for (let number = 1; number <= options.count; number++) {
    const [first] = managers;
    const start = startOf(options.folder, number);
    const how = first === undefined ? init : await askToJoin(first, start);
    managers.push(new BenchManager({ ...start, how }, options.profileFolder));
    for (const manager of managers) await manager.whenUp(number);
  }
  return managers;
}

const init: ManagerStart["how"] = {
  kind: "init",
  spec: {},
  availability: "drain",
  autoLock: false,
  defaultAddrPool: [],
  subnetSize: 0,
  dataPathPort: 0,
};

function startOf(folder: string, number: number): Omit<ManagerStart, "how"> {
  const stateDir = join(folder, `manager-${number}`);
  mkdirSync(stateDir, { recursive: true });
  const addr = `127.${20 + (process.pid % 200)}.250.${number}:${CONTROL_PORT}`;
  return {
    kind: "start",
    stateDir,
    apiSocket: join(stateDir, "api.sock"),
    listenAddr: addr,
    advertiseAddr: addr,
    hostname: `manager-${number}`,
    logLevel: "error",
    logFormat: "json",
  };
}

async function askToJoin(
  first: BenchManager,
  start: Omit<ManagerStart, "how">,
): Promise<ManagerStart["how"]> {
  const [host = ""] = start.advertiseAddr.split(":");
  const endpoint = { host, port: CONTROL_PORT };
  const request = {
    listenAddr: start.listenAddr,
    advertiseAddr: start.advertiseAddr,
    dataPathAddr: "",
    remoteAddrs: [first.addr],
    joinToken: (await joinTokens(first)).Manager,
    availability: "drain",
  };
  const { stateDir, hostname } = start;
  const addresses = { listen: endpoint, advertise: endpoint, dataPath: "" };
  const options = { stateDir, hostname, request, addresses, clock: systemClock, log };
  await joinCluster(options, AbortSignal.timeout(START_MS));
  return { kind: "join", remoteAddrs: [first.addr] };
}

export async function joinTokens(
  manager: BenchManager,
): Promise<{ readonly Worker: string; readonly Manager: string }> {
  const swarm = await manager.api.call<{
    JoinTokens: { readonly Worker: string; readonly Manager: string };
  }>("/swarm");
  return swarm.JoinTokens;
}
