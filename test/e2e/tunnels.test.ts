/** Tunnels between two network stacks, without engines: agents come and go, the tunnels stay. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NetCommands } from "../../agent/network/kernel/commands-driver.ts";
import type { Peer, World } from "../../agent/network/kernel/world.ts";
import { tunnelAbility } from "../../agent/network/tunnel/ability-driver.ts";
import { Tunnels } from "../../agent/network/tunnel/loop.ts";
import { tunnelAddress } from "../../agent/network/tunnel/tunnel-address.ts";
import { silentLogger } from "../../shared/logger.ts";
import { systemClock } from "../../shared/node/clock.ts";
import { serveDatagrams, startFlow } from "../lib/datagrams.ts";
import { Lan, Station } from "../lib/hosts/lan.ts";
import { powerOff, Sandbox } from "../lib/hosts/sandbox.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const BOUND_MS = 10_000;
const PORT = 7946;
const KEY_PERIOD_MS = 1_500;

const base64 = (key: Uint8Array | undefined): string => Buffer.from(key ?? []).toString("base64");

/** One agent of a stack. */
class Agent {
  readonly tunnels: Tunnels;
  readonly station: Station;
  readonly stack: string;
  looks = 0;

  constructor(sandbox: Sandbox, station: Station, name: string, keyPeriodMs = 3_600_000) {
    this.station = station;
    this.stack = `boot/${statSync(`/run/netns/${station.namespace}`).ino}`;
    this.tunnels = new Tunnels({
      stack: this.stack,
      commands: new NetCommands(station.enter),
      folder: join(sandbox.folder, name),
      port: PORT,
      keyPeriodMs,
      clock: systemClock,
      logger: silentLogger,
      onLook: () => {
        this.looks++;
      },
    });
  }

  get key(): string {
    return base64(this.tunnels.describe().wireguardPublicKey);
  }

  get address(): string {
    return tunnelAddress(this.key) ?? "";
  }

  asPeer(): Peer {
    const told = this.tunnels.describe();
    const keys = [
      { key: this.key, port: told.wireguardPort ?? 0 },
      { key: base64(told.wireguardNextPublicKey), port: told.wireguardNextPort ?? 0 },
    ].filter(({ port }) => port > 0);
    const gateways = [{ overlayId: "secret", addresses: ["10.0.1.2"] }];
    return { nodeId: this.stack, stack: this.stack, addr: this.station.address, keys, gateways };
  }

  async apply(other: Agent | undefined): Promise<void> {
    const signal = AbortSignal.timeout(BOUND_MS);
    const world: World = {
      networks: other === undefined ? [] : [SECRET],
      peers: other === undefined ? [] : [other.asPeer()],
      members: [],
      services: [],
    };
    const underlay = { stack: this.stack, address: this.station.address, mtu: 1500, ipv6: true };
    await this.tunnels.makeRoom(world, true, signal);
    await this.tunnels.apply({ world, underlay, owned: true, verify: true }, signal);
  }

  /** wireguard-go's, by device. */
  processes(): readonly string[] {
    const inode = this.stack.split("/")[1] ?? "";
    return readdirSync("/proc").filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return words[0]?.endsWith("wireguard-go") && words.some((word) => word.includes(inode));
      } catch {
        return false;
      }
    });
  }

  inside(...words: readonly string[]): string {
    const [file = "", ...args] = [...this.tunnels.space.commands.enter, ...words];
    return execFileSync(file, args, { encoding: "utf8" });
  }
}

const SECRET: World["networks"][number] = {
  ...{
    id: "secret",
    networkId: "secret",
    name: "secret",
    vni: 4097,
    subnets: [],
    internal: false,
    ingress: false,
  },
  ...{ encrypted: true, options: {}, dataPathPort: 0 },
};

describe.skipIf(unavailable("ip", "nft", "wg", "wireguard-go"))("tunnels", () => {
  const sandbox = new Sandbox();
  let lan: Lan;
  let here: Agent;
  let there: Agent;

  beforeAll(async () => {
    lan = new Lan(sandbox);
    const stations = [1, 2].map((number) => new Station(sandbox, `host-${number}`, number));
    for (const station of stations) lan.attach(station);
    const [one, other] = stations.map((station) => new Agent(sandbox, station, station.name));
    if (one === undefined || other === undefined) throw new Error("no stations");
    [here, there] = [one, other];
    for (const agent of [here, there]) await agent.tunnels.open(AbortSignal.timeout(BOUND_MS));
    await here.apply(there);
    await there.apply(here);
  });
  afterAll(() => {
    for (const agent of [here, there]) agent?.tunnels.close();
    sandbox.remove();
  });

  const handshake = (agent: Agent, peer: Agent): number => {
    const { device } = agent.tunnels.status;
    const lines = agent.inside("wg", "show", device, "latest-handshakes").split("\n");
    return Number(lines.find((line) => line.startsWith(peer.key))?.split("\t")[1] ?? 0);
  };

  test("a session with each other, and no other way out of where they are", async () => {
    expect(here.tunnels.status).toMatchObject({ lacking: "", failing: "" });
    await eventually("a handshake", BOUND_MS, () => handshake(here, there) > 0);
    const routes = here.inside("ip", "-6", "route", "show", "default").trim().split("\n");
    const { device } = here.tunnels.status;
    expect(routes).toEqual([expect.stringContaining(`dev ${device} src ${here.address}`)]);
    expect(here.inside("ip", "-4", "route").trim()).toBe("");
    expect(here.inside("ip", "-br", "link").trim().split("\n")).toHaveLength(2);
  });

  test("another agent of the stack takes over what is there, as it is", async () => {
    const [key, processes] = [here.key, here.processes()];
    const since = handshake(here, there);
    here.tunnels.close();
    const next = new Agent(sandbox, here.station, "next");
    await next.tunnels.open(AbortSignal.timeout(BOUND_MS));
    await next.apply(there);
    expect(next.key).toBe(key);
    expect(next.processes()).toEqual(processes);
    expect(handshake(next, there)).toBeGreaterThanOrEqual(since);
    here = next;
  });

  test("a key that is replaced costs no packet", async () => {
    here.tunnels.close();
    here = new Agent(sandbox, here.station, "next", KEY_PERIOD_MS);
    await here.tunnels.open(AbortSignal.timeout(BOUND_MS));
    const [to, from] = [there.tunnels.space.path, here.tunnels.space.path];
    const server = await serveDatagrams(to, PORT, "there", sandbox.folder);
    const flow = startFlow(from, there.address, PORT, sandbox.folder);
    const keys = new Set<string>();
    try {
      await eventually("it has been replaced twice", BOUND_MS, async () => {
        // What managers do: the peer has it in force, and then the node is told so.
        const next = base64(here.tunnels.describe().wireguardNextPublicKey);
        await there.apply(here);
        here.tunnels.known(next);
        await here.apply(there);
        keys.add(here.key);
        return keys.size === 3;
      });
      await eventually("the old one is out of use", BOUND_MS, async () => {
        return handshake(there, here) > 0;
      });
      const { sent, lost } = await flow.stop();
      expect(sent).toBeGreaterThan(100);
      expect(lost).toEqual([]);
    } finally {
      server.stop();
    }
  });

  test("what ends is heard of, and made again", async () => {
    const [pid = ""] = here.processes();
    let mtu = 1300;
    await eventually("it listens", BOUND_MS, () => {
      here.inside("ip", "link", "set", here.tunnels.status.device, "mtu", String(mtu++));
      return here.looks > 0;
    });
    await here.apply(there);
    const before = here.looks;
    process.kill(Number(pid), "SIGKILL");
    await eventually("it is heard of", BOUND_MS, () => here.looks > before);
    await here.apply(there);
    await eventually("a handshake", BOUND_MS, () => handshake(here, there) > 0);
    expect(here.processes()).not.toContain(pid);
  });

  test("a machine that was switched off has its key again, and its sessions", async () => {
    const { key, stack, station } = here;
    here.tunnels.close();
    lan.detach(station);
    powerOff(join(sandbox.folder, station.name), [station.namespace]);
    lan.attach(station);
    here = new Agent(sandbox, station, "next");
    await here.tunnels.open(AbortSignal.timeout(BOUND_MS));
    expect(here.key).toBe(key);
    // Another boot, so another stack; what there was of the one before is gone.
    const inode = stack.split("/")[1] ?? "";
    if (here.stack !== stack) expect(readdirSync("/run/netns")).not.toContain(`sk-${inode}`);
    await here.apply(there);
    await eventually("a handshake", BOUND_MS, () => handshake(here, there) > 0);
  });

  test("without an encrypted network there is nothing", async () => {
    const { name } = here.tunnels.space;
    await here.apply(undefined);
    expect(here.processes()).toEqual([]);
    expect(readdirSync("/run/netns")).not.toContain(name);
  });

  test("a machine that has no WireGuard says so", async () => {
    const commands = new NetCommands(here.station.enter);
    const able = await tunnelAbility(commands, AbortSignal.timeout(BOUND_MS), []);
    expect(able).toEqual({ kind: "none", why: "wg (wireguard-tools) is not installed" });
  });
});
