/** The routes over HTTP: statuses, texts and shapes that clients rely on (reference 0 and 1). */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Task } from "../../shared/domain/objects.ts";
import type { NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { newMeta } from "../control/new-meta.ts";
import { type GatewayForTest, gatewayForTest, NODE_ID, nodeForTest } from "./testing/gateway.ts";
import { listen, type TestClient } from "./testing/http-client.ts";

let gateway: GatewayForTest;
let client: TestClient;

beforeEach(async () => {
  gateway = await gatewayForTest();
  client = await listen(gateway.listener);
});
afterEach(() => client.close());

const WEB = {
  Name: "web",
  Labels: { tier: "front" },
  TaskTemplate: { ContainerSpec: { Image: "nginx:1" } },
  Mode: { Replicated: { Replicas: 2 } },
};

async function create(spec: object = WEB): Promise<string> {
  const { status, json } = await client.ask("POST", "/v1.50/services/create", spec);
  expect(status).toBe(201);
  return json.ID;
}

async function inspect(id: string): Promise<{ Version: { Index: number }; Spec: object }> {
  return (await client.ask("GET", `/services/${id}`)).json;
}

function filters(value: object): string {
  return `filters=${encodeURIComponent(JSON.stringify(value))}`;
}

async function addTask(serviceId: string, id: string, given: Partial<Task> = {}): Promise<void> {
  const task: Task = {
    id: id as TaskId,
    meta: newMeta(),
    serviceId: serviceId as ServiceId,
    serviceName: "web",
    slot: 1,
    nodeId: NODE_ID,
    specVersion: 1,
    desiredState: "running",
    status: { state: "running", timestampMs: 1_700_000_000_500, message: "started" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
    ...given,
  };
  await gateway.store.update((tx) => tx.create("task", task));
}

describe("services", () => {
  it("are found by id, by name in any case, and by a prefix of the id", async () => {
    const id = await create();
    for (const input of [id, "web", "WEB", id.slice(0, 6)]) {
      expect((await client.ask("GET", `/v1.41/services/${input}`)).json.ID).toBe(id);
    }
    const missing = await client.ask("GET", "/services/nope");
    expect(missing).toMatchObject({ status: 404, json: { message: "service nope not found" } });
  });

  it("are refused on a name that is taken, in the reference's words", async () => {
    await create();
    const again = await client.ask("POST", "/services/create", WEB);
    expect(again.status).toBe(409);
    expect(again.json.message).toBe(
      "rpc error: code = AlreadyExists desc = name conflicts with an existing object: " +
        "service web already exists",
    );
  });

  it("show what Go's encoder would, and defaults when asked", async () => {
    const id = await create();
    const plain = (await client.ask("GET", `/services/${id}`)).json;
    expect(plain).toMatchObject({
      Version: { Index: expect.any(Number) },
      CreatedAt: expect.stringMatching(/^2023-11-14T22:13:20/),
      Spec: {
        Name: "web",
        Mode: { Replicated: { Replicas: 2 } },
        TaskTemplate: { ForceUpdate: 0, Runtime: "container" },
      },
      Endpoint: { Spec: {} },
    });
    expect(plain.Spec.UpdateConfig).toBeUndefined();
    const filled = (await client.ask("GET", `/services/${id}?insertDefaults=true`)).json;
    expect(filled.Spec.UpdateConfig).toMatchObject({ Parallelism: 1, Monitor: 5e9 });
    expect(filled.Spec.TaskTemplate.RestartPolicy).toMatchObject({ Condition: "any", Delay: 5e9 });
  });

  it("are updated on the version that was read, and refused on an older one with a 500", async () => {
    const id = await create();
    const { Version, Spec } = await inspect(id);
    const to = (version: number): string => `/services/${id}/update?version=${version}`;
    const changed = { ...Spec, Labels: { tier: "back" } };
    expect((await client.ask("POST", to(Version.Index), changed)).json).toEqual({ Warnings: null });
    const stale = await client.ask("POST", to(Version.Index), changed);
    expect(stale).toMatchObject({
      status: 500,
      json: { message: "rpc error: code = Unknown desc = update out of sequence" },
    });
  });

  it("are updated though their update went on since they were read", async () => {
    const id = await create();
    const { Version, Spec } = await inspect(id);
    await gateway.store.update((tx) => {
      const service = tx.get("service", id as ServiceId);
      if (service === undefined) throw new Error("no service");
      const updateStatus = { state: "updating", startedMs: 1, message: "" } as const;
      tx.update("service", { ...service, updateStatus });
    });
    const to = (version: number): string => `/services/${id}/update?version=${version}`;
    expect((await inspect(id)).Version.Index).toBeGreaterThan(Version.Index);
    for (const never of [Version.Index - 1, Version.Index + 1000]) {
      expect((await client.ask("POST", to(never), Spec)).status).toBe(500);
    }
    const changed = { ...Spec, Labels: { tier: "back" } };
    expect((await client.ask("POST", to(Version.Index), changed)).status).toBe(200);
    expect((await inspect(id)).Spec).toMatchObject({ Labels: { tier: "back" } });
    expect((await client.ask("POST", to(Version.Index), changed)).status).toBe(500);
  });

  it.each([
    ["renaming", { ...WEB, Name: "other" }, 501, /renaming services is not supported/],
    ["another mode", { ...WEB, Mode: { Global: {} } }, 501, /service mode change is not allowed/],
    ["no body", "", 400, /invalid JSON/],
    ["no JSON", "{", 400, /rpc error: code = InvalidArgument desc = body: invalid JSON/],
    ["a list", "[]", 400, /body: \[\]: expected an object/],
  ])("refuse %s", async (_name, body, status, message) => {
    const id = await create();
    const { Version } = await inspect(id);
    const answer = await client.ask(
      "POST",
      `/services/${id}/update?version=${Version.Index}`,
      body,
    );
    expect(answer.status).toBe(status);
    expect(answer.json.message).toMatch(message);
    expect((await inspect(id)).Version).toEqual(Version);
  });

  it("roll back and forth", async () => {
    const id = await create();
    const first = await inspect(id);
    const rollback = async (): Promise<number> => {
      const { Version, Spec } = await inspect(id);
      const to = `/services/${id}/update?version=${Version.Index}&rollback=previous`;
      return (await client.ask("POST", to, Spec)).status;
    };
    expect(await rollback()).toBe(400);
    const changed = { ...first.Spec, Labels: { tier: "back" } };
    await client.ask("POST", `/services/${id}/update?version=${first.Version.Index}`, changed);
    expect(await rollback()).toBe(200);
    expect((await inspect(id)).Spec).toMatchObject({ Labels: { tier: "front" } });
    expect(await rollback()).toBe(200);
    expect((await inspect(id)).Spec).toMatchObject({ Labels: { tier: "back" } });
  });

  it("keep credentials to themselves", async () => {
    const auth = Buffer.from('{"username":"u"}').toString("base64url");
    await client.ask("POST", "/services/create", WEB, { "x-registry-auth": auth });
    const [service] = gateway.store.view((tx) => tx.by("service", "name", "web"));
    expect(Buffer.from(service?.registryAuth ?? []).toString()).toBe('{"username":"u"}');
    expect((await client.ask("GET", "/services/web")).text).not.toContain("username");
  });

  it.each([
    ["name prefix", { name: ["w"] }, 1],
    ["other name", { name: ["x"] }, 0],
    ["label", { label: ["tier=front"] }, 1],
    ["label key", { label: { tier: true } }, 1],
    ["two labels", { label: ["tier", "other"] }, 0],
    ["mode", { mode: ["global", "replicated"] }, 1],
    ["plugins", { runtime: ["plugin"] }, 0],
    ["inherited label", { label: ["constructor"] }, 0],
  ])("are listed by %s", async (_name, given, count) => {
    await create();
    expect((await client.ask("GET", `/services?${filters(given)}`)).json).toHaveLength(count);
  });

  it("count their tasks when asked", async () => {
    const id = await create();
    await addTask(id, "task1");
    await addTask(id, "task2", {
      slot: 2,
      status: { state: "failed", timestampMs: 1, message: "" },
    });
    const [service] = (await client.ask("GET", "/v1.41/services?status=true")).json;
    expect(service.ServiceStatus).toEqual({ RunningTasks: 1, DesiredTasks: 2, CompletedTasks: 0 });
    const [old] = (await client.ask("GET", "/v1.40/services?status=true")).json;
    expect(old.ServiceStatus).toBeUndefined();
  });

  it("drop fields that the client's version does not know", async () => {
    const spec = { ...WEB, TaskTemplate: { ContainerSpec: { Image: "a", OomScoreAdj: 5 } } };
    await client.ask("POST", "/v1.45/services/create", spec);
    const [service] = gateway.store.view((tx) => tx.by("service", "name", "web"));
    expect(service?.spec.TaskTemplate?.ContainerSpec).toEqual({ Image: "a" });
  });
});

describe("tasks", () => {
  it("are shown as Prometheus and the CLI read them", async () => {
    const id = await create();
    await addTask(id, "task1", {
      status: {
        state: "running",
        timestampMs: 1_700_000_000_500,
        message: "started",
        container: { containerId: "c", pid: 7, exitCode: 0 },
        ports: [
          { name: "", protocol: "tcp", targetPort: 80, publishedPort: 80, publishMode: "host" },
        ],
      },
    });
    const [task] = (await client.ask("GET", `/tasks?${filters({ service: ["web"] })}`)).json;
    expect(task).toMatchObject({
      ID: "task1",
      ServiceID: id,
      NodeID: NODE_ID,
      Slot: 1,
      Spec: { ContainerSpec: { Image: "nginx:1" } },
      Status: {
        Timestamp: "2023-11-14T22:13:20.5Z",
        State: "running",
        ContainerStatus: { ContainerID: "c", PID: 7, ExitCode: 0 },
        PortStatus: { Ports: [{ TargetPort: 80, PublishedPort: 80, PublishMode: "host" }] },
      },
      DesiredState: "running",
    });
  });

  it.each([
    ["id", { id: ["task1"] }, 200, 1],
    ["name", { name: ["web.1"] }, 200, 1],
    ["service label", { label: ["tier=front"] }, 200, 1],
    ["node name", { node: [`host-${NODE_ID}`] }, 200, 1],
    ["unknown node", { node: ["nope"] }, 404, 0],
    ["unknown service", { service: ["nope"] }, 404, 0],
    ["desired state", { "desired-state": ["shutdown"] }, 200, 0],
    ["desired state in capitals", { "desired-state": ["Shutdown"] }, 200, 0],
    ["bad state", { "desired-state": ["sleeping"] }, 400, 0],
    ["up to date", { "_up-to-date": ["true"] }, 200, 1],
    ["bad filter", { colour: ["red"] }, 400, 0],
  ])("are listed by %s", async (_name, given, status, count) => {
    await addTask(await create(), "task1");
    const answer = await client.ask("GET", `/tasks?${filters(given)}`);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.json).toHaveLength(count);
  });

  it("are found by their name", async () => {
    await addTask(await create(), "task1");
    expect((await client.ask("GET", "/tasks/web.1.task1")).json.ID).toBe("task1");
    expect((await client.ask("GET", "/tasks/web.2.task1")).status).toBe(404);
  });
});

describe("nodes", () => {
  const worker = "worker0000000000000000001" as NodeId;

  it("are shown with a bare address, and found by host name", async () => {
    await gateway.store.update((tx) => tx.create("node", nodeForTest(worker)));
    const { json } = await client.ask("GET", `/nodes/host-${worker}`);
    expect(json).toMatchObject({
      ID: worker,
      Status: { State: "ready", Addr: "192.0.2.1" },
      Spec: { Role: "worker", Availability: "active", Labels: {} },
      Description: { Platform: { Architecture: "x86_64" }, TLSInfo: { CertIssuerSubject: "AQ==" } },
    });
    expect(json.ManagerStatus).toBeUndefined();
  });

  it("refuse an ambiguous prefix", async () => {
    await gateway.store.update((tx) => {
      tx.create("node", nodeForTest("zz1" as NodeId));
      tx.create("node", nodeForTest("zz2" as NodeId));
    });
    const answer = await client.ask("GET", "/nodes/zz");
    expect(answer).toMatchObject({
      status: 400,
      json: { message: "node zz is ambiguous (2 matches found)" },
    });
  });

  it("do not let the last manager go", async () => {
    const { Version, Spec } = (await client.ask("GET", `/nodes/${NODE_ID}`)).json;
    const to = `/nodes/${NODE_ID}/update?version=${Version.Index}`;
    const answer = await client.ask("POST", to, { ...Spec, Role: "worker" });
    expect(answer.status).toBe(400);
    expect(answer.json.message).toContain("attempting to demote the last manager of the swarm");
  });

  it("are removed once down, or by force, with their tasks orphaned", async () => {
    await gateway.store.update((tx) => tx.create("node", nodeForTest(worker)));
    await addTask(await create(), "task1", { nodeId: worker });
    const refused = await client.ask("DELETE", `/nodes/${worker}`);
    expect(refused.status).toBe(400);
    expect(refused.json.message).toContain("is not down and can't be removed");
    expect((await client.ask("DELETE", `/nodes/${worker}?force=1`)).status).toBe(200);
    expect((await client.ask("GET", "/tasks/task1")).json.Status.State).toBe("orphaned");
    const [cluster] = gateway.store.view((tx) => [...tx.all("cluster")]);
    expect(cluster?.removedNodes.map((removed) => removed.nodeId)).toEqual([worker]);
  });
});

describe("the swarm", () => {
  it("goes over to another root, and keeps the keys of both", async () => {
    const before = (await client.ask("GET", "/swarm")).json;
    expect(before.RootRotationInProgress).toBe(false);
    const spec = { CAConfig: { SigningCACert: "NEXT", SigningCAKey: "PRIVATE" } };
    const to = `/swarm/update?version=${before.Version.Index}`;
    expect((await client.ask("POST", to, spec)).status).toBe(200);
    const { text, json } = await client.ask("GET", "/swarm");
    expect(text).not.toContain("PRIVATE");
    expect(json.RootRotationInProgress).toBe(true);
    // The CLI's progress counts nodes by the issuer; the tokens go with the root of before.
    expect(json.TLSInfo).toMatchObject({ TrustRoot: "PEM", CertIssuerSubject: "Aw==" });
    expect(json.JoinTokens).toEqual(before.JoinTokens);
    expect(json.Spec.CAConfig).not.toHaveProperty("SigningCACert");
  });

  it("rotates tokens, each alone, and keeps what an update leaves out", async () => {
    const { Version } = (await client.ask("GET", "/swarm")).json;
    const spec = { Name: "default", Orchestration: { TaskHistoryRetentionLimit: 2 } };
    const to = `/swarm/update?version=${Version.Index}&rotateWorkerToken=true`;
    expect((await client.ask("POST", to, spec)).status).toBe(200);
    const after = (await client.ask("GET", "/swarm")).json;
    expect(after.JoinTokens).toEqual({
      Worker: `SWMTKN-1-digest-${"w".repeat(25)}`,
      Manager: "SWMTKN-1-digest-managersecret",
    });
    const lock = { EncryptionConfig: { AutoLockManagers: true } };
    await client.ask("POST", `/swarm/update?version=${after.Version.Index}`, lock);
    const locked = (await client.ask("GET", "/swarm")).json;
    expect(locked.Spec.Orchestration.TaskHistoryRetentionLimit).toBe(2);
    expect((await client.ask("GET", "/swarm/unlockkey")).json.UnlockKey).toMatch(/^SWMKEY-1-/);
  });

  it.each([
    ["another name", { Name: "prod" }, /modification of cluster name is not allowed/],
    ["a short life", { CAConfig: { NodeCertExpiry: 1 } }, /minimum certificate expiry time/],
    ["a negative beat", { Dispatcher: { HeartbeatPeriod: -1 } }, /cannot be a negative duration/],
    ["a plain URL", { CAConfig: { ExternalCAs: [{ URL: "http://ca" }] } }, /expected an https URL/],
  ])("refuses %s", async (_name, spec, message) => {
    const { Version } = (await client.ask("GET", "/swarm")).json;
    const answer = await client.ask("POST", `/swarm/update?version=${Version.Index}`, spec);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(message);
  });
});

describe("secrets and configs", () => {
  const spec = { Name: "s", Data: Buffer.from("x").toString("base64"), Labels: { a: "1" } };

  it("show a config's content and never a secret's", async () => {
    for (const kind of ["secrets", "configs"]) {
      expect((await client.ask("POST", `/${kind}/create`, spec)).status).toBe(201);
    }
    expect((await client.ask("GET", "/secrets/s")).json.Spec.Data).toBeUndefined();
    expect((await client.ask("GET", "/configs/s")).json.Spec.Data).toBe(spec.Data);
    const names = filters({ names: ["s"] });
    expect((await client.ask("GET", `/secrets?${names}`)).json).toHaveLength(1);
    expect((await client.ask("GET", `/configs?${names}`)).status).toBe(400);
  });

  it("change in their labels only, and stay while a service needs them", async () => {
    const { ID } = (await client.ask("POST", "/configs/create", spec)).json;
    const { Version } = (await client.ask("GET", "/configs/s")).json;
    const to = `/configs/${ID}/update?version=${Version.Index}`;
    const other = await client.ask("POST", to, { ...spec, Data: "eQ==" });
    expect(other.json.message).toContain("only updates to Labels are allowed");
    expect((await client.ask("POST", to, { ...spec, Labels: {} })).status).toBe(200);
    const templated = { ...spec, Name: "t", Templating: { Name: "golang" } };
    await client.ask("POST", "/configs/create", templated);
    const { Version: first } = (await client.ask("GET", "/configs/t")).json;
    const relabel = { Name: "t", Labels: { a: "2" } };
    const toTemplated = `/configs/t/update?version=${first.Index}`;
    expect((await client.ask("POST", toTemplated, relabel)).status).toBe(200);
    const Configs = [{ ConfigID: ID, ConfigName: "s", File: { Name: "/s" } }];
    await create({ ...WEB, TaskTemplate: { ContainerSpec: { Image: "nginx", Configs } } });
    const used = await client.ask("DELETE", "/configs/s");
    expect(used.status).toBe(400);
    expect(used.json.message).toContain("config 's' is in use by the following service: web");
    await client.ask("DELETE", "/services/web");
    expect((await client.ask("DELETE", "/configs/s")).status).toBe(204);
  });

  it.each([
    ["too much", "secrets", { ...spec, Data: Buffer.alloc(512_000).toString("base64") }, 400],
    ["just enough", "secrets", { ...spec, Data: Buffer.alloc(511_999).toString("base64") }, 201],
    ["nothing", "secrets", { Name: "s" }, 400],
    ["no base64", "configs", { ...spec, Data: "???" }, 400],
    ["a bad name", "configs", { ...spec, Name: ".s" }, 400],
    ["a driver", "secrets", { ...spec, Driver: { Name: "vault" } }, 501],
    ["another template", "configs", { ...spec, Templating: { Name: "jinja" } }, 400],
  ])("take or refuse %s", async (_name, kind, body, status) => {
    expect((await client.ask("POST", `/${kind}/create`, body)).status).toBe(status);
  });
});

describe("streams", () => {
  it("frames logs, with details and timestamps in front", async () => {
    await create();
    gateway.lines.push({
      taskId: "t",
      nodeId: "n",
      serviceId: "s",
      timestampMs: 1_700_000_000_020,
      timestampNanos: 45,
      stream: "stderr",
      attributes: "FOO=bar",
      data: Buffer.from("hello\n"),
    });
    const query = "stdout=1&stderr=1&timestamps=1&details=1";
    const { headers, bytes } = await client.ask("GET", `/services/web/logs?${query}`);
    expect(headers["content-type"]).toBe("application/vnd.docker.multiplexed-stream");
    expect([...bytes.subarray(0, 4)]).toEqual([2, 0, 0, 0]);
    expect(bytes.readUInt32BE(4)).toBe(bytes.length - 8);
    expect(bytes.subarray(8).toString()).toBe(
      "2023-11-14T22:13:20.020000045Z FOO=bar,com.docker.swarm.node.id=n," +
        "com.docker.swarm.service.id=s,com.docker.swarm.task.id=t hello\n",
    );
    expect((await client.ask("GET", "/services/web/logs")).status).toBe(400);
    expect((await client.ask("GET", "/services/nope/logs?stdout=1")).status).toBe(404);
  });

  it("streams the swarm's events, exact to the nanosecond, as far as they match", async () => {
    for (const type of ["node", "service"] as const) {
      gateway.events.push({
        type,
        action: "update",
        id: "i",
        attributes: { name: "web" },
        timeMs: 1_700_000_000_020,
        timeNanos: 45,
      });
    }
    const { text } = await client.ask("GET", `/events?${filters({ service: ["web"] })}`);
    expect(text.trim().split("\n")).toHaveLength(1);
    expect(text).toContain('"timeNano":1700000000020000045}');
    const local = await client.ask("GET", `/events?${filters({ container: ["c"] })}`);
    expect(local.text).toBe("");
  });
});

describe("the edge", () => {
  it.each([
    ["too new", "GET", "/v1.99/services", undefined, 400, /too new. Maximum supported API version/],
    ["too old", "GET", "/v1.10/services", undefined, 400, /too old. Minimum supported API version/],
    ["malformed version", "GET", "/v1.x/services", undefined, 400, /API version: 1.x: expected/],
    ["unknown page", "GET", "/v1.50/nope", undefined, 404, /page not found/],
    ["bad escape", "GET", "/services/%zz", undefined, 404, /not found/],
    ["filters", "GET", "/services?filters=x", undefined, 400, /filters: "x": expected a JSON/],
    ["filter value", "GET", '/services?filters={"id":7}', undefined, 400, /list of strings/],
    ["status", "GET", "/services?status=maybe", undefined, 400, /status: "maybe": expected true/],
    ["since", "GET", "/events?since=abc", undefined, 400, /since: "abc": expected seconds/],
    ["version", "POST", "/swarm/update?version=x", {}, 400, /invalid swarm version 'x'/],
    ["network", "POST", "/networks/create", { Name: "n", Driver: "weave" }, 404, /plugin "weave"/],
    ["volume", "PUT", "/volumes/v", {}, 501, /not supported/],
  ])("%s", async (_name, method, target, body, status, message) => {
    const answer = await client.ask(method, target, body);
    expect(answer.status).toBe(status);
    expect(answer.json.message).toMatch(message);
  });

  it("wants JSON, and not too much of it", async () => {
    const form = { "content-type": "text/plain" };
    expect((await client.ask("POST", "/services/create", WEB, form)).status).toBe(400);
    const much = { Name: "x".repeat(5_000_000) };
    const answer = await client.ask("POST", "/services/create", much).catch(() => undefined);
    if (answer !== undefined) expect(answer.status).toBe(400);
  });

  it("carries a write out once an election is over", async () => {
    gateway.consensus.loseLead();
    const creation = client.ask("POST", "/services/create", WEB);
    // The request waits for a leader: nothing else of it can be observed from here.
    await client.ask("GET", "/healthz");
    gateway.consensus.becomeLeader();
    expect((await creation).status).toBe(201);
  });

  it("says that there is no leader", async () => {
    gateway.consensus.loseLead();
    const request = { kind: "service", id: "x", force: false } as const;
    for (const signal of [AbortSignal.timeout(10), AbortSignal.abort()]) {
      const removal = gateway.control.remove(request, signal);
      await expect(removal).rejects.toThrow(/does not have a leader/);
    }
  });
});
