/** Datagrams between stations and containers, by Node.js in their network namespaces. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Station } from "./hosts.ts";

export interface DatagramServer {
  stop(): void;
}

export interface DatagramAnswer {
  /** The server's name, and the client as it saw it. */
  readonly name: string;
  readonly client: string;
  /** The answer's source. */
  readonly from: string;
  /** The port that was asked from. */
  readonly own: number;
}

/** Bound to all addresses, as most are: the kernel picks an answer's source. */
const SERVER = `
  const [port, name] = process.argv.slice(1);
  const socket = require("dgram").createSocket("udp6");
  socket.on("message", (_, { address, port: to }) => {
    const client = address.replace("::ffff:", "");
    socket.send(JSON.stringify({ name, client }), to, address);
  });
  socket.bind(Number(port), () => console.log("bound"));
`;
/** One question after the other, each from a socket of its own; a process a question is dear. */
const CLIENT = `
  const [address, port, ...owns] = process.argv.slice(1);
  const ask = (own) => new Promise((resolve) => {
    const socket = require("dgram").createSocket(address.includes(":") ? "udp6" : "udp4");
    const end = () => socket.close(resolve);
    const timer = setTimeout(end, 1000);
    socket.on("message", (text, { address: from }) => {
      clearTimeout(timer);
      console.log(JSON.stringify({ ...JSON.parse(text), from, own: socket.address().port }));
      end();
    });
    socket.bind(Number(own), () => socket.send("?", Number(port), address));
  });
  (async () => { for (const own of owns) await ask(own); })();
`;

/** In the namespace of a process; `folder` marks it as the hosts'. */
export async function serveDatagrams(
  pid: string,
  port: number,
  name: string,
  folder: string,
): Promise<DatagramServer> {
  const args = [`--net=/proc/${pid}/ns/net`, process.execPath, "-e", SERVER];
  const child: ChildProcess = spawn("nsenter", [...args, String(port), name, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout !== null) await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  return { stop: () => child.kill("SIGKILL") };
}

/** What was answered, each within a second. `owns`: the ports to ask from, 0 is any. */
export async function ask(
  who: Station,
  address: string,
  port: number,
  owns: readonly number[],
): Promise<readonly DatagramAnswer[]> {
  const { stdout } = await who.run(
    ...[process.execPath, "-e", CLIENT, address, String(port)],
    ...owns.map(String),
  );
  const lines = stdout.split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as DatagramAnswer);
}
