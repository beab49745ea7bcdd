import { expect, test } from "vitest";
import type { ApiNode, ApiService, ApiTask } from "./commands/types.ts";
import { progressOf } from "./converge.ts";

const service = (over: Partial<ApiService> = {}): ApiService => ({
  ID: "s",
  Version: { Index: 1 },
  Spec: { Mode: { Replicated: { Replicas: 2 } } },
  ...over,
});
const task = (state: string, err = "", desired = "running"): ApiTask => ({
  ID: "t",
  ServiceID: "s",
  Status: { State: state, Err: err },
  DesiredState: desired,
});
const node: ApiNode = {
  ID: "n",
  Version: { Index: 1 },
  Spec: { Availability: "active" },
  Status: { State: "ready" },
};

test.each<[string, ApiService, ApiTask[], object]>([
  [
    "all run",
    service(),
    [task("running"), task("running")],
    { running: 2, desired: 2, done: true },
  ],
  [
    "one waits",
    service(),
    [task("running"), task("pending", "no suitable node")],
    { running: 1, done: false, reason: "no suitable node" },
  ],
  [
    "old tasks do not count",
    service(),
    [task("running"), task("running", "", "shutdown")],
    { running: 1, done: false },
  ],
  [
    "an update goes on",
    service({ UpdateStatus: { State: "updating" } }),
    [task("running"), task("running")],
    { done: false, failed: "" },
  ],
  [
    "an update was paused",
    service({ UpdateStatus: { State: "paused", Message: "because" } }),
    [task("running")],
    { failed: "service update paused: because" },
  ],
  [
    "a job's tasks complete",
    service({ Spec: { Mode: { ReplicatedJob: { TotalCompletions: 1 } } } }),
    [task("complete", "", "complete")],
    { running: 1, desired: 1, done: true },
  ],
  [
    "a global service without tasks yet",
    service({ Spec: { Mode: { Global: {} } } }),
    [],
    { done: false },
  ],
  [
    "no replicas are asked for",
    service({ Spec: { Mode: { Replicated: { Replicas: 0 } } } }),
    [],
    { done: true },
  ],
])("%s", (_name, present, tasks, expected) => {
  expect(progressOf(present, tasks, [node])).toMatchObject(expected);
});
