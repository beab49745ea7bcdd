import { describe, expect, test } from "vitest";
import type { NodeId } from "../../shared/ids.ts";
import {
  HEARTBEAT_FAILURE,
  Liveness,
  RunningTime,
  type Sweep,
  UNKNOWN_FAILURE,
} from "./liveness.ts";
import { timingOf } from "./timing.ts";

const ids = (count: number): NodeId[] => Array.from({ length: count }, (_, i) => `n${i}` as NodeId);
const [n0, n1] = ids(2) as [NodeId, NodeId];

/** Nodes that all spoke at 0, on default timing. */
function live(count: number): Liveness {
  const liveness = new Liveness(timingOf(undefined, count));
  for (const id of ids(count)) liveness.connect(id, `s-${id}`, 0);
  return liveness;
}

/** Sweeps every 250 ms from `from` to `to` with those that still beat; who went down, and when. */
function run(liveness: Liveness, from: number, to: number, beating: readonly NodeId[]) {
  const down: [NodeId, number][] = [];
  const brakes: Sweep["brake"][] = [];
  for (let at = from; at <= to; at += 250) {
    if (at % 1_000 === 0) for (const id of beating) liveness.heard(id, `s-${id}`, at);
    const swept = liveness.sweep(at);
    for (const { nodeId } of swept.down) down.push([nodeId, at]);
    if (swept.brake !== undefined) brakes.push(swept.brake);
  }
  return { down, brakes };
}

describe("with default settings a node is down", () => {
  test("3 s after its last sign of life", () => {
    const { down } = run(live(3), 0, 10_000, ids(3).slice(1));
    expect(down).toEqual([[n0, 3_000]]);
  });

  test("3 s after its stream broke", () => {
    const liveness = live(3);
    liveness.disconnect(n0, "s-n0", 100);
    const { down } = run(liveness, 250, 10_000, ids(3).slice(1));
    expect(down).toEqual([[n0, 3_250]]);
  });

  test("6 s after a new leader began to wait for it, and shown as unknown after 1 s", () => {
    const liveness = new Liveness(timingOf(undefined, 2));
    liveness.lead([n0, n1], 0);
    liveness.connect(n1, "s-n1", 300);
    expect(liveness.sweep(900).unknown).toEqual([]);
    expect(liveness.sweep(1_000).unknown).toEqual([n0]);
    liveness.heard(n1, "s-n1", 5_000);
    expect(liveness.sweep(5_999).down).toEqual([]);
    expect(liveness.sweep(6_000).down).toEqual([{ nodeId: n0, message: UNKNOWN_FAILURE }]);
  });
});

describe("a node is not down", () => {
  test("when it came back within the grace of a broken stream", () => {
    const liveness = live(3);
    liveness.disconnect(n0, "s-n0", 0);
    liveness.connect(n0, "s2", 2_900);
    liveness.heard(n0, "s2", 4_000);
    expect(liveness.sweep(5_000).down.map(({ nodeId }) => nodeId)).not.toContain(n0);
  });

  test("when an old session of it closes late", () => {
    const liveness = live(1);
    liveness.connect(n0, "s2", 100);
    liveness.disconnect(n0, "s-n0", 200);
    expect(liveness.sweep(2_900).down).toEqual([]);
  });

  test("when its agent said that it hung, for as much longer", () => {
    const liveness = live(1);
    liveness.paused(n0, "s-n0", 2_000);
    expect(liveness.sweep(4_999).down).toEqual([]);
    expect(liveness.sweep(5_000).down).toEqual([{ nodeId: n0, message: HEARTBEAT_FAILURE }]);
  });

  test("for time in which this process did not run", () => {
    const time = new RunningTime(0, 500);
    const liveness = live(1);
    for (let now = 0; now <= 2_000; now += 250) liveness.sweep(time.at(now));
    expect(liveness.sweep(time.at(62_000)).down).toEqual([]);
    expect(liveness.sweep(time.at(62_250)).down).toEqual([]);
    expect(liveness.sweep(time.at(62_500)).down).toHaveLength(1);
  });

  test("when the wall clock is set back or ahead", () => {
    const time = new RunningTime(10_000, 500);
    expect(time.at(10_250)).toBe(10_250);
    expect(time.at(4_000)).toBe(10_250);
    expect(time.at(4_250)).toBe(10_500);
    expect(time.at(3_600_000)).toBe(11_000);
  });
});

describe("the brake on mass failures", () => {
  test("a: a minority goes down without delay", () => {
    const { down, brakes } = run(live(10), 0, 4_000, ids(10).slice(5));
    expect(down.map(([, at]) => at)).toEqual([3_000, 3_000, 3_000, 3_000, 3_000]);
    expect(brakes).toEqual([]);
  });

  test("b: those that are really gone go down when the others are back", () => {
    const liveness = live(10);
    expect(run(liveness, 0, 4_000, []).down).toEqual([]);
    const after = run(liveness, 4_250, 6_000, ids(10).slice(1));
    expect(after.brakes).toEqual(["released"]);
    expect(after.down).toEqual([[n0, 5_000]]);
  });

  test("c, d, e, f: when most are silent nobody goes down for 6 s more, then all do", () => {
    const { down, brakes } = run(live(10), 0, 20_000, ids(10).slice(7));
    expect(brakes[0]).toBe("engaged");
    expect(brakes).toContain("gave-up");
    expect(down.map(([, at]) => at)).toEqual(Array.from({ length: 7 }, () => 9_000));
  });

  test("holds although those cut off were not heard at the same time", () => {
    const liveness = live(12);
    ids(12).forEach((id, i) => {
      liveness.heard(id, `s-${id}`, (i % 4) * 250);
    });
    const { down } = run(liveness, 1_000, 6_000, []);
    expect(down).toEqual([]);
  });

  test("is not for clusters of a few nodes", () => {
    const { down } = run(live(5), 0, 4_000, []);
    expect(down).toHaveLength(5);
  });

  test("every broken stream counts: the leader's own network failed", () => {
    const liveness = live(10);
    for (const id of ids(10)) liveness.disconnect(id, `s-${id}`, 0);
    expect(run(liveness, 250, 4_000, []).down).toEqual([]);
  });
});

describe("timing", () => {
  test.each([
    ["Swarm's default of 5 s beats each second", undefined, 10, 1_000],
    ["a longer period is a fifth of it", 30e9, 10, 6_000],
    ["a very short one has a floor", 1e6, 10, 100],
    ["a large cluster beats more slowly", undefined, 5_000, 2_000],
  ])("%s", (_, periodNs, nodes, periodMs) => {
    const timing = timingOf(periodNs, nodes);
    expect(timing).toMatchObject({ periodMs, timeoutMs: 3 * periodMs });
  });
});
