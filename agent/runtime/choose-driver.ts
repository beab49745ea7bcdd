/** Which runtime does this machine have? An engine where one answers, processes where none does. */
import { join } from "node:path";
import type { Clock } from "../../shared/clock.ts";
import type { Driver, Labels } from "../../shared/domain/spec.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import { EngineClient } from "./docker/adapters/engine-client.ts";
import { DockerRuntime } from "./docker/docker-driver.ts";
import { TaskFiles } from "./files-driver.ts";
import { ProcessRuntime } from "./process/process-driver.ts";

export interface RuntimeChoice {
  /** The engine's address; empty for none: tasks are processes. */
  readonly engine: string;
  readonly dataRoot: string;
  /** EXEC_ROOT: secrets and configs lie below it, in memory. */
  readonly runFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** True when the operator named the engine: then its silence is an error, not a reason. */
  readonly engineRequired?: boolean;
  readonly defaultLogDriver?: () => Driver | undefined;
  /** The agent's own labels, for a machine whose engine has none. */
  readonly engineLabels?: Labels;
  /** The compiled keeper of processes; by default beside the runtime. */
  readonly keeper?: string;
}

const ASK_BOUND_MS = 10_000;

export async function chooseRuntime(
  choice: RuntimeChoice,
): Promise<DockerRuntime | ProcessRuntime> {
  const { clock, logger, dataRoot } = choice;
  const files = new TaskFiles(choice.runFolder || join(dataRoot, "run"));
  if (choice.engine !== "" && (await answers(choice))) {
    return new DockerRuntime({
      engine: choice.engine,
      files,
      clock,
      logger,
      ...(choice.defaultLogDriver !== undefined && { defaultLogDriver: choice.defaultLogDriver }),
    });
  }
  return new ProcessRuntime({
    dataRoot,
    files,
    clock,
    logger,
    ...(choice.engineLabels !== undefined && { engineLabels: choice.engineLabels }),
    ...(choice.keeper !== undefined && { keeper: choice.keeper }),
  });
}

async function answers({ engine, engineRequired, logger }: RuntimeChoice): Promise<boolean> {
  const client = new EngineClient(engine);
  try {
    const api = await client.version(AbortSignal.timeout(ASK_BOUND_MS));
    logger.info({ engine, api }, "tasks run as containers of this engine");
    return true;
  } catch (error) {
    if (engineRequired === true) throw error;
    const reason = messageOf(error);
    logger.warn({ engine, reason }, "no container engine answers: tasks run as processes");
    return false;
  } finally {
    client.close();
  }
}
