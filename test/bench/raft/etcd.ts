/**
 * Debian's etcd on the same machine, written to through its gRPC API at its leader. The client is
 * node:http2 with the two messages that it needs: lighter than a gRPC library, so that what is
 * measured is etcd.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type ClientHttp2Session, connect, constants } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./cluster.ts";

export interface Etcd {
  /** A call that asks for nothing durable: what the API itself costs. */
  ask(): Promise<void>;
  put(bytes: number): Promise<void>;
  stop(): Promise<void>;
}

interface Member {
  readonly name: string;
  readonly client: string;
  readonly peer: string;
}

const FRAME_HEAD = 5;
const KEYS = 10_000;

/** Undefined where there is none on this machine. */
export async function startEtcd(count: number): Promise<Etcd | undefined> {
  const dir = mkdtempSync(join(tmpdir(), "skep-bench-etcd-"));
  const members = await Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `e${i}`,
      client: `http://127.0.0.1:${await freePort()}`,
      peer: `http://127.0.0.1:${await freePort()}`,
    })),
  );
  const children: ChildProcess[] = [];
  let missing = false;
  for (const member of members) {
    const child = spawn("etcd", flags(member, members, dir), { stdio: "ignore" });
    child.on("error", () => {
      missing = true;
    });
    children.push(child);
  }
  const stop = (): void => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 200 && !missing; attempt++) {
    const client = await leadersClient(members).catch(() => undefined);
    if (client !== undefined) {
      return {
        ask: async () => {
          await client.leads();
        },
        put: (bytes) => client.put(bytes),
        stop: async () => {
          client.close();
          stop();
        },
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  return undefined;
}

function flags({ name, client, peer }: Member, all: readonly Member[], dir: string): string[] {
  const cluster = all.map((one) => `${one.name}=${one.peer}`).join(",");
  const args = ["--name", name, "--data-dir", join(dir, name), "--log-level", "error"];
  args.push("--listen-client-urls", client, "--advertise-client-urls", client);
  args.push("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer);
  args.push("--initial-cluster", cluster, "--initial-cluster-state", "new");
  // Enough for a run; the default of 2 GiB is too.
  args.push("--max-request-bytes", String(8 << 20));
  return args;
}

async function leadersClient(members: readonly Member[]): Promise<Client | undefined> {
  for (const member of members) {
    const client = new Client(member.client);
    if (await client.leads()) return client;
    client.close();
  }
  return undefined;
}

class Client {
  readonly #session: ClientHttp2Session;

  constructor(url: string) {
    this.#session = connect(url, { settings: { initialWindowSize: 1 << 20 } });
    // Each call reports it.
    this.#session.on("error", () => {});
  }

  async put(bytes: number): Promise<void> {
    const key = Buffer.from(`k${Math.floor(Math.random() * KEYS)}`);
    await this.#call("/etcdserverpb.KV/Put", [field(1, key), field(2, Buffer.alloc(bytes))]);
  }

  /** Whether this member says that it leads: StatusResponse.leader is header.member_id. */
  async leads(): Promise<boolean> {
    const status = await this.#call("/etcdserverpb.Maintenance/Status", []);
    const fields = decode(status);
    const header = fields.get(1);
    const leader = fields.get(4);
    if (!Buffer.isBuffer(header) || typeof leader !== "bigint") return false;
    return decode(header).get(2) === leader;
  }

  close(): void {
    this.#session.destroy();
  }

  #call(path: string, fields: readonly Buffer[]): Promise<Buffer> {
    const head = Buffer.alloc(FRAME_HEAD);
    head.writeUInt32BE(
      fields.reduce((sum, one) => sum + one.length, 0),
      1,
    );
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({
        [constants.HTTP2_HEADER_METHOD]: "POST",
        [constants.HTTP2_HEADER_PATH]: path,
        [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc",
        [constants.HTTP2_HEADER_TE]: "trailers",
      });
      const chunks: Buffer[] = [];
      let status: unknown;
      const take = (headers: Record<string, unknown>): void => {
        status = headers["grpc-status"] ?? status;
      };
      stream.on("response", take);
      stream.on("trailers", take);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("end", () => {
        if (status === "0") resolve(Buffer.concat(chunks).subarray(FRAME_HEAD));
        else reject(new Error(`etcd answered ${path} with status ${String(status)}`));
      });
      stream.end(Buffer.concat([head, ...fields]));
    });
  }
}

/** A length-delimited protobuf field. */
function field(number: number, value: Buffer): Buffer {
  const head: number[] = [(number << 3) | 2];
  let rest = value.length;
  for (; rest > 0x7f; rest >>>= 7) head.push((rest & 0x7f) | 0x80);
  head.push(rest);
  return Buffer.concat([Buffer.from(head), value]);
}

/** Varints and length-delimited fields, by number; etcd's answers have no others here. */
function decode(bytes: Buffer): Map<number, bigint | Buffer> {
  const fields = new Map<number, bigint | Buffer>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; at < bytes.length; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const value = varint();
    if ((key & 7) === 0) fields.set(key >> 3, value);
    else {
      const end = at + Number(value);
      fields.set(key >> 3, bytes.subarray(at, end));
      at = end;
    }
  }
  return fields;
}
