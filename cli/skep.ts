/** The `skep` command: a client of skepd's Docker API. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { Command, CommanderError } from "commander";
import { ApiClient, targetFrom } from "./api-client.ts";
import { registerBackup } from "./commands/backup.ts";
import { registerCluster } from "./commands/cluster.ts";
import { registerFiles } from "./commands/file.ts";
import { registerNetwork } from "./commands/network.ts";
import { registerNode } from "./commands/node.ts";
import { registerObserve } from "./commands/observe.ts";
import { registerService } from "./commands/service.ts";
import type { CliContext } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { registerLocal } from "./local/command.ts";

const DEFAULT_HOST = "unix:///run/skep/skep.sock";

interface GlobalOptions {
  readonly host?: string;
  readonly tls?: boolean;
  readonly tlsverify?: boolean;
  readonly tlscacert?: string;
  readonly tlscert?: string;
  readonly tlskey?: string;
}

function programFor(context: (options: () => GlobalOptions) => CliContext): Command {
  const program = new Command("skep")
    .description("Skep: services on many machines, for people without a docker CLI, and more.")
    .version(versionOfPackage(), "-v, --version")
    .option("-H, --host <address>", "skepd to talk to (SKEP_HOST, DOCKER_HOST)")
    .option("--tls", "Use TLS")
    .option("--tlsverify", "Use TLS and verify skepd")
    .option("--tlscacert <file>", "Trust skepd's certificate if signed by this CA")
    .option("--tlscert <file>", "TLS certificate file")
    .option("--tlskey <file>", "TLS key file")
    .enablePositionalOptions()
    .showHelpAfterError("(see --help)")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 not found, 4 nobody reachable," +
        "\n5 accepted but not converged, 130 interrupted.",
    );
  const shared = context(() => program.opts<GlobalOptions>());
  registerCluster(program, shared);
  registerBackup(program, shared);
  registerNetwork(program, shared);
  registerNode(program, shared);
  registerService(program, shared);
  registerFiles(program, shared);
  registerObserve(program, shared);
  registerLocal(program, shared);
  return program;
}

function versionOfPackage(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function clientFor(options: GlobalOptions): ApiClient {
  const env = process.env;
  const host = options.host ?? env["SKEP_HOST"] ?? env["DOCKER_HOST"] ?? DEFAULT_HOST;
  return new ApiClient(targetFrom(host, tlsFrom(options)));
}

function tlsFrom(options: GlobalOptions): ConnectionOptions | undefined {
  const verify = options.tlsverify ?? (process.env["DOCKER_TLS_VERIFY"] ?? "") !== "";
  if (options.tls !== true && !verify) return undefined;
  const folder = process.env["DOCKER_CERT_PATH"];
  const read = (file: string | undefined, name: string): Buffer | undefined => {
    const path = file ?? (folder === undefined ? undefined : join(folder, name));
    return path === undefined ? undefined : readFileSync(path);
  };
  const parts = {
    ca: read(options.tlscacert, "ca.pem"),
    cert: read(options.tlscert, "cert.pem"),
    key: read(options.tlskey, "key.pem"),
  };
  const given = Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined),
  );
  return { ...given, rejectUnauthorized: verify };
}

/** Runs one command line (without node and script) and returns the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  let stubborn = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!interrupt.signal.aborted) interrupt.abort();
      else if (!stubborn) process.exit(EXIT.interrupted);
    });
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader went away (skep … | head, a closed terminal): nothing is left to say.
    if (!["EPIPE", "EIO"].includes(error.code ?? "")) throw error;
    if (stubborn) interrupt.abort();
    else process.exit(EXIT.ok);
  });
  // Progress that nobody reads must not keep a command from tidying up.
  process.stderr.on("error", () => {});
  const program = programFor((options) => {
    let client: ApiClient | undefined;
    return {
      api: () => {
        client ??= clientFor(options());
        return client;
      },
      write: (text) => void process.stdout.write(text),
      note: (text) => void process.stderr.write(text),
      interactive: process.stderr.isTTY === true,
      signal: interrupt.signal,
      finishFirst: () => {
        stubborn = true;
      },
      now: () => Date.now(),
    };
  });
  for (const command of allCommands(program)) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: "user" });
    return EXIT.ok;
  } catch (error) {
    // commander has printed its own message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof CliError) {
      if (error.message !== "") process.stderr.write(`skep: ${error.message}\n`);
      return interrupt.signal.aborted ? EXIT.interrupted : error.exitCode;
    }
    throw error;
  }
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap((sub) => allCommands(sub))];
}

process.exitCode = await run(process.argv.slice(2));
