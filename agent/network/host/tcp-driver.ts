/** A TCP port whose connections go to backends. */
import { connect, createServer, type Socket } from "node:net";
import { type Choose, type Listener, listenOnEach } from "./listener.ts";
import type { Backend } from "./plan-forwards.ts";

const CONNECT_BOUND_MS = 3_000;
const TRIES = 3;

export function listenTcp(
  hosts: readonly string[],
  port: number,
  choose: Choose,
): Promise<Listener> {
  return listenOnEach(hosts, (host) => listenAt(host, port, choose));
}

function listenAt(host: string, port: number, choose: Choose): Promise<Listener> {
  return new Promise((resolve, reject) => {
    // Either side may say that it has sent all, and still listen.
    const options = { allowHalfOpen: true, pauseOnConnect: true, noDelay: true };
    const server = createServer(options, (client) => pass(client, choose().slice(0, TRIES)));
    server.once("error", reject);
    server.listen({ host, port, exclusive: true, ipv6Only: host.includes(":") }, () => {
      server.off("error", reject);
      // Accepting may fail for want of file descriptors: the next one may be accepted again.
      server.on("error", () => {});
      resolve({ close: () => server.close() });
    });
  });
}

/** A backend that has just gone is passed over: the next one has the connection. */
function pass(client: Socket, backends: readonly Backend[]): void {
  client.on("error", () => client.destroy());
  const [backend, ...others] = backends;
  if (backend === undefined || client.destroyed) {
    client.resetAndDestroy();
    return;
  }
  const server = connect({ ...backend, allowHalfOpen: true, noDelay: true });
  server.setTimeout(CONNECT_BOUND_MS, () => server.destroy(new Error("no answer")));
  const next = (): void => {
    client.removeListener("close", giveUp);
    pass(client, others);
  };
  const giveUp = (): void => {
    server.destroy();
  };
  server.once("error", next);
  client.once("close", giveUp);
  server.once("connect", () => {
    server.off("error", next);
    server.setTimeout(0);
    join(client, server);
  });
}

function join(client: Socket, server: Socket): void {
  server.on("error", () => client.resetAndDestroy());
  client.on("close", () => server.destroy());
  server.on("close", () => client.destroySoon());
  client.pipe(server);
  server.pipe(client);
}
