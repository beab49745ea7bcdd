/** skep local: a whole cluster on this machine. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { parseCount, usageError } from "../units.ts";
import { down, up } from "./up.ts";

export function registerLocal(program: Command, context: CliContext): void {
  const local = program
    .command("local")
    .description("A cluster on this machine, to try things out");
  local
    .command("up", { isDefault: true })
    .description("Start it with an example service; Ctrl-C takes everything down")
    .option("--managers <n>", "Number of managers", "3")
    .option("--workers <n>", "Number of workers", "2")
    .option("--subnet <n>", "The nodes are 127.0.N.1 and up", "1")
    .option(
      "--port <n>",
      "The example service's port on every node, where replicas are processes",
      "8080",
    )
    .option("--engine <socket>", "The container engine's unix socket, auto or none", "auto")
    .option("--redis <url>", "Telemetry store that the managers share")
    .option("--bare", "Without the example service")
    .option("--folder <path>", "Where its state lives meanwhile", defaultFolder())
    .action(async (options: Record<string, string | boolean | undefined>) => {
      const subnet = parseCount(String(options["subnet"]), "--subnet", 1);
      if (subnet > 255) throw usageError("--subnet", String(subnet), "a number of 1 to 255");
      const port = parseCount(String(options["port"]), "--port", 1);
      if (port > 65_535) throw usageError("--port", String(port), "a number of 1 to 65535");
      const redis = options["redis"];
      await up(context, {
        folder: String(options["folder"]),
        managers: parseCount(String(options["managers"]), "--managers", 1),
        workers: parseCount(String(options["workers"]), "--workers"),
        prefix: `127.0.${subnet}`,
        engine: String(options["engine"]),
        redis: typeof redis === "string" ? redis : undefined,
        servicePort: options["bare"] === true ? undefined : port,
      });
    });
  local
    .command("down")
    .description("End what a local cluster that was killed has left behind")
    .option("--folder <path>", "Where its state lives", defaultFolder())
    .action((options: { folder: string }) => down(context, options.folder));
}

function defaultFolder(): string {
  return join(tmpdir(), `skep-local-${process.getuid?.() ?? 0}`);
}
