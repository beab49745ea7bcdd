/** Managers as processes, on loopback or in network namespaces, with a CA of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StartMode } from "../../../manager/raft/options.ts";
import type { ClusterId, NodeId } from "../../../shared/ids.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../../../shared/node/pki.ts";
import type { KeyPair } from "../../../shared/node/tls.ts";
import type { Station } from "../../lib/hosts/lan.ts";
import type { FromChild, ManagerConfig, ToChild } from "./protocol.ts";

const MANAGER = fileURLToPath(new URL("./manager.ts", import.meta.url));
const CLUSTER = "benchcluster" as ClusterId;

export class BenchManager {
  readonly config: ManagerConfig;
  leads = false;
  voters = 0;
  /** It knows who leads, and hears from all. */
  settled = false;
  term = 0;
  readonly machine: Station | undefined;
  #child: ChildProcess;
  #listeners = new Set<(message: FromChild) => void>();

  constructor(config: ManagerConfig, machine?: Station) {
    this.config = config;
    this.machine = machine;
    this.#child = this.#fork();
  }

  #fork(): ChildProcess {
    const program = [process.execPath, "--import", "tsx", MANAGER];
    // nsenter becomes the program: the pid is the manager's.
    const line = [...(this.machine?.enter ?? []), ...program];
    const child = spawn(line[0] ?? "", line.slice(1), {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      serialization: "advanced",
    });
    child.on("message", (message: FromChild) => {
      if (message.kind === "status") {
        this.leads = message.leads;
        this.voters = message.voters;
        this.settled = message.settled;
        this.term = message.term;
      }
      for (const listener of [...this.#listeners]) listener(message);
    });
    child.on("exit", () => {
      this.leads = false;
      this.settled = false;
    });
    return child;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async start(mode: StartMode): Promise<void> {
    const ready = this.next("ready");
    this.send({ kind: "start", config: { ...this.config, mode } });
    await ready;
  }

  async restart(): Promise<void> {
    this.#child = this.#fork();
    await this.start({ kind: "restart", forceNewCluster: false });
  }

  send(message: ToChild): void {
    this.#child.send(message);
  }

  /** Has it done, and waits until it is; undefined sizes are left to the manager. */
  async ask(
    kind: "details" | "fill" | "schedule" | "snapshot",
    { tasks = 0 }: { readonly tasks?: number | undefined } = {},
  ): Promise<FromChild & { kind: "did" }> {
    const done = this.next("did", (message) => message.what === kind);
    this.send({ kind: "do", what: kind, tasks });
    return done;
  }

  next<K extends FromChild["kind"]>(
    kind: K,
    fits: (message: FromChild & { kind: K }) => boolean = () => true,
  ): Promise<FromChild & { kind: K }> {
    return new Promise((resolve) => {
      const listener = (message: FromChild): void => {
        if (message.kind !== kind || !fits(message as FromChild & { kind: K })) return;
        this.#listeners.delete(listener);
        resolve(message as FromChild & { kind: K });
      };
      this.#listeners.add(listener);
    });
  }

  async kill(): Promise<void> {
    const gone = this.exited();
    this.#child.kill("SIGKILL");
    await gone;
  }

  async exited(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await new Promise((resolve) => this.#child.once("exit", resolve));
  }
}

export interface BenchCluster {
  readonly managers: readonly BenchManager[];
  leader(): Promise<BenchManager>;
  /** Resolves when everybody hears everybody and somebody leads. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** `machines`: one network namespace for each; without them all listen on loopback. */
export async function startCluster(
  count: number,
  machines: readonly Station[] = [],
  { store = false, verbose = false }: { readonly store?: boolean; readonly verbose?: boolean } = {},
): Promise<BenchCluster> {
  const dir = mkdtempSync(join(tmpdir(), "skep-bench-raft-"));
  const root = await createRoot(Date.now());
  const managers: BenchManager[] = [];
  for (let i = 0; i < count; i++) {
    const machine = machines[i];
    const addr = `${machine?.address ?? ownAddress()}:2377`;
    const config = { ...(await configure(dir, `m${i + 1}`, root, addr)), store, verbose };
    const manager = new BenchManager(config, machine);
    const remoteAddrs = managers.map((one) => one.config.advertiseAddr);
    managers.push(manager);
    await manager.start(i === 0 ? { kind: "bootstrap" } : { kind: "join", remoteAddrs });
    await until(() => manager.voters === i + 1, `${i + 1} managers vote`);
  }
  const leading = (): BenchManager | undefined => managers.find((one) => one.leads);
  return {
    managers,
    leader: async () => {
      await until(() => leading() !== undefined, "somebody leads");
      return leading() ?? fail("nobody leads");
    },
    settled: () =>
      until(
        () => leading() !== undefined && managers.every((one) => one.settled),
        "all hear each other",
        120_000,
      ),
    stop: async () => {
      await Promise.all(managers.map((one) => one.kill()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function configure(
  dir: string,
  name: string,
  root: KeyPair,
  addr: string,
): Promise<ManagerConfig> {
  const stateDir = join(dir, name);
  const tlsDir = join(stateDir, "tls");
  mkdirSync(tlsDir, { recursive: true });
  const { csrPem, keyPem } = await createSigningRequest();
  const certPem = await issueCertificate({
    root,
    csrPem,
    nodeId: name as NodeId,
    role: "manager",
    clusterId: CLUSTER,
    now: Date.now(),
    lifeMs: 86_400_000,
  });
  writeFileSync(join(tlsDir, "cert.pem"), certPem);
  writeFileSync(join(tlsDir, "key.pem"), keyPem, { mode: 0o600 });
  writeFileSync(join(tlsDir, "ca.pem"), root.certPem);
  return {
    stateDir,
    tlsDir,
    listenAddr: addr,
    advertiseAddr: addr,
    nodeId: name,
    clusterId: CLUSTER,
    mode: { kind: "bootstrap" },
    store: false,
    verbose: false,
    innerSocketPath: join(stateDir, "inner.sock"),
  };
}

/** Of this process alone, in 127/8: a port that was free a moment ago need not be now. */
let addresses = 0;
function ownAddress(): string {
  return `127.${240 + ((process.pid >> 8) & 15)}.${process.pid & 255}.${++addresses}`;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

export async function until(holds: () => boolean, what: string, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function fail(message: string): never {
  throw new Error(message);
}
