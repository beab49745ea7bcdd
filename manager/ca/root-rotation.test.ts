import { describe, expect, test } from "vitest";
import type { NodeState, RootCa, RootRotation } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import {
  BATCH_MS,
  BATCH_SIZE,
  endRotation,
  mustRenew,
  planRotation,
  type RotatingNode,
  type RotationPlan,
  signingRoot,
  toBase64,
  trustedRoots,
} from "./root-rotation.ts";

const NOW = 1_000_000;
const NEXT = { certIssuerSubject: Uint8Array.of(1), certIssuerPublicKey: Uint8Array.of(2) };
const OTHER = { certIssuerSubject: Uint8Array.of(1), certIssuerPublicKey: Uint8Array.of(9) };

const untold: RootRotation = {
  certPem: "NEXT\n",
  keyPem: "NEXT KEY",
  crossSignedPem: "CROSS\n",
  issuerSubject: toBase64(NEXT.certIssuerSubject),
  issuerPublicKey: toBase64(NEXT.certIssuerPublicKey),
  askedUpTo: "",
  askedMs: 0,
};
const toldAt = (askedUpTo: string, askedMs: number): RootRotation => ({
  ...untold,
  askedUpTo,
  askedMs,
});

function node(id: string, issuer?: typeof NEXT, state: NodeState = "ready"): RotatingNode {
  const base = { id: id as NodeId, status: { state, message: "", addr: "" } };
  return issuer === undefined
    ? base
    : { ...base, description: { tls: { trustRootPem: "", ...issuer } } };
}

const many = (count: number): RotatingNode[] =>
  Array.from({ length: count }, (_, n) => node(`n${String(n).padStart(4, "0")}`, OTHER));

interface Row {
  readonly row: string;
  readonly rotation: RootRotation | undefined;
  readonly nodes: readonly RotatingNode[];
  readonly want: Partial<RotationPlan>;
}

const a = "a" as NodeId;
const b = "b" as NodeId;
const rows: readonly Row[] = [
  {
    row: "no rotation: nothing",
    rotation: undefined,
    nodes: [node("a", OTHER)],
    want: { action: undefined, waitingOn: [], wakeAt: null },
  },
  {
    row: "A, F one has gone over, the other was told and renews",
    rotation: toldAt("b", NOW),
    nodes: [node("a", NEXT), node("b", OTHER)],
    want: { action: undefined, waitingOn: [{ nodeId: b, why: "renewal" }], wakeAt: null },
  },
  {
    row: "B the first batch is due at once, in the order of ids",
    rotation: untold,
    nodes: [node("b", OTHER), node("a", OTHER)],
    want: {
      action: { kind: "ask", upTo: b, count: 2 },
      waitingOn: [
        { nodeId: a, why: "batch" },
        { nodeId: b, why: "batch" },
      ],
      wakeAt: null,
    },
  },
  {
    row: "B a batch is not more than its size, and the next one is waited for",
    rotation: untold,
    nodes: many(BATCH_SIZE + 1),
    want: {
      action: { kind: "ask", upTo: "n0029" as NodeId, count: BATCH_SIZE },
      wakeAt: NOW + BATCH_MS,
    },
  },
  {
    row: "B the next batch is not due yet",
    rotation: toldAt("n0029", NOW - 1),
    nodes: many(BATCH_SIZE + 1),
    want: { action: undefined, wakeAt: NOW - 1 + BATCH_MS },
  },
  {
    row: "B the next batch is due",
    rotation: toldAt("n0029", NOW - BATCH_MS),
    nodes: many(BATCH_SIZE + 1),
    want: { action: { kind: "ask", upTo: "n0030" as NodeId, count: 1 }, wakeAt: null },
  },
  {
    row: "B a leader of before was ahead in time: no longer than a pause from now",
    rotation: toldAt("a", NOW + 3_600_000),
    nodes: [node("b", OTHER)],
    want: { action: undefined, wakeAt: NOW + BATCH_MS },
  },
  {
    row: "B those that have gone over take no place in a batch",
    rotation: untold,
    nodes: [...many(BATCH_SIZE).map(({ id }) => node(id, NEXT)), node("z", OTHER)],
    want: { action: { kind: "ask", upTo: "z" as NodeId, count: 1 }, wakeAt: null },
  },
  {
    row: "C a node that has not said anything yet is waited for",
    rotation: toldAt("b", NOW),
    nodes: [node("a"), node("b", NEXT)],
    want: { action: undefined, waitingOn: [{ nodeId: a, why: "renewal" }] },
  },
  {
    row: "C the right name with another key is not the next root",
    rotation: toldAt("a", NOW),
    nodes: [node("a", OTHER)],
    want: { waitingOn: [{ nodeId: a, why: "renewal" }] },
  },
  {
    row: "D a node that is down holds it up",
    rotation: toldAt("b", NOW),
    nodes: [node("a", OTHER, "down"), node("b", NEXT)],
    want: { action: undefined, waitingOn: [{ nodeId: a, why: "down" }], wakeAt: null },
  },
  {
    row: "E all have gone over, one of them is down since",
    rotation: toldAt("b", NOW),
    nodes: [node("a", NEXT, "down"), node("b", NEXT)],
    want: { action: { kind: "end" }, waitingOn: [], wakeAt: null },
  },
  {
    row: "E the one that was missing is removed",
    rotation: toldAt("b", NOW),
    nodes: [node("b", NEXT)],
    want: { action: { kind: "end" }, waitingOn: [] },
  },
];

describe("the rotation of the root", () => {
  test.each(rows)("$row", ({ rotation, nodes, want }) => {
    expect(planRotation({ rotation, nodes }, NOW)).toMatchObject(want);
  });

  const ca: RootCa = {
    certPem: "OLD\n",
    keyPem: "OLD KEY",
    certDigest: "old",
    joinTokenWorker: "old worker",
    joinTokenManager: "old manager",
    lastForcedRotation: 1,
  };
  const rotating: RootCa = { ...ca, rotation: toldAt("b", NOW) };

  test("only who was told and has not gone over must renew", () => {
    expect(mustRenew(node("b", OTHER), rotating)).toBe(true);
    expect(mustRenew(node("b"), rotating)).toBe(true);
    expect(mustRenew(node("b", NEXT), rotating)).toBe(false);
    expect(mustRenew(node("c", OTHER), rotating)).toBe(false);
    expect(mustRenew(node("b", OTHER), ca)).toBe(false);
  });

  test("meanwhile the next root signs, with the bridge from the old one, and both are trusted", () => {
    expect(signingRoot(ca)).toEqual({ certPem: "OLD\n", keyPem: "OLD KEY", chainPem: "" });
    expect(signingRoot(rotating)).toEqual({
      certPem: "NEXT\n",
      keyPem: "NEXT KEY",
      chainPem: "CROSS\n",
    });
    expect(trustedRoots(ca)).toBe("OLD\n");
    expect(trustedRoots(rotating)).toBe("OLD\nNEXT\n");
    const back = { ...rotating, rotation: { ...untold, certPem: ca.certPem } };
    expect(trustedRoots(back)).toBe("OLD\n");
  });

  test("at its end the next root is the root, with new tokens, and nothing is left of the old", () => {
    const tokens = { certDigest: "next", joinTokenWorker: "w", joinTokenManager: "m" };
    const ended = { ...tokens, certPem: "NEXT\n", keyPem: "NEXT KEY", lastForcedRotation: 1 };
    expect(endRotation(rotating, tokens)).toEqual(ended);
    expect(endRotation(ca, tokens)).toBe(ca);
  });
});
