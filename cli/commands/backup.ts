/** skep backup create, check, restore: the cluster's state as one file. */
import { createReadStream } from "node:fs";
import { access, type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Command } from "commander";
import { messageOf } from "../../shared/errors.ts";
import { syncDirectory } from "../../shared/node/atomic-file.ts";
import {
  BACKUP_CONTENT_TYPE,
  type BackupFacts,
  verifyBackup,
} from "../../shared/node/backup-file.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";

const SECRET_WARNING =
  "It holds the root certificate's key, the join tokens and every secret, unencrypted: " +
  "keep it as safe as the managers.\n";

interface RestoreOptions {
  readonly advertiseAddr?: string;
  readonly listenAddr: string;
}

export function registerBackup(program: Command, context: CliContext): void {
  const backup = program.command("backup").description("Back up a cluster, and restore it");
  backup
    .command("create")
    .description("Write the state of the cluster to a file (mode 0600); the cluster goes on")
    .argument("<file>", "A new file")
    .option("--force", "Replace a file that is there")
    .action((file: string, options: { force?: boolean }) =>
      create(context, file, options.force === true),
    );
  backup
    .command("check")
    .description("Read a backup to its end and show what it is of; asks no skepd")
    .argument("<file>")
    .action(async (file: string) => context.write(describe(await checked(file))));
  backup
    .command("restore")
    .description("Make this machine the only manager of the cluster in a backup")
    .argument("<file>", "What `skep backup create` wrote")
    .option("--advertise-addr <address>", "Address or interface that others reach this node at")
    .option("--listen-addr <address>", "Address to listen on", "0.0.0.0:2377")
    .action((file: string, options: RestoreOptions) => restore(context, file, options));
}

async function create(context: CliContext, file: string, force: boolean): Promise<void> {
  if (!force && (await exists(file))) {
    throw new CliError(EXIT.failed, `${file}: there is such a file already (--force replaces it)`);
  }
  const part = `${file}.part`;
  try {
    const facts = await receive(context, part);
    await rename(part, file);
    await syncDirectory(dirname(file));
    context.write(describe(facts));
    context.note(SECRET_WARNING);
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof CliError) throw error;
    throw new CliError(EXIT.failed, `${file}: ${messageOf(error)}`);
  }
}

/** Verified as it is written: what broke off on its way must not look like a backup. */
async function receive(context: CliContext, part: string): Promise<BackupFacts> {
  await rm(part, { force: true });
  // Before anything is asked for: an answer that nobody reads would keep this process.
  const out = await open(part, "wx", 0o600);
  try {
    const answer = await context.api().stream("/skep/v1/backup", { signal: context.signal });
    const facts = await verifyBackup(writeThrough(answer, out));
    await out.sync();
    return facts;
  } finally {
    await out.close();
  }
}

async function* writeThrough(
  bytes: AsyncIterable<Uint8Array>,
  out: FileHandle,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    await out.writeFile(chunk);
    yield chunk;
  }
}

async function restore(context: CliContext, file: string, options: RestoreOptions): Promise<void> {
  const facts = await checked(file);
  const nodeId = await context.api().upload<string>("/skep/v1/restore", createReadStream(file), {
    method: "POST",
    headers: { "Content-Type": BACKUP_CONTENT_TYPE },
    query: { advertiseAddr: options.advertiseAddr, listenAddr: options.listenAddr },
    signal: context.signal,
  });
  context.write(
    `${describe(facts)}Swarm restored: current node (${nodeId}) is now its only manager.\n\n` +
      "The former managers are kept as nodes that are down. Before one of them is started again, " +
      "take it out\nof the old swarm (`docker swarm leave --force`), then join it here.\n",
  );
}

async function checked(file: string): Promise<BackupFacts> {
  try {
    return await verifyBackup(createReadStream(file));
  } catch (error) {
    throw new CliError(EXIT.failed, `${file}: ${messageOf(error)}`);
  }
}

function describe({ clusterId, index, createdMs, skepVersion }: BackupFacts): string {
  const when = new Date(createdMs).toISOString();
  return `Backup of swarm ${clusterId} at index ${index}, made ${when} by Skep ${skepVersion}.\n`;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
