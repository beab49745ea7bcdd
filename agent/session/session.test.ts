import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TaskStatus } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import { seededRng } from "../../shared/rng.ts";
import { ManagerChoice } from "./next-manager.ts";
import { StatusReporter } from "./status-reporter.ts";

const status = (timestampMs: number): TaskStatus => ({
  state: "running",
  timestampMs,
  message: "",
});
const id = (name: string): TaskId => name as TaskId;

describe("the choice of a manager", () => {
  const managers = ["a:1", "b:1", "c:1"];

  test("tries each once at once, then pauses longer and longer up to 2 s", () => {
    const choice = new ManagerChoice(managers, seededRng(1));
    const attempts = Array.from({ length: 40 }, () => {
      const attempt = choice.next();
      choice.failed();
      return attempt;
    });
    expect(new Set(attempts.slice(0, 3).map((one) => one?.addr))).toEqual(new Set(managers));
    expect(attempts[0]?.delayMs).toBe(0);
    for (const one of attempts.slice(1, 3)) expect(one?.delayMs).toBeLessThanOrEqual(20);
    for (const one of attempts.slice(3, 6)) expect(one?.delayMs).toBeGreaterThanOrEqual(50);
    for (const one of attempts.slice(30)) {
      expect(one?.delayMs).toBeGreaterThanOrEqual(1_000);
      expect(one?.delayMs).toBeLessThanOrEqual(2_000);
    }
  });

  test("follows a redirect at once, but not in circles", () => {
    const choice = new ManagerChoice(managers, seededRng(1));
    choice.failed();
    choice.failed();
    choice.failed();
    const delays = Array.from({ length: 5 }, () => {
      choice.redirected("x:1");
      const attempt = choice.next();
      expect(attempt?.addr).toBe("x:1");
      return attempt?.delayMs ?? -1;
    });
    expect(delays.slice(0, 3)).toEqual([0, 0, 0]);
    for (const delay of delays.slice(3)) expect(delay).toBeGreaterThan(0);
  });

  test("a redirect without a leader goes on to the next manager", () => {
    const choice = new ManagerChoice(managers, seededRng(1));
    const first = choice.next();
    choice.redirected(undefined);
    expect(choice.next()?.addr).not.toBe(first?.addr);
  });

  test("begins anew after a session that lasted", () => {
    const choice = new ManagerChoice(managers, seededRng(1));
    for (let i = 0; i < 20; i++) choice.failed();
    choice.lasted();
    choice.failed();
    expect(choice.next()?.delayMs).toBeLessThanOrEqual(20);
  });

  test("has no answer without managers", () => {
    expect(new ManagerChoice([], seededRng(1)).next()).toBeUndefined();
  });
});

describe("the status reporter", () => {
  test("has one batch under way, and what came meanwhile is one message", () => {
    const reporter = new StatusReporter();
    reporter.note(id("a"), status(1));
    expect(reporter.next()).toEqual({ seq: 1, updates: [["a", status(1)]] });
    reporter.note(id("a"), status(2));
    reporter.note(id("b"), status(3));
    reporter.note(id("a"), status(4));
    expect(reporter.next()).toBeUndefined();
    reporter.acknowledge(1);
    const updates = [
      ["a", status(4)],
      ["b", status(3)],
    ];
    expect(reporter.next()).toEqual({ seq: 2, updates });
  });

  test("an acknowledgement of an earlier session's batch does not count for this one's", () => {
    const reporter = new StatusReporter();
    reporter.note(id("a"), status(1));
    reporter.next();
    reporter.reconnect([]);
    expect(reporter.next()).toMatchObject({ seq: 2 });
    reporter.acknowledge(1);
    expect(reporter.next()).toBeUndefined();
  });

  test("loses nothing and ends with the newest, whatever is lost on the way", () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant("note" as const), task: fc.constantFrom("a", "b", "c") }),
      fc.record({ kind: fc.constantFrom("send" as const, "deliver" as const, "break" as const) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const reporter = new StatusReporter();
        const newest = new Map<string, number>();
        const manager = new Map<string, number>();
        let wire: ReturnType<StatusReporter["next"]>;
        const deliver = (): void => {
          for (const [task, { timestampMs }] of wire?.updates ?? []) manager.set(task, timestampMs);
          if (wire !== undefined) reporter.acknowledge(wire.seq);
          wire = undefined;
        };
        events.forEach((one, time) => {
          if (one.kind === "note") {
            newest.set(one.task, time);
            reporter.note(id(one.task), status(time));
          } else if (one.kind === "send") wire ??= reporter.next();
          else if (one.kind === "deliver") deliver();
          else {
            wire = undefined;
            reporter.reconnect([]);
          }
        });
        deliver();
        for (wire = reporter.next(); wire !== undefined; wire = reporter.next()) deliver();
        expect(manager).toEqual(newest);
      }),
    );
  });
});
