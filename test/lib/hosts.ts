/**
 * Several hosts on one machine: a network namespace each, joined by a switch, with an engine and a
 * skepd of their own. The machine's own network is left as it is. See hosts/README.md.
 */
import { formSwarm, leaderOf } from "./cluster.ts";
import { buildTestImages } from "./engine.ts";
import { Host } from "./hosts/host.ts";
import { Lan, Station } from "./hosts/lan.ts";
import { Sandbox } from "./hosts/sandbox.ts";
import type { ToolName } from "./machine.ts";

export type { Host } from "./hosts/host.ts";
export type { Station } from "./hosts/lan.ts";

export interface HostsOptions {
  readonly count: number;
  /** The first so many hosts; 1 by default. */
  readonly managers?: number;
  /** false: no engines; tasks are processes. */
  readonly engines?: boolean;
  /** Flags for every skepd. */
  readonly flags?: readonly string[];
}

/** What they need of the machine: `describe.skipIf(unavailable(...HOSTS_NEED))`. */
export const HOSTS_NEED: readonly ToolName[] = [
  "ip",
  "nft",
  "curl",
  "docker",
  "dockerd",
  "busybox",
];

const CLIENT = 100;
const LOG_TAIL = 2000;

export class Hosts {
  readonly nodes: readonly Host[];
  /** A machine on the hosts' own network that is not a node. */
  readonly client: Station;
  /** One on another network, behind a router. */
  readonly outsider: Station;
  readonly folder: string;
  readonly #sandbox = new Sandbox();

  constructor(options: HostsOptions) {
    const sandbox = this.#sandbox;
    this.folder = sandbox.folder;
    try {
      const lan = new Lan(sandbox);
      this.client = new Station(sandbox, "client", CLIENT);
      this.outsider = new Station(sandbox, "outsider", CLIENT, false);
      for (const station of [this.client, this.outsider]) lan.attach(station);
      this.nodes = Array.from({ length: options.count }, (_, index) => {
        const role = index < (options.managers ?? 1) ? "manager" : "worker";
        const { engines: engine = true, flags = [] } = options;
        return new Host(sandbox, lan, { number: index + 1, role, engine, flags });
      });
    } catch (error) {
      sandbox.remove();
      throw error;
    }
  }

  get first(): Host {
    return this.node(0);
  }

  node(index: number): Host {
    const host = this.nodes[index];
    if (host === undefined) throw new Error(`no host ${index}`);
    return host;
  }

  named(name: string): Host {
    const host = this.nodes.find((one) => one.name === name);
    if (host === undefined) throw new Error(`no host ${name}`);
    return host;
  }

  leader(): Promise<Host> {
    return leaderOf(this.nodes);
  }

  /** Gives every engine the test images of `engine.ts`. */
  image(): void {
    for (const host of this.nodes) buildTestImages(host.engineAddress);
  }

  /** The first host's swarm, which the others join. */
  init(): Promise<void> {
    return formSwarm(this.nodes);
  }

  /** Ends and removes everything, whatever state it is in. */
  stop(): void {
    this.#sandbox.remove();
  }

  /** What the hosts said last, for the message of a failed test. */
  words(): string {
    return this.nodes.map((host) => `--- ${host.name}\n${host.log().slice(-LOG_TAIL)}`).join("\n");
  }
}

/** Resolves when every engine and every skepd answers. */
export async function startHosts(options: HostsOptions): Promise<Hosts> {
  const hosts = new Hosts(options);
  try {
    await Promise.all(hosts.nodes.map((host) => host.powerOn()));
    return hosts;
  } catch (error) {
    hosts.stop();
    throw error;
  }
}
