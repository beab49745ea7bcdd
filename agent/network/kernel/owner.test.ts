import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { findCommand } from "../../../test/lib/machine.ts";
import { eventually } from "../../../test/lib/wait.ts";
import { Ownership } from "./owner-driver.ts";

const BOUND_MS = 20_000;

describe.skipIf(findCommand("flock") === undefined)("who owns a network stack", () => {
  let folder: string;
  let agents: Ownership[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skep-owner-"));
    agents = [];
  });
  afterEach(() => {
    for (const agent of agents) agent.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function agent(): Ownership {
    const one = new Ownership({
      stack: "boot/1",
      folder,
      clock: systemClock,
      logger: silentLogger,
      onOwned: () => {},
      onLost: () => {},
    });
    agents.push(one);
    return one;
  }
  const owns = (one: Ownership): Promise<boolean> =>
    eventually("it owns the stack", BOUND_MS, () => one.owned);

  test("the next in line has it when the first ends", { timeout: 3 * BOUND_MS }, async () => {
    const first = agent();
    await owns(first);
    const next = agent();
    first.close();
    await owns(next);
  });

  test("who leaves alone keeps it to the end, and leaves no file", async () => {
    const alone = agent();
    await owns(alone);
    expect(await alone.handOver()).toBe(false);
    expect(readdirSync(folder)).not.toEqual([]);
    alone.leave();
    expect(existsSync(folder) && readdirSync(folder)).toEqual([]);
  });

  test("a lock whose file was removed is not had", { timeout: 3 * BOUND_MS }, async () => {
    const left = agent();
    await owns(left);
    const next = agent();
    left.leave();
    await owns(next);
    expect(readdirSync(folder)).not.toEqual([]);
  });
});
