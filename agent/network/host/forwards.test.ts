import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { decodeNetworkState } from "../decode-state.ts";
import { NetworkModel } from "../model.ts";
import { Forwards } from "./forwards-driver.ts";
import { type Backend, planForwards } from "./plan-forwards.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const port = (targetPort: number, publishedPort: number, publishMode = "ingress"): object => ({
  protocol: "tcp",
  targetPort,
  publishedPort,
  publishMode,
});

test("a port leads to processes at their hosts and to containers at their nodes", () => {
  const model = new NetworkModel();
  const place = { networkId: "in", serviceId: "web", ready: true };
  model.apply(
    decodeNetworkState([
      {
        complete: true,
        networks: [{ id: "in", name: "ingress", ingress: true }],
        services: [
          {
            id: "web",
            name: "web",
            networkIds: ["in"],
            ports: [port(80, 8080), port(81, 8081, "host")],
          },
        ],
        peers: [{ nodeId: "far", addr: "192.0.2.9" }],
        members: [
          {
            ...place,
            id: "a/in",
            taskId: "a",
            hostAddr: "192.0.2.1",
            hostPorts: [port(80, 40_001, "host")],
          },
          {
            ...place,
            id: "b/in",
            taskId: "b",
            hostAddr: "192.0.2.1",
            hostPorts: [port(99, 40_002, "host")],
          },
          { ...place, id: "c/in", taskId: "c", nodeId: "far", addresses: ["10.255.0.9/16"] },
          { ...place, id: "d/in", taskId: "d", hostAddr: "192.0.2.2", ready: false },
        ],
      },
    ]),
  );
  expect(planForwards(model)).toEqual([
    {
      protocol: "tcp",
      port: 8080,
      service: "web",
      backends: [
        { host: "192.0.2.1", port: 40_001 },
        { host: "192.0.2.9", port: 8080 },
      ],
    },
  ]);
});

/** Says its name and what it heard once its client has sent all. */
async function tcpBackend(name: string): Promise<Backend> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const heard: Buffer[] = [];
    socket.on("data", (chunk) => heard.push(chunk));
    socket.on("end", () => socket.end(`${name}:${Buffer.concat(heard)}`));
    socket.on("error", () => socket.destroy());
  });
  await listening(server);
  ends.push(() => server.close());
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

async function listening(server: Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await listening(server);
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return free;
}

async function ask(at: number, what: string): Promise<string> {
  const socket = connect({ port: at, host: "127.0.0.1", allowHalfOpen: true });
  socket.end(what);
  return await text(socket).catch((error: NodeJS.ErrnoException) => error.code ?? "");
}

function forwards(): Forwards {
  const options = { hosts: ["127.0.0.1", "::1"], clock: systemClock, logger: silentLogger };
  const all = new Forwards(options);
  ends.push(() => all.close());
  return all;
}

test("connections go to each backend in turn, whole in both directions", async () => {
  const all = forwards();
  const at = await freePort();
  const backends = [await tcpBackend("a"), await tcpBackend("b")];
  await all.set([{ protocol: "tcp", port: at, service: "web", backends }]);
  const answers = [await ask(at, "1"), await ask(at, "2"), await ask(at, "x".repeat(300_000))];
  // which one begins is not said
  const [first, second] = answers.slice(0, 2).map((answer) => answer.split(":"));
  expect([first?.[0], second?.[0]].toSorted()).toEqual(["a", "b"]);
  expect([first?.[1], second?.[1]]).toEqual(["1", "2"]);
  expect(answers[2]).toHaveLength(300_002);
});

test("a backend that is gone is passed over; without any the client hears so at once", async () => {
  const all = forwards();
  const at = await freePort();
  const gone = { host: "127.0.0.1", port: await freePort() };
  const web = { protocol: "tcp", port: at, service: "web" } as const;
  await all.set([{ ...web, backends: [gone, await tcpBackend("a")] }]);
  expect([await ask(at, "1"), await ask(at, "2")]).toEqual(["a:1", "a:2"]);
  await all.set([{ ...web, backends: [] }]);
  expect(await ask(at, "1")).toBe("ECONNRESET");
});

test("a port that is taken is told of, and the others are opened", async () => {
  const all = forwards();
  const taken = createServer();
  await listening(taken);
  ends.push(() => taken.close());
  const at = await freePort();
  const backends = [await tcpBackend("a")];
  const { port: used } = taken.address() as AddressInfo;
  await all.set([
    { protocol: "tcp", port: used, service: "other", backends },
    { protocol: "tcp", port: at, service: "web", backends },
  ]);
  expect(all.problems().map((one) => one.port)).toEqual([`${used}/tcp`]);
  expect(await ask(at, "1")).toBe("a:1");
});

test("datagrams of one client stay with one backend, and answers come back to it", async () => {
  const all = forwards();
  const backends = [await udpBackend("a"), await udpBackend("b")];
  const at = await freePort();
  await all.set([{ protocol: "udp", port: at, service: "dns", backends }]);
  const client = createSocket("udp4");
  ends.push(() => client.close());
  const heard: string[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const answer = once(client, "message");
    client.send("q", at, "127.0.0.1");
    heard.push(String((await answer)[0]));
  }
  expect(new Set(heard).size).toBe(1);
});

async function udpBackend(name: string): Promise<Backend> {
  const socket: UdpSocket = createSocket("udp4");
  socket.on("message", (_, from) => socket.send(name, from.port, from.address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  ends.push(() => socket.close());
  return { host: "127.0.0.1", port: socket.address().port };
}
