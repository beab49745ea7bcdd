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
}

/** Bound to all addresses, as most are: the kernel picks an answer's source. */
const SERVER = `
  const [port, name] = process.argv.slice(1);
  const socket = require("dgram").createSocket("udp4");
  socket.on("message", (_, { address, port: to }) => {
    socket.send(JSON.stringify({ name, client: address }), to, address);
  });
  socket.bind(Number(port), () => console.log("bound"));
`;
const CLIENT = `
  const [address, port, own] = process.argv.slice(1);
  const socket = require("dgram").createSocket("udp4");
  socket.on("message", (text, { address: from }) => {
    console.log(JSON.stringify({ ...JSON.parse(text), from }));
    process.exit();
  });
  socket.bind(Number(own), () => socket.send("?", Number(port), address));
  setTimeout(() => process.exit(1), 1000);
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

/** Undefined: no answer within a second. `own`: the client's port, any by default. */
export async function ask(
  who: Station,
  address: string,
  port: number,
  own = 0,
): Promise<DatagramAnswer | undefined> {
  const args = ["-e", CLIENT, address, String(port), String(own)];
  const { code, stdout } = await who.run(process.execPath, ...args);
  return code === 0 ? (JSON.parse(stdout) as DatagramAnswer) : undefined;
}
