import { expect, test } from "vitest";
import { type NodeFacts, type NodeStep, planNode, restartDelayMs } from "./node-plan.ts";

const NOW = 1_000_000;
const LATER = NOW + 50_000;

const settledWorker: NodeFacts = {
  certified: "worker",
  desired: "worker",
  manager: "absent",
  restartAt: 0,
  raftState: false,
  removedFromRaft: false,
  roleInDoubt: false,
  renewalAsked: false,
  renewalRuns: false,
  renewAt: LATER,
  renewNotBefore: 0,
  expiresAt: LATER + 1,
};
const settledManager: NodeFacts = {
  ...settledWorker,
  certified: "manager",
  desired: "manager",
  manager: "up",
  raftState: true,
};

const stop: NodeStep = { kind: "stop-manager" };
const forget: NodeStep = { kind: "forget-raft" };
const start = (how: "join" | "restart"): NodeStep => ({ kind: "start-manager", how });
const renew = (why: "role" | "root" | "due"): NodeStep => ({ kind: "renew", why });

const rows: readonly [string, NodeFacts, Partial<NodeFacts>, NodeStep | undefined][] = [
  ["A expired", settledManager, { expiresAt: NOW }, { kind: "give-up" }],
  ["B removed, still runs", settledManager, { removedFromRaft: true }, stop],
  ["C removed, gone", settledManager, { removedFromRaft: true, manager: "absent" }, forget],
  ["C removed, crashed", settledManager, { removedFromRaft: true, manager: "resting" }, forget],
  [
    "C removed, on its way",
    settledManager,
    { removedFromRaft: true, manager: "stopping" },
    undefined,
  ],
  ["D demoted by certificate", settledManager, { certified: "worker", desired: "worker" }, stop],
  ["D a worker's manager rests", settledWorker, { manager: "resting" }, stop],
  ["E demoted, Raft state left", settledWorker, { raftState: true }, forget],
  [
    "E promoted again, Raft state left: forget before asking",
    settledWorker,
    { raftState: true, desired: "manager" },
    forget,
  ],
  ["F after skepd's restart", settledManager, { manager: "absent" }, start("restart")],
  [
    "F though a renewal is due",
    settledManager,
    { manager: "absent", renewAt: 0 },
    start("restart"),
  ],
  ["G just certified", settledManager, { manager: "absent", raftState: false }, start("join")],
  [
    "G role in doubt",
    settledManager,
    { manager: "absent", raftState: false, roleInDoubt: true },
    renew("role"),
  ],
  ["H crashed, resting", settledManager, { manager: "resting", restartAt: NOW + 1 }, undefined],
  ["H crashed, rested", settledManager, { manager: "resting", restartAt: NOW }, start("restart")],
  ["I promoted", settledWorker, { desired: "manager" }, renew("role")],
  ["I demoted: runs on until certified", settledManager, { desired: "worker" }, renew("role")],
  [
    "I demoted, just asked",
    settledManager,
    { desired: "worker", renewNotBefore: NOW + 1 },
    undefined,
  ],
  ["I renewal runs already", settledWorker, { desired: "manager", renewalRuns: true }, undefined],
  ["I root changed", settledWorker, { renewalAsked: true }, renew("root")],
  ["I due", settledWorker, { renewAt: NOW }, renew("due")],
  [
    "I due, last attempt failed",
    settledWorker,
    { renewAt: NOW, renewNotBefore: NOW + 1 },
    undefined,
  ],
  ["J settled worker", settledWorker, {}, undefined],
  ["J settled manager", settledManager, {}, undefined],
  ["J manager starts", settledManager, { manager: "starting", raftState: false }, undefined],
];

test.each(rows)("%s", (_name, base, change, want) => {
  expect(planNode({ ...base, ...change }, NOW).step).toEqual(want);
});

test("it looks again when there may be something to do, never in the past", () => {
  expect(planNode(settledWorker, NOW).wakeAt).toBe(LATER);
  const resting: NodeFacts = { ...settledManager, manager: "resting", restartAt: NOW + 7 };
  expect(planNode(resting, NOW).wakeAt).toBe(NOW + 7);
  const waits: NodeFacts = { ...settledManager, desired: "worker", renewNotBefore: NOW + 9 };
  expect(planNode(waits, NOW).wakeAt).toBe(NOW + 9);
  const runs: NodeFacts = { ...settledWorker, renewAt: 0, renewalRuns: true };
  expect(planNode(runs, NOW).wakeAt).toBe(runs.expiresAt);
});

test("a crashed manager rests 100 ms, then twice as long each time, at most 10 s", () => {
  expect([1, 2, 3, 7, 8, 100].map(restartDelayMs)).toEqual([100, 200, 400, 6400, 10_000, 10_000]);
});
