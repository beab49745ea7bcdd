/** A process of agents (fleet.ts), as main.ts holds it. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { FromFleet, RunningTask, ToFleet } from "./protocol.ts";

const FLEET = fileURLToPath(new URL("./fleet.ts", import.meta.url));
const PROBE = new URL("./probe.mjs", import.meta.url).href;

export class Fleet {
  /** Tasks of which the leader has acknowledged that they run. */
  running = 0;
  /** Sessions that broke, ever. */
  lost = 0;
  /** The worst delay of its event loop since the last `forgetDelays`. */
  lateMs = 0;
  readonly #child: ChildProcess;
  readonly #waiters: ((message: FromFleet) => void)[] = [];
  #ended = "";

  /** @param profileFolder where its CPU profile goes, if it is wished */
  constructor(profileFolder: string | undefined) {
    const profile = ["--cpu-prof", "--cpu-prof-dir", profileFolder ?? ""];
    const execArgv = ["--import", "tsx", "--import", PROBE];
    if (profileFolder !== undefined) execArgv.push(...profile);
    this.#child = fork(FLEET, [], { execArgv });
    this.#child.on("message", (message: FromFleet) => this.#hear(message));
    this.#child.once("exit", (code, signal) => {
      this.#ended = `a process of agents ended: ${signal ?? code}`;
      for (const waiter of this.#waiters.splice(0)) waiter({ kind: "joined" });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  forgetDelays(): void {
    this.lateMs = 0;
  }

  mustLive(): void {
    if (this.#ended !== "") throw new Error(this.#ended);
  }

  #hear(message: FromFleet): void {
    if (message.kind === "probed") this.lateMs = Math.max(this.lateMs, message.lateMs);
    else if (message.kind === "count") {
      this.running = message.running;
      this.lost = message.lost;
    } else for (const waiter of this.#waiters.splice(0)) waiter(message);
  }

  async join(
    agents: number,
    firstNumber: number,
    managers: readonly string[],
    token: string,
  ): Promise<void> {
    await this.#ask({ kind: "join", agents, firstNumber, managers, token });
  }

  async connect(): Promise<void> {
    await this.#ask({ kind: "connect" });
  }

  async times(): Promise<readonly RunningTask[]> {
    const answer = await this.#ask({ kind: "times" });
    return answer.kind === "times" ? answer.tasks : [];
  }

  async #ask(message: ToFleet): Promise<FromFleet> {
    this.mustLive();
    const answer = new Promise<FromFleet>((resolve) => this.#waiters.push(resolve));
    this.#child.send(message);
    const said = await answer;
    this.mustLive();
    return said;
  }

  stop(): void {
    if (this.#child.connected) this.#child.send({ kind: "stop" } satisfies ToFleet);
  }
}
