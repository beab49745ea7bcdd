/** skep network: what the docker CLI has no command for. */
import type { Command } from "commander";
import { type CliContext, withOutput } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { type OutputOptions, renderRows } from "../output.ts";

interface Finding {
  readonly level: "ok" | "warning" | "problem";
  readonly subject: string;
  readonly message: string;
}

const COLUMNS = { Level: "", Subject: "WHAT", Message: "FINDING" };

export function registerNetwork(program: Command, context: CliContext): void {
  const network = program.command("network").description("Look after the cluster's networks");
  withOutput(
    network
      .command("doctor")
      .description("Say what is wrong with this machine's networks; exit code 1 if something is"),
    false,
  ).action((options: OutputOptions) => doctor(context, options));
}

async function doctor(context: CliContext, options: OutputOptions): Promise<void> {
  const findings = await context.api().call<readonly Finding[]>("/skep/v1/network/doctor");
  const rows = findings.map(({ level, subject, message }) => ({
    Level: level,
    Subject: subject,
    Message: message,
  }));
  context.write(renderRows(rows, COLUMNS, findings, options));
  const problems = findings.filter(({ level }) => level === "problem").length;
  if (problems > 0)
    throw new CliError(EXIT.failed, `${problems} of ${findings.length} findings are problems`);
}
