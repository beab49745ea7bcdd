/**
 * The schedule of figure 8 of the Raft paper, for real managers: a leader's last entries reach one
 * other (a); another is elected without them, and writes one entry that nobody gets (b); the first
 * comes back and goes on replicating the old entries (c); struck when it commits for the first
 * time, it makes way for the other (d), who must not be able to overwrite what was committed.
 * Chance alone does not find the way there within thousands of runs.
 */
import type { ManagerHost, Managers } from "./managers.ts";
import type { Network } from "./network.ts";
import type { World } from "./world.ts";

interface Stage {
  readonly world: World;
  readonly network: Network;
  readonly managers: Managers;
}

/** All of it is over after so long, however far it got. */
const LONGEST_MS = 6_000;

export function figure8(stage: Stage): void {
  const { world, managers } = stage;
  const first = managers.leader;
  const partner = world.pick(managers.hosts.filter((host) => host !== first));
  if (managers.hosts.length < 5 || first === undefined || partner === undefined) return;
  const old = [first, partner];
  const rest = managers.hosts.filter((host) => !old.includes(host));
  world.note(`figure 8: ${first.name} and ${partner.name} go on alone`);
  const mend = part(stage, old, rest);
  world.after(world.between(60, 400), () => {
    for (const host of old) host.crash(LONGEST_MS);
    managers.onNextElected((usurper) => {
      if (rest.includes(usurper)) overthrow(stage, { old, usurper, mend });
    });
  });
}

interface Act {
  readonly old: readonly ManagerHost[];
  readonly usurper: ManagerHost;
  readonly mend: () => void;
}

/** Elected, and cut off before anybody has heard of it: its first entry stays its own. */
function overthrow(stage: Stage, { old, usurper, mend }: Act): void {
  const { world, managers } = stage;
  world.note(`figure 8: ${usurper.name} writes what nobody gets`);
  const others = managers.hosts.filter((host) => host !== usurper);
  const mendUsurper = part(stage, [usurper], others);
  world.after(world.between(30, 100), () => {
    usurper.crash(LONGEST_MS);
    mend();
    mendUsurper();
    managers.onNextElected((returned) => {
      if (old.includes(returned)) comeback(stage, { old, usurper, mend }, returned);
    });
    for (const host of old) host.start();
  });
}

function comeback(stage: Stage, { old, usurper }: Act, returned: ManagerHost): void {
  const { world, managers } = stage;
  world.note(`figure 8: ${returned.name} is back`);
  managers.onNextCommitted(returned, () => {
    world.note(`figure 8: ${returned.name} has committed`);
    const rest = managers.hosts.filter((host) => !old.includes(host));
    part(stage, old, rest);
    // It has the time to apply that, and to answer who asked for it.
    world.after(world.between(1, 20), () => {
      for (const host of old) host.crash(LONGEST_MS / 2);
      usurper.start();
    });
  });
}

/** Nothing gets from one side to the other until the returned function is called, or for long. */
function part(
  { world, network }: Stage,
  side: readonly ManagerHost[],
  others: readonly ManagerHost[],
): () => void {
  const links = side.flatMap(({ name: a }) =>
    others.flatMap(({ name: b }) => [`${a}>${b}`, `${b}>${a}`]),
  );
  let mend: (() => void) | undefined = network.cut(links);
  const once = (): void => {
    mend?.();
    mend = undefined;
  };
  world.after(LONGEST_MS, once);
  return once;
}
