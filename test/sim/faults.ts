/**
 * What goes wrong and when. Each fault lasts for a while and heals; several hold at once. Which
 * ones a run has, and how often, is drawn from its seed as well: a run with one kind of fault
 * gets deeper into that kind than a run with all of them.
 */
import { ClusterError } from "../../shared/errors.ts";
import type { AgentHost } from "./agents.ts";
import { figure8 } from "./figure-8.ts";
import type { ManagerHost, Managers } from "./managers.ts";
import type { Network } from "./network.ts";
import type { Operator } from "./operator.ts";
import type { World } from "./world.ts";

export interface FaultTargets {
  readonly world: World;
  readonly network: Network;
  readonly managers: Managers;
  /** Clients and workers, which sit on the network too. */
  readonly clients: readonly string[];
  readonly agents: readonly AgentHost[];
  readonly operator: Operator | undefined;
}

type Fault = (targets: FaultTargets) => void;

const HOUR_MS = 3_600_000;

export const FAULTS: Readonly<Record<string, Fault>> = {
  kill: ({ world, managers }) => {
    world.pick(managers.hosts)?.kill(world.between(0, 3_000));
  },
  "kill-leader": ({ world, managers }) => {
    (managers.leader ?? world.pick(managers.hosts))?.kill(world.between(0, 3_000));
  },
  crash: ({ world, managers }) => {
    world.pick(managers.hosts)?.crash(world.between(50, 4_000));
  },
  "crash-several": ({ world, managers }) => {
    const downMs = world.between(50, 2_000);
    for (const host of managers.hosts) if (world.chance(0.6)) host.crash(downMs);
  },
  coup: (targets) => {
    // Whoever wins the next election is struck while it is taking over.
    const { world, managers } = targets;
    managers.onNextElected((host) => {
      const how = world.rng.below(3);
      world.after(world.between(0, 8), () => {
        if (how === 0) host.kill(world.between(0, 2_000));
        else if (how === 1) host.crash(world.between(0, 2_000));
        else {
          const apart = (a: string, b: string): boolean => a === host.name || b === host.name;
          cutBetween(targets, apart, `${host.name} alone, just elected`);
        }
      });
    });
    // Otherwise the leader of today would reign for ever.
    if (world.chance(0.2)) FAULTS["isolate"]?.(targets);
  },
  pause: ({ world, managers }) => {
    const process = world.pick(managers.running);
    const forMs = world.between(20, 2_500);
    world.note(`${process?.name} stands still for ${Math.round(forMs)} ms`);
    process?.life.pause(forMs);
  },
  partition: (targets) => {
    const { world, managers, clients } = targets;
    const everybody = [...managers.hosts.map((host) => host.name), ...clients];
    const side = new Set(everybody.filter(() => world.chance(0.5)));
    cutBetween(targets, (a, b) => side.has(a) !== side.has(b), "parts");
  },
  isolate: (targets) => {
    const { world, managers } = targets;
    const lonely = (managers.leader ?? world.pick(managers.hosts))?.name;
    // Some clients stay with it: they must not be told what is no longer so.
    const faithful = new Set(targets.clients.filter(() => world.chance(0.5)));
    const apart = (a: string, b: string): boolean =>
      (a === lonely && !faithful.has(b)) || (b === lonely && !faithful.has(a));
    cutBetween(targets, apart, `${lonely} alone`);
  },
  "one-way": (targets) => {
    const { world, managers } = targets;
    const deaf = world.pick(managers.hosts)?.name;
    const mute = world.chance(0.5);
    cutBetween(targets, (a, b) => (mute ? a : b) === deaf, `${deaf} ${mute ? "mute" : "deaf"}`);
  },
  ring: (targets) => {
    // Everybody reaches some, nobody reaches all.
    const names = targets.managers.hosts.map((host) => host.name);
    const at = (name: string): number => names.indexOf(name);
    const far = (a: string, b: string): boolean => {
      if (at(a) < 0 || at(b) < 0) return false;
      const distance = Math.abs(at(a) - at(b));
      return Math.min(distance, names.length - distance) > 1;
    };
    cutBetween(targets, far, "ring");
  },
  lossy: ({ world, network }) => {
    network.loss = world.between(0.01, 0.3);
    network.repeat = world.between(0, 0.3);
    network.late = { share: world.between(0, 0.5), ms: world.between(5, 400) };
    world.note(`network loses ${network.loss.toFixed(2)}, repeats ${network.repeat.toFixed(2)}`);
    world.after(world.between(500, 5_000), () => {
      network.calm();
    });
  },
  "slow-disk": (targets) => {
    onDisk(targets, "slow", 3_000, (host, on) => {
      host.machine.slowMs = on ? targets.world.between(5, 400) : 0;
    });
  },
  "failing-disk": (targets) => {
    onDisk(targets, "failing", 1_500, (host, on) => {
      host.machine.failing = on ? targets.world.between(0.005, 0.1) : 0;
    });
  },
  "full-disk": (targets) => {
    onDisk(targets, "full", 4_000, (host, on) => host.machine.fill(on));
  },
  "clock-jump": ({ world, managers }) => {
    const host = world.pick(managers.hosts);
    if (host === undefined) return;
    host.machine.clockOffsetMs = world.between(-HOUR_MS, HOUR_MS);
    world.note(`${host.name} clock is off by ${Math.round(host.machine.clockOffsetMs)} ms`);
  },
  "agent-kill": ({ world, agents }) => {
    world.pick(agents)?.kill(world.between(0, 3_000));
  },
  "agent-crash": ({ world, agents }) => {
    world.pick(agents)?.crash(world.between(50, 4_000));
  },
  "agent-pause": ({ world, agents }) => {
    world.pick(agents)?.life.pause(world.between(20, 6_000));
  },
  "agent-cut": (targets) => {
    const name = targets.world.pick(targets.agents)?.name;
    cutBetween(targets, (a, b) => a === name || b === name, `${name} alone`);
  },
  "container-exit": ({ world, agents }) => {
    const agent = world.pick(agents);
    const running = agent?.runtime.running() ?? [];
    const id = world.pick(running);
    if (agent === undefined || id === undefined) return;
    world.note(`a container of ${agent.name} ends: ${id}`);
    agent.runtime.exit(id, world.rng.below(3));
  },
  transfer: ({ world, managers }) => {
    world.note("the lead is handed over");
    managers.leader?.process?.consensus.transferLeadership().catch(() => {});
  },
  remove: ({ world, managers }) => {
    if (!managers.whole()) return;
    const host = world.pick(managers.hosts);
    removeMember(managers, host, world);
  },
  demote: ({ world, managers, operator }) => {
    if (operator === undefined || !managers.whole() || managers.hosts.length < 3) return;
    const host = world.pick(managers.hosts);
    const raftId = host?.process?.consensus.raftId;
    if (host === undefined || raftId === undefined) return;
    world.note(`${host.name} is to be demoted`);
    managers.removing.add(raftId);
    operator.demote(host.name, world.between(1_000, 6_000));
  },
  replace: ({ world, managers }) => {
    // Only one disk may be lost at a time, and only when the others have everything: also not
    // while one of those may be on its way out.
    if (!managers.whole() || managers.shrinking) return;
    const host = world.pick(managers.hosts.filter((one) => !one.leads));
    if (host === undefined || managers.hosts.length < 3) return;
    host.crash(world.between(50, 500));
    host.wipe();
  },
  "figure-8": figure8,
  "half-heard": (targets) => {
    // Only a minority hears what the leader says last; then it is gone.
    const { world, managers } = targets;
    const { leader, hosts } = managers;
    if (leader === undefined) return;
    const others = hosts.filter((host) => host !== leader);
    const heard = others.filter(() => world.chance(0.4)).slice(0, Math.ceil(hosts.length / 2) - 2);
    const side = new Set([leader, ...heard].map((host) => host.name));
    const isManager = new Set(hosts.map((host) => host.name));
    const apart = (a: string, b: string): boolean =>
      isManager.has(a) && isManager.has(b) && side.has(a) !== side.has(b);
    cutBetween(targets, apart, `${[...side].join(" ")} apart`);
    world.after(world.between(20, 400), () => leader.crash(world.between(100, 3_000)));
  },
};

function removeMember(managers: Managers, host: ManagerHost | undefined, world: World): void {
  const leader = managers.leader?.process;
  const raftId = host?.process?.consensus.raftId;
  if (leader === undefined || raftId === undefined || managers.hosts.length < 3) return;
  world.note(`${host?.name} is to be removed`);
  managers.removing.add(raftId);
  const over = (): void => void managers.removing.delete(raftId);
  leader.consensus.removeMember(raftId).then(over, (error: unknown) => {
    // After any other failure it may be in the log all the same.
    if (error instanceof ClusterError && error.code === "FAILED_PRECONDITION") over();
  });
}

function cutBetween(
  { world, network, managers, clients }: FaultTargets,
  apart: (from: string, to: string) => boolean,
  what: string,
): void {
  const forMs = world.between(300, 6_000);
  world.note(`network cut for ${Math.round(forMs)} ms: ${what}`);
  const names = [...managers.hosts.map((host) => host.name), ...clients];
  const links = names.flatMap((from) =>
    names.filter((to) => from !== to && apart(from, to)).map((to) => `${from}>${to}`),
  );
  const mend = network.cut(links);
  world.after(forMs, () => {
    world.note(`network mended: ${what}`);
    mend();
  });
}

function onDisk(
  { world, managers }: FaultTargets,
  what: string,
  longestMs: number,
  set: (host: ManagerHost, on: boolean) => void,
): void {
  const host = world.pick(managers.hosts);
  if (host === undefined) return;
  const forMs = world.between(100, longestMs);
  world.note(`${host.name} disk ${what} for ${Math.round(forMs)} ms`);
  set(host, true);
  world.after(forMs, () => set(host, false));
}

/** Draws which faults this run has. */
export function drawFaults(world: World): readonly string[] {
  const names = Object.keys(FAULTS);
  const share = world.pick([0.15, 0.3, 0.6, 1]) ?? 1;
  const drawn = names.filter(() => world.chance(share));
  return drawn.length > 0 ? drawn : ["crash", "isolate"];
}

/** Lets faults loose until `untilMs`. */
export function loose(
  targets: FaultTargets,
  names: readonly string[],
  untilMs: number,
  everyMs: number,
): void {
  const { world } = targets;
  const next = (): void => {
    if (world.now() >= untilMs) return;
    const name = world.pick(names);
    if (name !== undefined) FAULTS[name]?.(targets);
    world.after(world.between(0.1, 2) * everyMs, next);
  };
  world.after(world.between(0, everyMs), next);
}
