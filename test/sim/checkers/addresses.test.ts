import { expect, test } from "vitest";
import type { Change } from "../../../manager/store/types.ts";
import type { Task } from "../../../shared/domain/objects.ts";
import type { NetworkId } from "../../../shared/ids.ts";
import { META, task as plainTask } from "../../lib/objects.ts";
import { AddressChecker } from "./addresses.ts";

function task(id: string, address: string, state: Task["status"]["state"]): Task {
  const networks = [{ networkId: "net" as NetworkId, addresses: [address], aliases: [] }];
  return {
    ...plainTask(id, "web"),
    networks,
    status: { state, timestampMs: 0, message: "" },
    meta: META,
  };
}

const change = (before: Task | undefined, after: Task | undefined): Change =>
  ({ table: "task", kind: "update", before, after }) as Change;

test("two tasks with one address are seen", () => {
  const checker = new AddressChecker();
  expect(checker.note([change(undefined, task("a", "10.0.1.2/24", "running"))])).toBeUndefined();
  const second = change(undefined, task("b", "10.0.1.2/24", "pending"));
  expect(checker.note([second])?.message).toContain("net 10.0.1.2/24: task a, task b");
});

test("an address may change hands within one entry, and after its task has ended", () => {
  const checker = new AddressChecker();
  const [runs, ended] = [task("a", "10.0.1.2/24", "running"), task("a", "10.0.1.2/24", "complete")];
  checker.note([change(undefined, runs)]);
  const next = task("b", "10.0.1.2/24", "pending");
  expect(checker.note([change(undefined, next), change(runs, ended)])).toBeUndefined();
  checker.note([change(next, undefined)]);
  expect(checker.taken).toBe(0);
});
