/** The agent's side of the keeper: finds it, starts it, speaks with it. */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import type { Clock } from "../../../shared/clock.ts";
import { ClusterError, messageOf } from "../../../shared/errors.ts";
import {
  KEEPER_LOG,
  type KeeperMessage,
  type KeeperRequest,
  SOCKET_NAME,
} from "./keeper/protocol.ts";
import { type StartedRecord, TOOL_PATH } from "./launch.ts";

export interface KeeperOptions {
  readonly root: string;
  /** The compiled program. */
  readonly program: string;
  readonly clock: Clock;
  readonly onStarted: (taskId: string) => void;
  readonly onExited: (taskId: string) => void;
  readonly onLost: () => void;
}

type Unnumbered<T> = T extends KeeperRequest ? Omit<T, "id"> : never;

const CONNECT_BOUND_MS = 10_000;
const CONNECT_POLL_MS = 20;
const REQUEST_BOUND_MS = 30_000;

interface Waiting {
  resolve(started: StartedRecord | undefined): void;
  reject(error: Error): void;
}

export class KeeperLink {
  readonly #options: KeeperOptions;
  readonly #waiting = new Map<number, Waiting>();
  #socket: Socket | null = null;
  #connecting: Promise<Socket> | null = null;
  #closed = false;
  #nextId = 1;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  /** Connects to a keeper that lives; false when there is none. */
  async find(): Promise<boolean> {
    if (this.#socket !== null) return true;
    try {
      this.#attach(await connect(join(this.#options.root, SOCKET_NAME)));
      return true;
    } catch {
      return false;
    }
  }

  async call(request: Unnumbered<KeeperRequest>): Promise<StartedRecord | undefined> {
    const socket = await this.#ensure();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.after(REQUEST_BOUND_MS, () => {
        this.#waiting.delete(id);
        reject(new ClusterError("DEADLINE_EXCEEDED", "the keeper of processes does not answer"));
      });
      this.#waiting.set(id, {
        resolve: (started) => {
          timer.cancel();
          resolve(started);
        },
        reject: (error) => {
          timer.cancel();
          reject(error);
        },
      });
      socket.write(`${JSON.stringify({ ...request, id })}\n`);
    });
  }

  close(): void {
    this.#closed = true;
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #ensure(): Promise<Socket> {
    if (this.#socket !== null) return this.#socket;
    this.#connecting ??= this.#begin().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #begin(): Promise<Socket> {
    const { root, program, clock } = this.#options;
    if (!(await this.find())) {
      mkdirSync(root, { recursive: true, mode: 0o700 });
      const log = openSync(join(root, KEEPER_LOG), "a", 0o600);
      const keeper = spawn(process.execPath, ["--max-old-space-size=128", program, root], {
        detached: true,
        cwd: root,
        env: { PATH: TOOL_PATH },
        stdio: ["ignore", log, log],
      });
      keeper.on("error", () => {});
      keeper.unref();
      closeSync(log);
    }
    const untilMs = clock.now() + CONNECT_BOUND_MS;
    while (this.#socket === null) {
      if (await this.find()) break;
      if (clock.now() > untilMs) {
        throw new ClusterError(
          "UNAVAILABLE",
          `the keeper of processes did not come up; see ${join(root, KEEPER_LOG)}`,
        );
      }
      await new Promise<void>((resolve) => void clock.after(CONNECT_POLL_MS, resolve));
    }
    if (this.#socket === null) throw new ClusterError("UNAVAILABLE", "the keeper went away");
    return this.#socket;
  }

  #attach(socket: Socket): void {
    // Two callers may find it at the same time: one connection is enough.
    if (this.#socket !== null || this.#closed) {
      socket.destroy();
      return;
    }
    this.#socket = socket;
    let rest = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") this.#receive(JSON.parse(line) as KeeperMessage);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (this.#socket === socket) this.#socket = null;
      const lost = new ClusterError("UNAVAILABLE", "the keeper of processes went away");
      for (const waiting of this.#waiting.values()) waiting.reject(lost);
      this.#waiting.clear();
      if (!this.#closed) this.#options.onLost();
    });
  }

  #receive(message: KeeperMessage): void {
    switch (message.kind) {
      case "started":
        this.#options.onStarted(message.taskId);
        return;
      case "exited":
        this.#options.onExited(message.taskId);
        return;
      case "done":
        this.#waiting.get(message.id)?.resolve(message.started);
        break;
      case "failed":
        this.#waiting.get(message.id)?.reject(new ClusterError("UNKNOWN", message.message));
        break;
    }
    this.#waiting.delete(message.id);
  }
}

function connect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => reject(new Error(messageOf(error))));
  });
}
