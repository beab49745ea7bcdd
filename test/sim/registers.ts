/**
 * Clients that read and write a few configs as registers, through whichever manager, and keep the
 * history; and that create secrets, of which none may be lost once its creation was answered.
 */
import type { ConfigId, SecretId } from "../../shared/ids.ts";
import type { History, OpenCall } from "./history.ts";
import type { ManagerProcess } from "./manager-process.ts";
import type { Managers } from "./managers.ts";
import type { Network } from "./network.ts";
import type { World } from "./world.ts";

const REGISTERS = ["x", "y", "z"] as const;
const PATIENCE_MS = 4_000;
const META = { versionIndex: 0, createdMs: 0, updatedMs: 0 };
const LABEL = "value";

export interface ClientPorts {
  readonly world: World;
  readonly network: Network;
  readonly managers: Managers;
  readonly history: History;
}

export class RegisterClients {
  readonly #ports: ClientPorts;
  #made = 0;
  #stopped = false;
  #active = 0;

  constructor(ports: ClientPorts) {
    this.#ports = ports;
  }

  get idle(): boolean {
    return this.#active === 0;
  }

  /** Registers exist before clients begin. */
  async prepare(): Promise<void> {
    const leader = this.#ports.managers.leader?.process;
    if (leader === undefined) throw new Error("nobody leads");
    await leader.store.update((tx) => {
      for (const key of REGISTERS) {
        const spec = { Name: key, Labels: { [LABEL]: "" } };
        tx.create("config", { id: key as ConfigId, meta: META, spec, data: new Uint8Array(0) });
      }
    });
  }

  start(count: number): void {
    for (let i = 1; i <= count; i++) void this.#live(`c${i}`);
  }

  stop(): void {
    this.#stopped = true;
  }

  async #live(client: string): Promise<void> {
    const { world } = this.#ports;
    this.#active++;
    while (!this.#stopped) {
      await world.sleep(world.between(5, 250));
      const dice = world.rng.below(10);
      if (dice < 4) await this.read(client, world.pick(REGISTERS) ?? "x");
      else if (dice < 7) await this.#write(client, world.pick(REGISTERS) ?? "x");
      else if (dice < 9) await this.#swap(client, world.pick(REGISTERS) ?? "x");
      else await this.#create(client);
    }
    this.#active--;
  }

  /** Every register once more, from every manager: when all is well, all must answer. */
  async readAll(): Promise<boolean> {
    const answers = this.#ports.managers.running.flatMap((process) =>
      REGISTERS.map((key) => this.read("end", key, process)),
    );
    return (await Promise.all(answers)).every((answered) => answered);
  }

  read(client: string, key: string, at = this.#anyone()): Promise<boolean> {
    const open = this.#ports.history.begin({ client, key, kind: "read" });
    return this.#call(client, at, open, async ({ consensus, store }) => {
      await consensus.readBarrier();
      return labelOf(store.view((tx) => tx.get("config", key as ConfigId)));
    });
  }

  async #write(client: string, key: string): Promise<void> {
    const value = this.#fresh();
    const open = this.#ports.history.begin({ client, key, kind: "write", value });
    await this.#call(client, this.#likelyLeader(), open, ({ store }) =>
      store.update((tx) => {
        const config = tx.get("config", key as ConfigId);
        if (config === undefined) throw new Error(`no config ${key}`);
        tx.update("config", { ...config, spec: { ...config.spec, Labels: { [LABEL]: value } } });
        return value;
      }),
    );
  }

  /** What it expects is what it has just seen, mostly. */
  async #swap(client: string, key: string): Promise<void> {
    const at = this.#likelyLeader();
    const value = this.#fresh();
    const expected = labelOf(at?.store.view((tx) => tx.get("config", key as ConfigId)));
    const open = this.#ports.history.begin({ client, key, kind: "swap", value, expected });
    await this.#call(client, at, open, ({ store }) =>
      store.update((tx) => {
        const config = tx.get("config", key as ConfigId);
        if (config === undefined) throw new Error(`no config ${key}`);
        const seen = labelOf(config);
        const Labels = { [LABEL]: value };
        if (seen === expected) tx.update("config", { ...config, spec: { ...config.spec, Labels } });
        return seen;
      }),
    );
  }

  async #create(client: string): Promise<void> {
    const { history } = this.#ports;
    const id = `s-${this.#fresh()}`;
    const created: OpenCall = { answered: () => void history.created.add(id) };
    await this.#call(client, this.#likelyLeader(), created, ({ store }) =>
      store.update((tx) => {
        const spec = { Name: id };
        tx.create("secret", { id: id as SecretId, meta: META, spec, data: new Uint8Array(8) });
        return id;
      }),
    );
  }

  /** A request, the work and its answer, each of which may be lost. Never rejects. */
  #call(
    client: string,
    at: ManagerProcess | undefined,
    open: OpenCall,
    work: (process: ManagerProcess) => Promise<string>,
  ): Promise<boolean> {
    const { world, network } = this.#ports;
    return new Promise((resolve) => {
      let over = false;
      const end = (answered: boolean): void => {
        if (over) return;
        over = true;
        patience.cancel();
        resolve(answered);
      };
      const patience = world.after(PATIENCE_MS, () => end(false));
      if (at === undefined) return;
      const answer = (how: () => void): void => {
        network.send(at.name, client, how);
      };
      network.send(client, at.name, () => {
        at.life.enter(() => {
          // A repeated request would be a second write: connections do not repeat.
          if (over || taken) return;
          taken = true;
          work(at).then(
            (seen) =>
              answer(() => {
                if (over) return;
                open.answered(seen);
                end(true);
              }),
            () => answer(() => end(false)),
          );
        });
      });
      let taken = false;
    });
  }

  #fresh(): string {
    return `v${++this.#made}`;
  }

  #anyone(): ManagerProcess | undefined {
    return this.#ports.world.pick(this.#ports.managers.running);
  }

  /** Mostly one that believes that it leads; there may be several. */
  #likelyLeader(): ManagerProcess | undefined {
    const { world, managers } = this.#ports;
    const leading = managers.running.filter(
      (process) => process.consensus.leadership() !== undefined,
    );
    return (world.chance(0.9) ? world.pick(leading) : undefined) ?? this.#anyone();
  }
}

function labelOf(config: { spec: { Labels?: unknown } } | undefined): string {
  const labels = config?.spec.Labels as Readonly<Record<string, string>> | undefined;
  return labels?.[LABEL] ?? "";
}
