/**
 * Hostile requests to every route, and to every Control call: each is answered, in JSON when it is
 * refused, and what is refused changes nothing.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { GrpcServer } from "../../shared/node/grpc/server.ts";
import { serveControl } from "../control/adapters/control-server.ts";
import { ROUTES } from "./service.ts";
import { type GatewayForTest, gatewayForTest } from "./testing/gateway.ts";
import { listen, type TestClient } from "./testing/http-client.ts";

let gateway: GatewayForTest;
let client: TestClient;
beforeAll(async () => {
  gateway = await gatewayForTest();
  client = await listen(gateway.listener);
  const web = { Name: "web", TaskTemplate: { ContainerSpec: { Image: "nginx" } } };
  await client.ask("POST", "/services/create", web);
  await client.ask("POST", "/secrets/create", { Name: "s", Data: "eA==" });
  await client.ask("POST", "/configs/create", { Name: "c", Data: "eA==" });
});
afterAll(() => client.close());

/** Words that reach into validation, beside noise that does not. */
const names = fc.constantFrom(
  ...["Name", "Labels", "TaskTemplate", "ContainerSpec", "Image", "Mounts", "Target", "Mode"],
  ...["Replicated", "Replicas", "Global", "EndpointSpec", "Ports", "TargetPort", "PublishMode"],
  ...["Secrets", "File", "Data", "Role", "Availability", "CAConfig", "ExternalCAs", "Env"],
  ...["Resources", "Limits", "NanoCPUs", "Placement", "Constraints", "constructor", "__proto__"],
);
const words = fc.constantFrom("web", "s", "c", "", "host", "{{.Node.ID}}", "{{", "a==b", "../..");
const leaf = fc.oneof(
  words,
  fc.string(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
);
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaf,
    fc.array(tie("document"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(names, fc.string()), tie("document"), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
}));
const body = fc.oneof(
  { weight: 4, arbitrary: document.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(20, 100, 100_000)
      .map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  },
);
const parameter = fc.constantFrom(
  ...["version", "filters", "force", "since", "until", "tail", "stdout", "rollback", "status"],
  ...["registryAuthFrom", "insertDefaults", "rotateWorkerToken", "details", "scope"],
);
// Node itself answers a head of more than 16 KiB.
const value = fc.oneof(
  words,
  fc.string(),
  fc.nat().map(String),
  body.map((text) => text.slice(0, 500)),
);
const query = fc.array(fc.tuple(parameter, value), { maxLength: 4 });
const id = fc.oneof(words, fc.string({ minLength: 1 }), fc.constant("a".repeat(600)));
const prefix = fc.constantFrom("", "/v1.24", "/v1.40", "/v1.50", "/v1.51", "/v1", "/v0.0");

const request = fc.record({
  route: fc.constantFrom(...ROUTES),
  prefix,
  id,
  query,
  body: fc.option(body, { nil: undefined }),
  auth: fc.option(fc.base64String(), { nil: undefined }),
});

function contents(): string {
  return gateway.store.view((tx) =>
    JSON.stringify([
      [...tx.all("service")],
      [...tx.all("node")],
      [...tx.all("cluster")],
      [...tx.all("secret")],
      [...tx.all("config")],
      [...tx.all("specRevision")],
    ]),
  );
}

describe("hostile requests (safety)", () => {
  it("are answered, and leave the store alone when refused", async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ route, prefix, id, query, body, auth }) => {
        const path = route.path.replace(":id", encodeURIComponent(id));
        const text = new URLSearchParams(query).toString();
        const before = contents();
        const answer = await client.ask(route.method, `${prefix}${path}?${text}`, body, {
          ...(auth !== undefined && { "x-registry-auth": auth }),
        });
        if (answer.status >= 400) {
          expect(answer.json.message).toEqual(expect.any(String));
          // Docker's own 500, which clients match on: a valid change, decided on another version.
          const raced = answer.json.message.endsWith("desc = update out of sequence");
          if (!raced) expect(answer.status).not.toBe(500);
          expect(contents()).toBe(before);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe("hostile RPCs (safety)", () => {
  it("are refused with a ClusterError, or obeyed", async () => {
    type Handler = (request: object, context: object) => Promise<object>;
    const handlers: Handler[] = [];
    const server = {
      unary: (_method: object, handler: Handler) => handlers.push(handler),
    };
    serveControl(server as unknown as GrpcServer, gateway.control, gateway.consensus);
    expect(handlers).toHaveLength(5);
    const bytes = body.map((text) => new TextEncoder().encode(text));
    const caller = fc.constantFrom(
      { kind: "anonymous" },
      { kind: "node", nodeId: "x" as NodeId, role: "worker", clusterId: "c" },
    );
    const message = fc.record(
      {
        kind: fc.oneof(words, fc.constantFrom("service", "node", "cluster", "secret", "network")),
        id,
        versionIndex: fc.nat(),
        specJson: fc.oneof(bytes, fc.uint8Array()),
        registryAuth: fc.uint8Array(),
        registryAuthFrom: words,
        rollback: fc.constantFrom("", "previous", "x"),
        force: fc.boolean(),
        nodeId: id,
        taskIds: fc.array(id, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...handlers), message, caller, async (handler, m, who) => {
        const before = contents();
        const context = { caller: who, signal: new AbortController().signal };
        try {
          await handler(m, context);
        } catch (error) {
          expect(error).toBeInstanceOf(ClusterError);
          expect(contents()).toBe(before);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
