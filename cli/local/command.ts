/** skep local: a whole cluster on this machine. */
import type { Command } from "commander";
import type { CliContext } from "../context.ts";

export function registerLocal(program: Command, _context: CliContext): void {
  program.command("local").description("A cluster on this machine, to try things out");
}
