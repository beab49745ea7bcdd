/**
 * A program to be run inside a network namespace: asks name servers of overlays for nothing, in
 * packets of given sizes, and prints which were answered. They answer any message with a header, so
 * that it shows whether packets of that size arrive, and come back.
 */
import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";

interface Probe {
  readonly address: string;
  readonly bytes: number;
}

const DNS_PORT = 53;
const TRIES = 3;
const TRY_MS = 500;
const HEADER_BYTES = 12;
/** Operation 2, server status: refused by name servers, and never passed on. */
const STATUS = 0x1000;

function ask({ address, bytes }: Probe, id: number): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const message = Buffer.alloc(Math.max(bytes, HEADER_BYTES));
    message.writeUInt16BE(id, 0);
    message.writeUInt16BE(STATUS, 2);
    const begin = performance.now();
    let tries = 0;
    const finish = (ms: number | null): void => {
      clearInterval(timer);
      socket.close();
      resolve(ms);
    };
    const send = (): void => {
      if (++tries > TRIES) finish(null);
      else socket.send(message, DNS_PORT, address, () => {});
    };
    socket.on("error", () => {});
    socket.on("message", (answer) => {
      if (answer.length >= 2 && answer.readUInt16BE(0) === id) finish(performance.now() - begin);
    });
    const timer = setInterval(send, TRY_MS);
    send();
  });
}

const probes = JSON.parse(process.argv[2] ?? "[]") as readonly Probe[];
const answers = await Promise.all(probes.map((probe, at) => ask(probe, at + 1)));
process.stdout.write(JSON.stringify(answers));
