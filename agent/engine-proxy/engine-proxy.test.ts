/** The proxy over real sockets, in front of a small engine of its own. */
import { once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { ClusterError } from "../../shared/errors.ts";
import {
  ask,
  exchange,
  INACTIVE,
  MANAGER,
  type ProxyForTest,
  type ProxyForTestOptions,
  proxyForTest,
  WORKER,
} from "./testing/fakes.ts";

let proxy: ProxyForTest;
afterEach(() => proxy.close());

async function start(options: ProxyForTestOptions = {}, status = INACTIVE): Promise<void> {
  proxy = await proxyForTest({ engine, onUpgrade: echo, ...options });
  proxy.status = status;
}

/** Answers with what it was asked. */
const engine: RequestListener = (request, response) => {
  const path = request.url ?? "";
  if (path === "/_ping") {
    response.setHeader("Api-Version", "1.41");
    response.setHeader("Builder-Version", "2");
    response.end("OK");
  } else if (path.endsWith("/info")) {
    response.end('{"Name":"vm","ServerVersion":"20.10.24","Swarm":{"LocalNodeState":"inactive"}}');
  } else if (path.includes("/networks") && request.method === "GET") {
    response.end('[{"Id":"1","Name":"bridge"},{"Id":"2","Name":"both"}]');
  } else if (path.includes("/networks/prune")) {
    response.end(JSON.stringify({ NetworksDeleted: [path] }));
  } else if (path.includes("/events")) {
    response.write('{"Type":"conta');
    response.end('iner"}\n');
  } else {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      response.setHeader("Content-Type", "application/json");
      const { "content-length": length } = request.headers;
      response.end(JSON.stringify({ method: request.method, path, body, length }));
    });
  }
};

/** Sends back the body that the head announced, and then all that comes, until it ends. */
const echo = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
  if (request.url?.includes("missing") === true) {
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 20\r\n\r\n{"message":"missing"}');
    return;
  }
  socket.write(
    `HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nX-Path: ${request.url}\r\n\r\n`,
  );
  socket.write(head);
  socket.pipe(socket);
};

const manager: RequestListener = (request, response) => {
  if (request.url?.includes("/networks/prune") === true) {
    response.end(JSON.stringify({ NetworksDeleted: [request.url] }));
    return;
  }
  if (request.url === "/skep/v1/swarm-info") response.end('{"Nodes":3,"Managers":1}');
  else if (request.url?.endsWith("/networks") === true) {
    response.end('[{"Id":"2","Name":"both","Scope":"swarm"}]');
  } else if (request.url?.includes("/events") === true) response.end('{"Type":"service"}\n');
  else response.end(JSON.stringify({ manager: request.url }));
};

describe("what goes to the engine", () => {
  it("has its version lowered, and its body and query kept", async () => {
    await start();
    const { body } = await ask(proxy.socket, "POST", "/v1.50/images/create?fromImage=a", { a: 1 });
    expect(JSON.parse(body)).toEqual({
      method: "POST",
      path: "/v1.41/images/create?fromImage=a",
      body: '{"a":1}',
      length: "7",
    });
  });

  it("says that it has no body when it has none", async () => {
    await start();
    const { body } = await ask(proxy.socket, "POST", "/v1.50/containers/c/start");
    expect(JSON.parse(body)).toMatchObject({ body: "", length: "0" });
  });

  it("has a connection of its own, which the engine does not close behind its answer", async () => {
    // A close that overtakes the request's last write would cost the client the answer.
    const asked: string[] = [];
    const ended: Promise<void>[] = [];
    await start({
      engine: (request, response) => {
        if (request.url === "/_ping") return engine(request, response);
        asked.push(request.headers.connection ?? "");
        ended.push(new Promise((resolve) => request.socket.once("end", resolve)));
        return engine(request, response);
      },
    });
    await ask(proxy.socket, "POST", "/v1.50/images/create", { a: 1 });
    await ask(proxy.socket, "POST", "/v1.50/images/create", { a: 1 });
    expect(asked).toEqual(["keep-alive", "keep-alive"]);
    await Promise.all(ended);
  });

  it("is refused clearly when there is none, or it does not answer", async () => {
    proxy = await proxyForTest({});
    const { status, body } = await ask(proxy.socket, "GET", "/v1.50/containers/json");
    expect(status).toBe(503);
    expect(body).toContain("no container engine on this node");
  });

  it.each(["containers/web/json", "images/web/json", "volumes/web", "plugins/web/json"])(
    "is not there: GET /%s finds nothing, and docker inspect goes on to the swarm's",
    async (path) => {
      proxy = await proxyForTest({});
      const { status, body } = await ask(proxy.socket, "GET", `/v1.50/${path}`);
      expect(status).toBe(404);
      expect(body).toMatch(/No such \w+ web: no container engine on this node/);
    },
  );
});

describe("upgrades", () => {
  const head = (path: string, length: number): string =>
    `POST ${path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

  it("send the body as body and the rest as input, until the client's end", async () => {
    let seen = "";
    await start({
      onUpgrade: (request, socket, first) => {
        seen = request.headers["content-length"] ?? "";
        echo(request, socket, first);
      },
    });
    const request = `${head("/v1.50/exec/e/start", 12)}{"Tty":true}stdin!`;
    const got = await exchange(proxy.socket, request, "input ends");
    expect(got).toMatch(/^HTTP\/1\.1 101 /);
    expect(got).toContain("X-Path: /v1.41/exec/e/start");
    expect(seen).toBe("12");
    // Node hands the server's body to its upgrade listener with the stream.
    expect(got.endsWith('{"Tty":true}stdin!')).toBe(true);
  });

  it("pass a refusal on and end", async () => {
    await start();
    const got = await exchange(
      proxy.socket,
      head("/v1.50/exec/missing/start", 0),
      "input stays open",
    );
    expect(got).toMatch(/^HTTP\/1\.1 404 /);
    expect(got).toContain('{"message":"missing"');
  });

  it("are ignored where they are only offered", async () => {
    await start({}, MANAGER);
    const got = await exchange(
      proxy.socket,
      "GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
      "input stays open",
    );
    expect(got).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(got.endsWith("OK")).toBe(true);
  });

  it("are refused without an engine", async () => {
    proxy = await proxyForTest({});
    const got = await exchange(
      proxy.socket,
      head("/v1.50/containers/c/attach", 0),
      "input stays open",
    );
    expect(got).toMatch(/^HTTP\/1\.1 503 /);
  });
});

describe("what the node answers", () => {
  it.each([
    ["inactive", INACTIVE, "inactive"],
    ["worker", WORKER, "active/worker"],
    ["manager", MANAGER, "active/manager"],
    ["locked", { ...INACTIVE, state: "locked" } as const, "locked"],
  ])("/_ping on a node that is %s", async (_name, status, header) => {
    await start({}, status);
    const { head, body } = await ask(proxy.socket, "GET", "/_ping");
    expect(body).toBe("OK");
    expect(head).toContain(`\r\nSwarm: ${header}\r\n`);
    expect(head).toContain("\r\nApi-Version: 1.51\r\n");
    expect(head).toContain("\r\nBuilder-Version: 2\r\n");
  });

  it.each([
    ["worker", WORKER, 200],
    ["manager", MANAGER, 200],
    ["inactive", INACTIVE, 503],
    ["manager without its process", { ...WORKER, isManager: true }, 503],
  ])("/readyz on a node that is %s", async (_name, status, expected) => {
    await start({ manager }, status);
    expect((await ask(proxy.socket, "GET", "/readyz")).status).toBe(expected);
    expect((await ask(proxy.socket, "GET", "/healthz")).body).toBe("ok");
  });

  it("puts the swarm into the engine's info", async () => {
    await start({ manager }, MANAGER);
    const info = JSON.parse((await ask(proxy.socket, "GET", "/v1.50/info")).body);
    expect(info).toMatchObject({ Name: "host1", ServerVersion: "20.10.24" });
    expect(info.Swarm).toMatchObject({
      NodeID: "n1",
      LocalNodeState: "active",
      ControlAvailable: true,
      Nodes: 3,
      RemoteManagers: [{ NodeID: "n1", Addr: "192.0.2.1:2377" }],
    });
  });

  it("tells of the host where there is no engine", async () => {
    proxy = await proxyForTest({});
    const info = JSON.parse((await ask(proxy.socket, "GET", "/info")).body);
    expect(info).toMatchObject({ Name: "host1", NCPU: 2, Swarm: { LocalNodeState: "inactive" } });
    const version = JSON.parse((await ask(proxy.socket, "GET", "/version")).body);
    expect(version).toMatchObject({ ApiVersion: "1.51", MinAPIVersion: "1.24", Arch: "amd64" });
  });

  it("takes an init's defaults, and refuses what it cannot be", async () => {
    await start();
    const { status, body } = await ask(proxy.socket, "POST", "/v1.50/swarm/init", {
      ListenAddr: "0.0.0.0:2377",
      Spec: { Name: "default", Labels: null },
      Availability: "",
    });
    expect([status, body]).toEqual([200, '"n1"\n']);
    expect(proxy.inits[0]).toMatchObject({ availability: "active", dataPathPort: 0 });
    for (const [wrong, field] of [
      [{ DataPathPort: 80 }, "DataPathPort"],
      [{ Availability: "asleep" }, "Availability"],
      [{ Spec: { Name: "prod" } }, "Spec.Name"],
      [{ SubnetSize: 30 }, "SubnetSize"],
      [{ Spec: [] }, "Spec: []: expected an object"],
      [{ Spec: { CAConfig: { NodeCertExpiry: 5 } } }, "Spec.CAConfig.NodeCertExpiry: 5ns"],
      [{ Spec: { Raft: { SnapshotInterval: "x" } } }, "Spec.Raft.SnapshotInterval"],
      [{ DefaultAddrPool: ["10.0.0.0"] }, "DefaultAddrPool[0]"],
      [{ DefaultAddrPool: ["fd00::/8"] }, "expected an IPv4 network"],
      // No network of the cluster, its ingress network included, would ever find a place.
      [{ DefaultAddrPool: ["10.0.0.0/16"], SubnetSize: 8 }, "/8 or larger"],
      [{ DefaultAddrPool: ["10.0.0.0/25"] }, "/24 or larger"],
      [{ DefaultAddrPool: ["10.0.0.0/8", "10.9.0.0/16"] }, "not overlap with 10.0.0.0/8"],
    ] as const) {
      const refused = await ask(proxy.socket, "POST", "/v1.50/swarm/init", wrong);
      expect(refused.status).toBe(400);
      expect(refused.body).toContain(field);
    }
    const join = await ask(proxy.socket, "POST", "/v1.50/swarm/join", { JoinToken: "t" });
    expect(join.body).toContain("at least 1 RemoteAddr is required to join");
  });
});

describe("a refusal ends no connection on which a client is still sending", () => {
  const PIECE = Buffer.alloc(2 ** 16, 32);
  const PIECES = 100;

  it.each([
    ["before its body is looked at", "/v1.50/services/create", 503, "This node is not a swarm"],
    ["because of its body", "/v1.50/swarm/init", 400, "body: expected at most"],
  ])("%s", async (_name, path, status, words) => {
    await start();
    const socket = connect({ path: proxy.socket, allowHalfOpen: true });
    let answer = "";
    socket.setEncoding("utf8").on("data", (part) => {
      answer += part;
    });
    const length = PIECES * PIECE.length;
    socket.write(`POST ${path} HTTP/1.1\r\nHost: skep\r\nContent-Length: ${length}\r\n\r\n`);
    const sendAll = async (): Promise<void> => {
      // A broken pipe throws here: most clients stop then, and never read the answer.
      for (let n = 0; n < PIECES; n++) {
        if (n === PIECES - 5) await expect.poll(() => answer).toContain(words);
        await promisify<Uint8Array, void>(socket.write.bind(socket))(PIECE);
      }
    };
    await Promise.all([sendAll(), once(socket, "end")]);
    socket.destroy();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(words);
  });
});

describe("what the swarm answers", () => {
  it.each([
    ["inactive", INACTIVE, /This node is not a swarm manager. Use \\"docker swarm init\\"/],
    ["worker", WORKER, /Worker nodes can't be used to view or modify cluster state/],
    ["locked", { ...INACTIVE, state: "locked" } as const, /needs to be unlocked/],
  ])("503 on a node that is %s", async (_name, status, text) => {
    await start({ manager }, status);
    const answer = await ask(proxy.socket, "GET", "/v1.50/services");
    expect(answer.status).toBe(503);
    expect(answer.body).toMatch(text);
  });

  it("comes from the manager, path and version as they were", async () => {
    await start({ manager }, MANAGER);
    const { body } = await ask(proxy.socket, "GET", "/v1.50/services?status=true");
    expect(JSON.parse(body)).toEqual({ manager: "/v1.50/services?status=true" });
  });

  it("stands beside the engine's networks and events", async () => {
    await start({ manager }, MANAGER);
    const networks = JSON.parse((await ask(proxy.socket, "GET", "/v1.50/networks")).body);
    expect(networks).toEqual([
      { Id: "2", Name: "both", Scope: "swarm" },
      { Id: "1", Name: "bridge" },
    ]);
    const { body } = await ask(proxy.socket, "GET", "/v1.50/events");
    const lines = body.split(/\r?\n/).filter((line) => line.startsWith("{"));
    expect(lines.sort()).toEqual(['{"Type":"container"}', '{"Type":"service"}']);
  });

  it("prunes beside the engine, which is kept from the bridges of overlays", async () => {
    await start({ manager }, MANAGER);
    const filters = encodeURIComponent('{"label!":{"keep":true},"until":["1h"]}');
    const { body } = await ask(proxy.socket, "POST", `/v1.50/networks/prune?filters=${filters}`);
    const [local, swarm] = JSON.parse(body).NetworksDeleted;
    expect(new URL(local, "http://engine").searchParams.get("filters")).toBe(
      '{"until":["1h"],"label!":["keep","skep.network.id"]}',
    );
    expect(swarm).toBe(`/v1.50/networks/prune?filters=${filters}`);
  });

  it("is asked for overlay networks only", async () => {
    await start({ manager }, MANAGER);
    const create = async (Driver: string): Promise<unknown> =>
      JSON.parse((await ask(proxy.socket, "POST", "/v1.50/networks/create", { Driver })).body);
    expect(await create("overlay")).toEqual({ manager: "/v1.50/networks/create" });
    expect(await create("bridge")).toMatchObject({ path: "/v1.41/networks/create" });
    const volume = async (document: object): Promise<unknown> =>
      JSON.parse((await ask(proxy.socket, "POST", "/v1.50/volumes/create", document)).body);
    expect(await volume({ ClusterVolumeSpec: {} })).toEqual({ manager: "/v1.50/volumes/create" });
    expect(await volume({ Name: "v" })).toMatchObject({ path: "/v1.41/volumes/create" });
  });
});

describe("a network's name", () => {
  // An engine finds a network by the beginning of its id, too.
  const LOCAL = [
    { Id: "db00000000", Name: "none" },
    { Id: "fe00000000", Name: "cafe" },
    { Id: "be00000000", Name: "other" },
  ];
  const engineWith: RequestListener = (request, response) => {
    const input = /\/networks\/(\w+)/.exec(request.url ?? "")?.[1];
    if (request.method !== "GET" || input === undefined) return engine(request, response);
    const found =
      LOCAL.find(({ Name }) => Name === input) ?? LOCAL.find(({ Id }) => Id.startsWith(input));
    response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? {}));
  };
  const SWARM = [
    { Id: "x1", Name: "db" },
    { Id: "x2", Name: "cafe" },
    { Id: "be11", Name: "shop" },
  ];
  const managerWith: RequestListener = (request, response) => {
    const input = /\/networks\/(\w+)/.exec(request.url ?? "")?.[1] ?? "";
    const found =
      SWARM.find(({ Name }) => Name === input) ?? SWARM.find(({ Id }) => Id.startsWith(input));
    response.statusCode = found === undefined ? 404 : 200;
    const removed = found === undefined ? { message: "not found" } : { removed: found.Name };
    response.end(JSON.stringify(request.method === "GET" ? found : removed));
  };

  it.each([
    ["a swarm's, as the id of an engine's begins", "db", 200, { removed: "db" }],
    ["both have it: the engine's", "cafe", 200, { method: "DELETE" }],
    ["the beginning of an engine's id alone", "fe", 200, { method: "DELETE" }],
    ["the beginning of ids of both", "be", 400, { message: /ambiguous/ }],
    ["nobody's", "zz", 404, { message: "not found" }],
  ])("%s", async (_name, input, status, expected) => {
    await start({ engine: engineWith, manager: managerWith }, MANAGER);
    const answer = await ask(proxy.socket, "DELETE", `/v1.41/networks/${input}`);
    expect(answer.status).toBe(status);
    const { message, ...rest } = expected as { readonly message?: RegExp | string };
    const json = JSON.parse(answer.body);
    expect(json).toMatchObject(rest);
    if (message !== undefined) expect(json.message).toMatch(message);
  });

  it("is the cluster's for a container, too", async () => {
    const asked: string[] = [];
    const attach = async ({ network }: { readonly network: string }): Promise<never> => {
      asked.push(network);
      throw new ClusterError("NOT_FOUND", "not found");
    };
    await start({ engine: engineWith, attach }, WORKER);
    for (const network of ["db", "cafe", "fe"]) {
      const body = { Image: "busybox", HostConfig: { NetworkMode: network } };
      expect((await ask(proxy.socket, "POST", "/v1.41/containers/create", body)).status).toBe(200);
    }
    expect(asked).toEqual(["db", "fe"]);
  });
});

describe("a container", () => {
  it("on a network that nobody has is the engine's to refuse, not an image to be pulled", async () => {
    const noNetwork: RequestListener = (request, response) => {
      if (request.url?.includes("/networks/") !== true) return engine(request, response);
      response.writeHead(404).end('{"message":"network nowhere not found"}');
    };
    const attach = async (): Promise<never> => {
      throw new ClusterError("NOT_FOUND", "network nowhere not found");
    };
    await start({ engine: noNetwork, attach }, WORKER);
    const body = { Image: "busybox", HostConfig: { NetworkMode: "nowhere" } };
    const answer = await ask(proxy.socket, "POST", "/v1.41/containers/create", body);
    expect(answer.status).toBe(200);
    expect(JSON.parse(JSON.parse(answer.body).body)).toEqual(body);
  });
});

describe("what nobody should send", () => {
  it.each([
    ["a version too new", "GET", "/v1.99/info", 400],
    ["a malformed version", "GET", "/v1x/info", 400],
    ["no path", "GET", "*", 400],
  ])("%s", async (_name, method, target, status) => {
    await start();
    const answer = await ask(proxy.socket, method, target);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain('"message"');
  });
});
