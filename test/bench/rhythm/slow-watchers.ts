/** Clients that ask for every event and then read nothing, while there are events. */
import { connect, type Socket } from "node:net";
import type { BenchManager } from "../cluster/managers.ts";

const SECRETS_AT_ONCE = 8;
const REQUEST = "GET /events HTTP/1.1\r\nHost: skep\r\n\r\n";

export async function hangWatchers(options: {
  readonly leader: BenchManager;
  readonly count: number;
  readonly forMs: number;
}): Promise<number> {
  const { leader, count, forMs } = options;
  const sockets: Socket[] = [];
  for (let i = 0; i < count; i++) {
    const socket = connect(leader.apiSocket);
    socket.on("error", () => {});
    socket.pause();
    socket.write(REQUEST);
    sockets.push(socket);
  }
  let made = 0;
  const until = performance.now() + forMs;
  const maker = async (): Promise<void> => {
    while (performance.now() < until) {
      const Name = `watched-${made++}`;
      const body = { Name, Data: Buffer.from(Name).toString("base64"), Labels: {} };
      const { ID } = await leader.api.call<{ ID: string }>("/secrets/create", {
        method: "POST",
        body,
      });
      await leader.api.call(`/secrets/${ID}`, { method: "DELETE" });
    }
  };
  await Promise.all(Array.from({ length: SECRETS_AT_ONCE }, maker));
  for (const socket of sockets) socket.destroy();
  return 2 * made;
}
