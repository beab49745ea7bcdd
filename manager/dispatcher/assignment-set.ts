/**
 * What must one agent be told so that it knows its tasks? Remembers what was sent in a session and
 * answers with the difference: first everything, then only what matters to the agent. A task's
 * status is the agent's own news and is not sent back; specs go once a session, secrets and
 * configs only while a task of the node needs them.
 *
 * INVARIANT: the sets of a session form a chain, each applies to what the one before resulted in.
 */
import type { skep } from "../../proto/messages.ts";
import { encodeTask } from "../../shared/domain/codec.ts";
import { encodeConfig, encodeSecret } from "../../shared/domain/codec-objects.ts";
import type { Config, Secret, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec, TaskSpec } from "../../shared/domain/spec.ts";
import { isNetworkAttachment } from "../../shared/domain/task-networks.ts";
import { compareTaskStates } from "../../shared/domain/task-state.ts";
import {
  type ConfigId,
  type SecretId,
  type SpecRevisionId,
  specRevisionId,
  type TaskId,
} from "../../shared/ids.ts";

type Assignments = skep.v1.Assignments.$Properties;

/** What a set is built from; the loop answers from the store. */
export interface AssignmentSource {
  secret(id: SecretId): Secret | undefined;
  config(id: ConfigId): Config | undefined;
  /** The spec that the task runs, and its wire form (encoded once for all agents). */
  spec(id: SpecRevisionId): SourceSpec | undefined;
}

export interface SourceSpec {
  readonly spec: ServiceSpec;
  readonly wire: skep.v1.AssignedSpec.$Properties;
}

interface SentTask {
  readonly task: Task;
  readonly revision: string;
  readonly secrets: readonly SecretId[];
  readonly configs: readonly ConfigId[];
}

/** About 300 bytes a task; a message is well below a megabyte without secrets. */
const MAX_TASKS = 1_000;
/** Secrets and configs may be a megabyte each; a message may have 16. */
const MAX_PAYLOAD_BYTES = 4 << 20;

export class AssignmentSet {
  readonly #sent = new Map<TaskId, SentTask>();
  readonly #specUses = new Map<string, number>();
  readonly #secrets = new Uses<SecretId>();
  readonly #configs = new Uses<ConfigId>();
  /** The newest of each task that changed since it was sent; undefined: it is gone. */
  readonly #dirty = new Map<TaskId, Task | undefined>();
  #seq = 0;
  #complete = true;

  /** Tasks that the node has or had; only ASSIGNED and beyond concern an agent. */
  note(id: TaskId, task: Task | undefined): void {
    const concerns =
      task !== undefined &&
      !isNetworkAttachment(task) &&
      compareTaskStates(task.status.state, "assigned") >= 0;
    this.#dirty.set(id, concerns ? task : undefined);
  }

  /** A secret's or config's content changed: those who have it get it again. */
  noteSecret(secret: Secret): boolean {
    return this.#secrets.refresh(secret.id);
  }

  noteConfig(config: Config): boolean {
    return this.#configs.refresh(config.id);
  }

  /** The next message, or undefined when the agent knows all. */
  next(source: AssignmentSource): Assignments | undefined {
    const complete = this.#complete;
    if (!complete && this.#idle) return undefined;
    const draft = new Draft(complete, `${this.#seq}`, `${this.#seq + 1}`);
    for (const [id, task] of this.#dirty) {
      // A complete set is one message: what it does not name, the agent stops.
      if (!complete && draft.full) break;
      this.#dirty.delete(id);
      this.#difference(id, task, source, draft);
    }
    for (const id of this.#secrets.stale()) {
      const secret = source.secret(id);
      if (secret !== undefined) draft.addSecret(secret);
    }
    for (const id of this.#configs.stale()) {
      const config = source.config(id);
      if (config !== undefined) draft.addConfig(config);
    }
    if (!complete && draft.empty) return this.#dirty.size > 0 ? this.next(source) : undefined;
    this.#complete = false;
    this.#seq++;
    return draft.message;
  }

  get #idle(): boolean {
    return this.#dirty.size === 0 && this.#secrets.fresh && this.#configs.fresh;
  }

  #difference(id: TaskId, task: Task | undefined, source: AssignmentSource, draft: Draft): void {
    const before = this.#sent.get(id);
    if (task === undefined) {
      if (before === undefined) return;
      this.#sent.delete(id);
      draft.message.removedTasks.push(id);
      this.#release(before, draft);
      return;
    }
    if (before !== undefined && same(before.task, task)) {
      // Only its status moved. Once it has ended nobody needs its secrets any more.
      const { secrets, configs } = before;
      if (needsFiles(task) || secrets.length + configs.length === 0) return;
      this.#sent.set(id, { ...before, secrets: [], configs: [] });
      this.#releaseFiles(before, draft);
      return;
    }
    const after = this.#acquire(task, source, draft);
    this.#sent.set(id, after);
    draft.addTask(task, after.revision);
    if (before !== undefined) this.#release(before, draft);
  }

  #acquire(task: Task, source: AssignmentSource, draft: Draft): SentTask {
    const revision =
      task.ownSpec === undefined ? specRevisionId(task.serviceId, task.specVersion) : "";
    const found = revision === "" ? undefined : source.spec(revision as SpecRevisionId);
    if (found !== undefined) {
      const uses = this.#specUses.get(revision) ?? 0;
      if (uses === 0) draft.addSpec(found.wire);
      this.#specUses.set(revision, uses + 1);
    }
    const files = needsFiles(task)
      ? filesOf(task.ownSpec ?? found?.spec.TaskTemplate)
      : { secrets: [], configs: [] };
    for (const id of files.secrets) {
      const secret = source.secret(id);
      if (secret !== undefined && this.#secrets.acquire(id)) draft.addSecret(secret);
    }
    for (const id of files.configs) {
      const config = source.config(id);
      if (config !== undefined && this.#configs.acquire(id)) draft.addConfig(config);
    }
    return { task, revision: found === undefined ? "" : revision, ...files };
  }

  #release(before: SentTask, draft: Draft): void {
    this.#releaseFiles(before, draft);
    const uses = this.#specUses.get(before.revision);
    if (uses === undefined) return;
    if (uses > 1) this.#specUses.set(before.revision, uses - 1);
    else {
      this.#specUses.delete(before.revision);
      draft.removeSpec(before.revision);
    }
  }

  #releaseFiles(before: SentTask, draft: Draft): void {
    for (const id of before.secrets) if (this.#secrets.release(id)) draft.removeSecret(id);
    for (const id of before.configs) if (this.#configs.release(id)) draft.removeConfig(id);
  }
}

/** Counts who needs an object that was sent, and which must be sent again. */
class Uses<Id extends string> {
  readonly #uses = new Map<Id, number>();
  readonly #stale = new Set<Id>();

  /** Whether it must be sent. */
  acquire(id: Id): boolean {
    const uses = this.#uses.get(id) ?? 0;
    this.#uses.set(id, uses + 1);
    return uses === 0;
  }

  /** Whether it must be taken away. */
  release(id: Id): boolean {
    const uses = this.#uses.get(id);
    if (uses === undefined) return false;
    if (uses > 1) {
      this.#uses.set(id, uses - 1);
      return false;
    }
    this.#uses.delete(id);
    this.#stale.delete(id);
    return true;
  }

  get fresh(): boolean {
    return this.#stale.size === 0;
  }

  refresh(id: Id): boolean {
    if (!this.#uses.has(id)) return false;
    this.#stale.add(id);
    return true;
  }

  stale(): readonly Id[] {
    // Asked for every message: clearing a set that is empty already costs an allocation.
    if (this.fresh) return [];
    const ids = [...this.#stale];
    this.#stale.clear();
    return ids;
  }
}

/** One message under construction. What is taken away and given again within it is only given. */
class Draft {
  readonly message: Required<Pick<Assignments, "complete" | "appliesTo" | "resultsIn">> & {
    readonly specs: skep.v1.AssignedSpec.$Properties[];
    readonly tasks: skep.v1.AssignedTask.$Properties[];
    readonly removedTasks: string[];
    readonly secrets: skep.v1.Secret.$Properties[];
    readonly removedSecrets: string[];
    readonly configs: skep.v1.Config.$Properties[];
    readonly removedConfigs: string[];
    readonly removedSpecs: string[];
  };
  #payloadBytes = 0;

  constructor(complete: boolean, appliesTo: string, resultsIn: string) {
    this.message = {
      complete,
      appliesTo,
      resultsIn,
      specs: [],
      tasks: [],
      removedTasks: [],
      secrets: [],
      removedSecrets: [],
      configs: [],
      removedConfigs: [],
      removedSpecs: [],
    };
  }

  get full(): boolean {
    const { tasks, removedTasks } = this.message;
    return (
      tasks.length + removedTasks.length >= MAX_TASKS || this.#payloadBytes > MAX_PAYLOAD_BYTES
    );
  }

  get empty(): boolean {
    const { tasks, removedTasks, specs, secrets, configs } = this.message;
    const { removedSpecs, removedSecrets, removedConfigs } = this.message;
    const removed = removedTasks.length + removedSpecs.length;
    const files = secrets.length + configs.length + removedSecrets.length + removedConfigs.length;
    return tasks.length + specs.length + removed + files === 0;
  }

  addTask(task: Task, specRevision: string): void {
    this.message.tasks.push({ task: encodeTask(task), specRevision });
  }

  addSpec(wire: skep.v1.AssignedSpec.$Properties): void {
    this.message.specs.push(wire);
    this.#payloadBytes += wire.specJson?.length ?? 0;
    drop(this.message.removedSpecs, wire.id ?? "");
  }

  addSecret(secret: Secret): void {
    this.message.secrets.push(encodeSecret(secret));
    this.#payloadBytes += secret.data.length;
    drop(this.message.removedSecrets, secret.id);
  }

  addConfig(config: Config): void {
    this.message.configs.push(encodeConfig(config));
    this.#payloadBytes += config.data.length;
    drop(this.message.removedConfigs, config.id);
  }

  removeSpec(id: string): void {
    if (!takeBack(this.message.specs, id)) this.message.removedSpecs.push(id);
  }

  removeSecret(id: string): void {
    if (!takeBack(this.message.secrets, id)) this.message.removedSecrets.push(id);
  }

  removeConfig(id: string): void {
    if (!takeBack(this.message.configs, id)) this.message.removedConfigs.push(id);
  }
}

function drop(list: string[], id: string): void {
  const at = list.indexOf(id);
  if (at >= 0) list.splice(at, 1);
}

function takeBack(list: { id?: string | null }[], id: string): boolean {
  const at = list.findIndex((one) => one.id === id);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}

/** Whether an agent that has `sent` knows all of `task` that concerns it. */
function same(sent: Task, task: Task): boolean {
  return (
    sent === task ||
    (sent.desiredState === task.desiredState &&
      sent.specVersion === task.specVersion &&
      sameList(sent.networks, task.networks) &&
      sameList(sent.endpointPorts, task.endpointPorts) &&
      sameList(sent.assignedGeneric, task.assignedGeneric) &&
      sent.ownSpec === task.ownSpec)
  );
}

/** Lists are never mutated; an empty one may be another object after a round trip. */
function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === 0 && b.length === 0);
}

function needsFiles(task: Task): boolean {
  return compareTaskStates(task.status.state, "running") <= 0;
}

/** The ids that a task's spec names, each once, in a defined order. */
function filesOf(spec: TaskSpec | undefined): {
  readonly secrets: readonly SecretId[];
  readonly configs: readonly ConfigId[];
} {
  const container = spec?.ContainerSpec;
  const unique = <Id>(ids: readonly (string | undefined)[]): readonly Id[] =>
    [...new Set(ids.filter((id) => id !== undefined && id !== ""))].sort() as Id[];
  return {
    secrets: unique<SecretId>((container?.Secrets ?? []).map((ref) => ref.SecretID)),
    configs: unique<ConfigId>((container?.Configs ?? []).map((ref) => ref.ConfigID)),
  };
}
