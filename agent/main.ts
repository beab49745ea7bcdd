/**
 * skepd: the agent of one machine. Reads its configuration, opens the Docker API socket, and lives
 * this node's life in a cluster: its tasks, its certificate, and on managers the manager process.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "../shared/errors.ts";
import type { Logger } from "../shared/logger.ts";
import { systemClock, systemRng } from "../shared/node/clock.ts";
import { createLogger, type LogLevel, resolveLogFormat } from "../shared/node/logger.ts";
import { ProcessMetrics } from "../shared/node/metrics/process-metrics.ts";
import { SKEP_VERSION } from "../shared/version.ts";
import { claimDataRoot } from "./claim-driver.ts";
import { addressPools, parseConfig } from "./config.ts";
import type { Config } from "./config-schema.ts";
import type { NetworkAccess } from "./engine-proxy/adapters/exchange.ts";
import { createEngineProxy } from "./engine-proxy/service.ts";
import { hostFacts, interfaceAddresses, listenAll, routeTo, writePidFile } from "./host-driver.ts";
import { NodeLifecycle } from "./node/loop.ts";
import { startParts } from "./parts-driver.ts";
import { chooseRuntime } from "./runtime/choose-driver.ts";
import { parseEngineAddress } from "./runtime/docker/address.ts";
import { FakeRuntime } from "./runtime/fake/fake-runtime.ts";
import type { Runtime } from "./runtime/runtime.ts";
import { AgentMetrics } from "./stats/agent-metrics.ts";
import { type MetricsServiceOptions, serveMetrics } from "./stats/metrics-service.ts";

const STOP_TIMEOUT_MS = 30_000;
const MANAGER_MODULE = fileURLToPath(new URL("../manager/main.js", import.meta.url));

function configure(): Config {
  const result = parseConfig({
    argv: process.argv.slice(2),
    env: process.env,
    readFile: (path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined),
    version: SKEP_VERSION,
  });
  switch (result.kind) {
    case "config":
      return result.config;
    case "text":
      process.stdout.write(result.text);
      return process.exit(0);
    case "refused":
      process.stderr.write(`skepd: ${result.message}\n`);
      return process.exit(2);
  }
}

async function pickRuntime(config: Config, logger: Logger): Promise<Runtime> {
  if (config.runtime === "fake") {
    return new FakeRuntime({ clock: systemClock, rng: systemRng() });
  }
  const engine = config.runtime === "process" || config.engine === "none" ? "" : config.engine;
  return chooseRuntime({
    engine,
    engineRequired: config.runtime === "docker",
    dataRoot: config.dataRoot,
    runFolder: config.execRoot,
    clock: systemClock,
    logger,
  });
}

async function run(config: Config, logger: Logger): Promise<() => Promise<void>> {
  for (const folder of [config.dataRoot, config.execRoot]) {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
  }
  const releaseDataRoot = claimDataRoot(config.dataRoot);
  const removePidFile = writePidFile(config.pidfile);
  const host = hostFacts(config);
  const runtime = await pickRuntime(config, logger);
  const metrics = new AgentMetrics({
    process: new ProcessMetrics("agent"),
    status: () => life.status(),
    version: SKEP_VERSION,
    runtime: runtime.name,
  });
  let networks: NetworkAccess | undefined;
  const life: NodeLifecycle = new NodeLifecycle({
    stateDir: join(config.dataRoot, "swarm"),
    apiSocket: join(config.execRoot, "manager.sock"),
    managerModule: MANAGER_MODULE,
    hostname: host.hostname,
    defaultAdvertiseAddr: config.defaultAdvertiseAddr,
    interfaces: interfaceAddresses,
    routeTo,
    managerSettings: {
      logLevel: levelOf(config),
      logFormat: resolveLogFormat(formatOf(config)),
      ...(config.redis === "" ? {} : { redis: config.redis }),
    },
    defaultPools: addressPools(config),
    startParts: (membership) =>
      startParts(
        {
          config,
          hostname: host.hostname,
          runtime,
          clock: systemClock,
          rng: systemRng(),
          logger,
          showMetrics: (source) => metrics.attach(source),
          showNetworks: (shown) => {
            networks = shown;
          },
        },
        membership,
      ),
    clock: systemClock,
    rng: systemRng(),
    log: logger.child({ part: "node" }),
  });
  const proxy = createEngineProxy({
    life,
    engine: runtime.name === "docker" ? parseEngineAddress(config.engine) : undefined,
    host,
    networks: () => networks,
    version: SKEP_VERSION,
    now: () => Date.now(),
    logger: logger.child({ part: "api" }),
  });
  const end = new AbortController();
  // Before this node's life begins: a port that is taken must stop no task.
  await openMetrics(config, { text: () => metrics.text(), life, logger }, end.signal);
  await life.start();
  await listenAll(config, () => proxy.createServer());
  logger.info(
    { hosts: config.hosts, runtime: runtime.name, metrics: config.metricsAddr },
    "skepd is ready",
  );
  return async () => {
    end.abort();
    proxy.close();
    await life.stop();
    removePidFile();
    releaseDataRoot();
  };
}

async function openMetrics(
  { metricsAddr: addr }: Config,
  options: Omit<MetricsServiceOptions, "addr">,
  signal: AbortSignal,
): Promise<void> {
  if (addr === "") return;
  await serveMetrics({ ...options, addr }, signal);
}

function levelOf(config: Config): LogLevel {
  return config.debug ? "debug" : (config.logLevel as LogLevel);
}

function formatOf(config: Config): "auto" | "json" | "pretty" {
  return config.logFormat === "text" ? "pretty" : (config.logFormat as "auto" | "json");
}

function stopOn(
  signals: readonly NodeJS.Signals[],
  logger: Logger,
  stop: () => Promise<void>,
): void {
  let stopping = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      logger.info({ signal }, "stopping; tasks run on");
      setTimeout(() => {
        logger.error({}, "did not stop in time");
        process.exit(1);
      }, STOP_TIMEOUT_MS).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: messageOf(error) }, "did not stop cleanly");
          process.exit(1);
        },
      );
    });
  }
}

async function main(): Promise<void> {
  const config = configure();
  const logger = createLogger({
    name: "skepd",
    level: levelOf(config),
    format: formatOf(config),
  });
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      const stack = error instanceof Error ? error.stack : undefined;
      logger.error({ err: messageOf(error), stack }, "skepd ends: a bug");
      process.exit(1);
    });
  }
  try {
    stopOn(["SIGTERM", "SIGINT"], logger, await run(config, logger));
  } catch (error) {
    logger.error({ err: messageOf(error) }, "skepd cannot start");
    process.exit(1);
  }
}

await main();
