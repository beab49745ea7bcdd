import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type RedisStoreOptions,
  RedisTelemetryStore,
} from "../../../manager/telemetry/adapters/redis-store.ts";
import { MemoryTelemetryStore } from "../../../manager/telemetry/memory-store.ts";
import type { TelemetryStore } from "../../../manager/telemetry/telemetry-store.ts";
import { type Logger, silentLogger } from "../../../shared/logger.ts";
import { unavailable } from "../../lib/machine.ts";
import { freePort, type RedisServer, startRedis } from "../../lib/redis.ts";
import { eventually } from "../../lib/wait.ts";
import { telemetrySuite } from "./suite.ts";

telemetrySuite("in memory", {
  open: async (retention, now) => new MemoryTelemetryStore(now, retention),
  flushed: async () => {},
});

const until = (what: string, holds: () => boolean): Promise<unknown> =>
  eventually(what, 10_000, holds);

let clusters = 0;

function redisStore(url: string, more: Partial<RedisStoreOptions> = {}): RedisTelemetryStore {
  return new RedisTelemetryStore({
    url,
    clusterId: `c${process.pid}-${clusters++}`,
    writes: () => true,
    now: () => Date.now(),
    logger: silentLogger,
    ...more,
  });
}

async function connected<T extends TelemetryStore>(store: T): Promise<T> {
  await until("connected", () => store.state().connected);
  return store;
}

/** Everything was sent and answered: a read of the same connection comes after it. */
async function flushed(store: TelemetryStore): Promise<void> {
  await until("buffer empty", () => store.state().buffered === 0);
  await store.latestUsage(AbortSignal.timeout(5_000));
}

const PASSWORD = "s3cret/with:signs";

describe.skipIf(unavailable("redis"))("in Redis", () => {
  let server: RedisServer | undefined;
  let url = "";

  beforeAll(async () => {
    const port = await freePort();
    server = await startRedis(port, ["--requirepass", PASSWORD]);
    url = `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await server?.kill();
  });

  telemetrySuite("with a password", {
    open: (retention, now) => connected(redisStore(url, { retention, now })),
    flushed,
  });

  const created = (index: number) => [
    {
      type: "node" as const,
      action: "create" as const,
      id: `n${index}`,
      attributes: {},
      timeMs: Date.now(),
      timeNanos: index,
    },
  ];
  async function history(store: TelemetryStore): Promise<string[]> {
    const ids: string[] = [];
    const range = { sinceMs: 0, untilMs: Date.now() };
    for await (const { id } of store.events(range, AbortSignal.timeout(5_000))) ids.push(id);
    return ids;
  }

  test("what the leader wrote any manager reads, and a failover writes nothing twice", async () => {
    const clusterId = "failover";
    const old = await connected(redisStore(url, { clusterId }));
    const next = await connected(redisStore(url, { clusterId }));
    const reader = await connected(redisStore(url, { clusterId, writes: () => false }));
    reader.recordEvents(1, created(1));
    old.recordEvents(1, created(1));
    old.recordEvents(2, created(2));
    await flushed(old);
    next.recordEvents(2, created(2));
    next.recordEvents(3, created(3));
    await flushed(next);
    old.recordEvents(3, created(3));
    await flushed(old);
    expect(await history(reader)).toEqual(["n1", "n2", "n3"]);
    for (const store of [old, next, reader]) await store.close();
  });

  test("clusters that share a server don't see each other", async () => {
    const [one, other] = [await connected(redisStore(url)), await connected(redisStore(url))];
    one.recordEvents(1, created(1));
    await flushed(one);
    expect(await history(other)).toEqual([]);
    for (const store of [one, other]) await store.close();
  });

  test("away: records are buffered and bounded, one warning; back: they are written", async () => {
    const warnings: string[] = [];
    const logger: Logger = {
      ...silentLogger,
      warn: (_fields, message) => void warnings.push(message),
    };
    const port = await freePort();
    let own = await startRedis(port);
    const store = await connected(redisStore(`redis://127.0.0.1:${port}`, { logger }));
    await own.kill();
    await until("noticed", () => !store.state().connected && warnings.length > 0);
    for (let index = 1; index <= 100; index++) store.recordEvents(index, created(index));
    expect(store.state()).toMatchObject({ connected: false, buffered: 100, dropped: 0 });
    await expect(store.latestUsage(AbortSignal.timeout(5_000))).rejects.toMatchObject({
      code: "UNAVAILABLE",
    });
    expect(warnings).toHaveLength(1);
    own = await startRedis(port);
    await connected(store);
    await flushed(store);
    expect(await history(store)).toHaveLength(100);
    await own.kill();
    await until("noticed again", () => !store.state().connected);
    for (let index = 101; index <= 20_101; index++) store.recordEvents(index, created(index));
    expect(store.state().buffered).toBeLessThanOrEqual(12_500);
    expect(store.state().buffered + store.state().dropped).toBe(20_001);
    await store.close();
  });

  test("a wrong password is a warning, not a crash", async () => {
    const warnings: object[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields) };
    const store = redisStore(url.replace(encodeURIComponent(PASSWORD), "wrong"), { logger });
    await until("warned", () => warnings.length > 0);
    store.recordEvents(1, created(1));
    await expect(store.latestUsage(AbortSignal.timeout(5_000))).rejects.toThrow();
    await store.close();
  });
});

describe.skipIf(unavailable("redis"))("in Redis over TLS", () => {
  const folder = mkdtempSync("/tmp/skep-redis-tls-");
  const file = (name: string): string => join(folder, name);
  let server: RedisServer | undefined;

  beforeAll(async () => {
    execFileSync(
      "openssl",
      [
        ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" "),
        ...["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        ...["-keyout", file("key.pem"), "-out", file("cert.pem")],
      ],
      { stdio: "ignore" },
    );
    const port = await freePort();
    const files = ["--tls-cert-file", file("cert.pem"), "--tls-key-file", file("key.pem")];
    const args = ["--tls-port", String(port), ...files, "--tls-auth-clients", "no"];
    server = await startRedis(port, [...args, "--tls-ca-cert-file", file("cert.pem")]);
  });
  afterAll(async () => {
    await server?.kill();
    rmSync(folder, { recursive: true });
  });

  test("the server's certificate is checked", async () => {
    const url = `rediss://127.0.0.1:${server?.port}`;
    const caPem = readFileSync(file("cert.pem"), "utf8");
    const trusting = await connected(redisStore(url, { caPem }));
    trusting.recordHealth([]);
    expect(await trusting.latestUsage(AbortSignal.timeout(5_000))).toEqual({
      tasks: [],
      nodes: [],
    });
    await trusting.close();
    const warnings: object[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields) };
    const wary = redisStore(url, { logger });
    await until("refused", () => warnings.length > 0);
    expect(wary.state().connected).toBe(false);
    await wary.close();
  });
});
