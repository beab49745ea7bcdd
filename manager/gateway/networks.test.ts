/** /networks over HTTP: what is listed, shown and removed. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type GatewayForTest, gatewayForTest } from "./testing/gateway.ts";
import { listen, type TestClient } from "./testing/http-client.ts";

let gateway: GatewayForTest;
let client: TestClient;

beforeEach(async () => {
  gateway = await gatewayForTest();
  client = await listen(gateway.listener);
  for (const [Name, more] of [
    ["mesh", { Ingress: true }],
    ["front", { Labels: { tier: "a" }, Attachable: true }],
    ["back", { Labels: { tier: "b" }, EnableIPv6: true }],
  ] as const) {
    const made = await client.ask("POST", "/networks/create", { Name, Driver: "overlay", ...more });
    expect(made.status).toBe(201);
  }
});
afterEach(() => client.close());

async function names(filters: object): Promise<readonly string[]> {
  const query = encodeURIComponent(JSON.stringify(filters));
  const { json } = await client.ask("GET", `/networks?filters=${query}`);
  return json.map(({ Name }: { Name: string }) => Name).sort();
}

it.each<[object, string[]]>([
  [{}, ["back", "front", "mesh"]],
  [{ name: ["a"] }, ["back"]],
  [{ name: ["^f"] }, ["front"]],
  [{ name: ["^fron$"] }, []],
  [{ label: ["tier"] }, ["back", "front"]],
  [{ label: ["tier=a"] }, ["front"]],
  [{ scope: ["local"] }, []],
  [{ scope: ["swarm"], driver: ["overlay"] }, ["back", "front", "mesh"]],
  [{ type: ["builtin"] }, []],
  [{ dangling: ["true"] }, ["back", "front", "mesh"]],
  [{ dangling: ["false"] }, []],
])("the filter %j shows %j", async (filters, expected) => {
  expect(await names(filters)).toEqual(expected);
});

it.each([
  [{ scope: ["moon"] }, /invalid filter 'scope=moon'/],
  [{ dangling: ["true", "false"] }, /dangling: expected one of/],
  [{ color: ["red"] }, /invalid filter 'color'/],
])("the filter %j is refused", async (filters, message) => {
  const query = encodeURIComponent(JSON.stringify(filters));
  const answer = await client.ask("GET", `/networks?filters=${query}`);
  expect(answer).toMatchObject({ status: 400, json: { message: expect.stringMatching(message) } });
});

it("subnets of both families are chosen where they are asked for", async () => {
  const { json } = await client.ask("GET", "/networks/back");
  expect(json.IPAM.Config).toEqual([
    { Subnet: "10.0.2.0/24", Gateway: "10.0.2.1" },
    { Subnet: expect.stringMatching(/^fd[0-9a-f:]+::\/64$/), Gateway: expect.any(String) },
  ]);
});

it("a service names networks as it likes and keeps their ids", async () => {
  const { Id } = (await client.ask("GET", "/networks/front")).json;
  const web = { Name: "web", TaskTemplate: { ContainerSpec: { Image: "i" } } };
  const create = (Target: string): Promise<{ status: number; json: Record<string, never> }> =>
    client.ask("POST", "/services/create", { ...web, Networks: [{ Target, Aliases: ["w"] }] });
  expect(await create("nowhere")).toMatchObject({ status: 404 });
  expect(await create("mesh")).toMatchObject({
    status: 400,
    json: { message: expect.stringContaining("cannot be explicitly attached to the ingress") },
  });
  expect((await create("front")).status).toBe(201);
  const { Spec } = (await client.ask("GET", "/services/web")).json;
  expect(Spec.Networks).toEqual([{ Target: Id, Aliases: ["w"] }]);
  const verbose = (await client.ask("GET", "/networks/front?verbose=true")).json;
  expect(Object.keys(verbose.Services)).toEqual(["web"]);
  expect(await names({ dangling: ["false"] })).toEqual(["front"]);
  const removal = await client.ask("DELETE", "/networks/front");
  expect(removal).toMatchObject({
    status: 400,
    json: { message: expect.stringMatching(/network \w+ is in use by service \w+/) },
  });
  const pruned = await client.ask("POST", "/networks/prune");
  expect(pruned).toMatchObject({ status: 200, json: { NetworksDeleted: ["back"] } });
});

it("prune keeps what it is told to", async () => {
  const prune = async (filters: object): Promise<readonly string[]> => {
    const query = encodeURIComponent(JSON.stringify(filters));
    return (await client.ask("POST", `/networks/prune?filters=${query}`)).json.NetworksDeleted;
  };
  expect(await prune({ until: ["1h"] })).toEqual([]);
  expect(await prune({ "label!": ["tier=a"] })).toEqual(["back"]);
  expect(await prune({ label: ["tier"] })).toEqual(["front"]);
});

it("the ingress network is one, and is not removed while it is needed", async () => {
  const again = { Name: "other", Driver: "overlay", Ingress: true };
  expect((await client.ask("POST", "/networks/create", again)).status).toBe(409);
  const web = { Name: "web", TaskTemplate: { ContainerSpec: { Image: "i" } } };
  const published = { ...web, EndpointSpec: { Ports: [{ TargetPort: 80 }] } };
  expect((await client.ask("POST", "/services/create", published)).status).toBe(201);
  expect(await client.ask("DELETE", "/networks/mesh")).toMatchObject({
    status: 400,
    json: { message: expect.stringContaining("ingress network cannot be removed because service") },
  });
  await client.ask("DELETE", "/services/web");
  expect((await client.ask("DELETE", "/networks/mesh")).status).toBe(204);
  expect(await client.ask("POST", "/services/create", published)).toMatchObject({
    status: 400,
    json: { message: expect.stringContaining("no ingress network is present") },
  });
});
