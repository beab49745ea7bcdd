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

/** Seconds of what comes while a busy machine lets nobody read it. */
const BUFFER_BYTES = 2 ** 22;

/** Bound to all addresses, as most are: the kernel picks an answer's source. */
const SERVER = `
  const [port, name] = process.argv.slice(1);
  const type = "udp6";
  const socket = require("dgram").createSocket({ type, recvBufferSize: ${BUFFER_BYTES} });
  socket.on("message", (text, { address, port: to }) => {
    const client = address.replace("::ffff:", "");
    socket.send(JSON.stringify({ name, client, said: String(text) }), to, address);
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

/** The file of the network namespace that a process is in. */
export const namespaceOf = (pid: string): string => `/proc/${pid}/ns/net`;

/** `folder` marks it as the hosts'. */
export async function serveDatagrams(
  namespace: string,
  port: number,
  name: string,
  folder: string,
): Promise<DatagramServer> {
  const args = [`--net=${namespace}`, process.execPath, "-e", SERVER];
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

/** Sends a numbered datagram every few milliseconds; on its end, tells which had no answer. */
const FLOW = `
  const [address, port] = process.argv.slice(1);
  const type = address.includes(":") ? "udp6" : "udp4";
  const socket = require("dgram").createSocket({ type, recvBufferSize: ${BUFFER_BYTES} });
  const open = new Set();
  let sent = 0;
  socket.on("message", (text) => open.delete(Number(JSON.parse(text).said)));
  const timer = setInterval(() => {
    open.add(++sent);
    socket.send(String(sent), Number(port), address);
  }, 10);
  process.stdin.resume().once("end", () => {
    clearInterval(timer);
    setTimeout(() => {
      console.log(JSON.stringify({ sent, lost: [...open] }));
      process.exit();
    }, 1000);
  });
`;

export interface Flow {
  /** `lost`: the numbers, from 1, of those without an answer. */
  stop(): Promise<{ readonly sent: number; readonly lost: readonly number[] }>;
}

/** To a server of `serveDatagrams`. */
export function startFlow(namespace: string, address: string, port: number, folder: string): Flow {
  const args = [`--net=${namespace}`, process.execPath, "-e", FLOW];
  const child = spawn("nsenter", [...args, address, String(port), folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let told = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    told += text;
  });
  return {
    stop: async () => {
      child.stdin.end();
      await once(child, "close");
      return JSON.parse(told) as { readonly sent: number; readonly lost: readonly number[] };
    },
  };
}
