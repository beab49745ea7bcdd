import { Socket } from "node:net";
import { beforeEach, describe, expect, test } from "vitest";
import { HandClock } from "../../../test/lib/hand-clock.ts";
import { HandshakeGate } from "./handshake-gate.ts";

describe("a gate for two handshakes at a time", () => {
  let clock: HandClock;
  let begun: string[];
  let sockets: Map<string, Socket>;
  let gate: HandshakeGate;

  beforeEach(() => {
    clock = new HandClock();
    begun = [];
    sockets = new Map();
    const nameOf = (socket: Socket): string =>
      [...sockets].find(([, one]) => one === socket)?.[0] ?? "?";
    gate = new HandshakeGate({ clock, limit: 2, begin: (socket) => begun.push(nameOf(socket)) });
  });

  const enter = (...names: string[]): void => {
    for (const name of names) {
      const socket = new Socket();
      sockets.set(name, socket);
      gate.enter(socket, name);
    }
  };

  test("the third waits until one has passed; then the newest is next", () => {
    enter("a", "b", "c", "d");
    expect(begun).toEqual(["a", "b"]);
    gate.passed("a");
    expect(begun).toEqual(["a", "b", "d"]);
    gate.passed("b");
    expect(begun).toEqual(["a", "b", "d", "c"]);
  });

  test("one that breaks lets another in", async () => {
    enter("a", "b", "c");
    const closed = new Promise((resolve) => sockets.get("b")?.once("close", resolve));
    sockets.get("b")?.destroy();
    await closed;
    expect(begun).toEqual(["a", "b", "c"]);
  });

  test("one that makes no call lets another in after 3 s", async () => {
    enter("a", "b", "c");
    await clock.advance(3_000);
    expect(begun).toEqual(["a", "b", "c"]);
  });

  test("passing twice, or a call of a connection that never waited, admits nobody else", () => {
    enter("a", "b", "c", "d");
    gate.passed("a");
    gate.passed("a");
    gate.passed("x");
    expect(begun).toEqual(["a", "b", "d"]);
  });

  test("whoever gave up while waiting is passed over", () => {
    enter("a", "b", "c", "d");
    sockets.get("d")?.destroy();
    gate.passed("a");
    expect(begun).toEqual(["a", "b", "c"]);
  });

  test("whoever waited for 5 s is sent away", async () => {
    enter("a", "b", "early");
    await clock.advance(2_900);
    enter("c", "d");
    await clock.advance(2_600);
    enter("e", "f");
    expect(begun).toEqual(["a", "b", "d", "c"]);
    expect(sockets.get("early")?.destroyed).toBe(true);
    await clock.advance(500);
    expect(begun).toEqual(["a", "b", "d", "c", "f", "e"]);
  });
});
