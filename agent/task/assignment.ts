/**
 * What has the manager given this node to run? Holds the assigned tasks with the specs, secrets
 * and configs that they need, through full and incremental sets, and builds what a runtime takes.
 */

import {
  expandPayload,
  expandSpec,
  type TemplateContext,
} from "../../shared/domain/expand-spec.ts";
import type { Config, NodeDescription, Secret, Task } from "../../shared/domain/objects.ts";
import type { FileTarget, ServiceSpec } from "../../shared/domain/spec.ts";
import { invariant } from "../../shared/errors.ts";
import type { ConfigId, NodeId, SecretId, TaskId } from "../../shared/ids.ts";
import type { RunnableFile, RunnableTask } from "../runtime/runtime.ts";
import { TaskRejected } from "../runtime/runtime.ts";

export interface AssignedSpec {
  readonly id: string;
  readonly spec: ServiceSpec;
  readonly registryAuth?: Uint8Array;
}

export interface AssignedTask {
  readonly task: Task;
  /** Id of an AssignedSpec; empty for a task with a spec of its own. */
  readonly specRevision: string;
}

/** One set of assignments as it came, in the domain's types. */
export interface AssignmentChange {
  /** Everything that is not named here is gone. */
  readonly complete: boolean;
  readonly specs: readonly AssignedSpec[];
  readonly tasks: readonly AssignedTask[];
  readonly removedTasks: readonly TaskId[];
  readonly secrets: readonly Secret[];
  readonly configs: readonly Config[];
  readonly removedSpecs: readonly string[];
  readonly removedSecrets: readonly SecretId[];
  readonly removedConfigs: readonly ConfigId[];
}

export interface AssignmentOutcome {
  readonly changed: readonly TaskId[];
  readonly gone: readonly TaskId[];
}

export class Assignment {
  readonly tasks: Map<TaskId, AssignedTask> = new Map();
  readonly specs: Map<string, AssignedSpec> = new Map();
  readonly #secrets = new Map<string, Secret>();
  readonly #configs = new Map<string, Config>();

  apply(change: AssignmentChange): AssignmentOutcome {
    const gone = new Set<TaskId>();
    if (change.complete) this.#forgetAllBut(change, gone);
    for (const spec of change.specs) this.specs.set(spec.id, spec);
    for (const secret of change.secrets) this.#secrets.set(secret.id, secret);
    for (const config of change.configs) this.#configs.set(config.id, config);
    for (const assigned of change.tasks) this.tasks.set(assigned.task.id, assigned);
    for (const id of change.removedTasks) if (this.tasks.delete(id)) gone.add(id);
    for (const id of change.removedSpecs) this.specs.delete(id);
    for (const id of change.removedSecrets) this.#secrets.delete(id);
    for (const id of change.removedConfigs) this.#configs.delete(id);
    return { changed: change.tasks.map(({ task }) => task.id), gone: [...gone] };
  }

  #forgetAllBut(change: AssignmentChange, gone: Set<TaskId>): void {
    const kept = new Set(change.tasks.map(({ task }) => task.id));
    for (const id of this.tasks.keys()) if (!kept.has(id)) gone.add(id);
    this.tasks.clear();
    this.specs.clear();
    this.#secrets.clear();
    this.#configs.clear();
  }

  /** The task's spec with templates as they are written. */
  specOf(id: TaskId): ServiceSpec | undefined {
    const assigned = this.tasks.get(id);
    if (assigned === undefined) return undefined;
    const own = assigned.task.ownSpec;
    return own !== undefined ? { TaskTemplate: own } : this.specs.get(assigned.specRevision)?.spec;
  }

  /**
   * All that a runtime needs. Throws TaskRejected for what will not get better: a template that
   * does not expand, a secret that is not there. `here` is this machine.
   */
  runnable(id: TaskId, nodeId: NodeId, here: NodeName): RunnableTask {
    const assigned = this.tasks.get(id);
    const written = this.specOf(id);
    invariant(assigned !== undefined, `task ${id} is not assigned`);
    const { task } = assigned;
    if (written === undefined) throw new TaskRejected(`spec ${assigned.specRevision} is missing`);
    const context: TemplateContext = {
      service: {
        id: task.serviceId,
        name: written.Name ?? task.serviceName,
        labels: written.Labels ?? {},
      },
      node: { id: nodeId, ...here },
      task: { id: task.id, slot: task.slot },
    };
    const auth = this.specs.get(assigned.specRevision)?.registryAuth;
    try {
      const spec = expandSpec(written, context);
      const files = this.#files(spec, context);
      return { task, spec, ...(auth !== undefined && { registryAuth: auth }), ...files };
    } catch (error) {
      if (error instanceof Error) throw new TaskRejected(error.message, { cause: error });
      throw error;
    }
  }

  #files(spec: ServiceSpec, context: TemplateContext): Pick<RunnableTask, "secrets" | "configs"> {
    const container = spec.TaskTemplate?.ContainerSpec;
    const secretRefs = (container?.Secrets ?? []).map((ref) => ({
      object: this.#secrets.get(ref.SecretID ?? ""),
      name: ref.SecretName ?? ref.SecretID ?? "",
      file: ref.File,
    }));
    // A config may also be the container's credential spec: then it has no file.
    const configRefs = (container?.Configs ?? [])
      .filter((ref) => ref.File !== undefined && ref.File !== null)
      .map((ref) => ({
        object: this.#configs.get(ref.ConfigID ?? ""),
        name: ref.ConfigName ?? ref.ConfigID ?? "",
        file: ref.File,
      }));
    const env = container?.Env ?? [];
    const payloadOf = (refs: readonly FileRef[], target: string): string | undefined => {
      const found = refs.find((ref) => (ref.file?.Name ?? ref.name) === target)?.object;
      return found === undefined ? undefined : new TextDecoder().decode(found.data);
    };
    const sources = {
      secret: (target: string) => payloadOf(secretRefs, target),
      config: (target: string) => payloadOf(configRefs, target),
      env,
    };
    const expand = (text: string): string => expandPayload(text, context, sources);
    return {
      secrets: secretRefs.map((ref) => fileOf("secret", ref, "/run/secrets/", expand)),
      configs: configRefs.map((ref) => fileOf("config", ref, "/", expand)),
    };
  }
}

/** What templates may know of the machine. */
export interface NodeName {
  readonly hostname: string;
  readonly os: string;
  readonly architecture: string;
}

export function nodeNameOf(description: Pick<NodeDescription, keyof NodeName>): NodeName {
  const { hostname, os, architecture } = description;
  return { hostname, os, architecture };
}

interface FileRef {
  readonly object: Secret | Config | undefined;
  readonly name: string;
  readonly file: FileTarget | undefined;
}

const READ_ONLY_BY_ALL = 0o444;

function fileOf(
  kind: string,
  ref: FileRef,
  folder: string,
  expand: (text: string) => string,
): RunnableFile {
  const { object, file, name } = ref;
  if (object === undefined) throw new TaskRejected(`${kind} ${name} is not available on this node`);
  const target = file?.Name ?? name;
  const templated = object.spec.Templating?.Name === "golang";
  return {
    id: object.id,
    target: target.startsWith("/") ? target : `${folder}${target}`,
    uid: Number(file?.UID ?? 0) || 0,
    gid: Number(file?.GID ?? 0) || 0,
    mode: file?.Mode ?? READ_ONLY_BY_ALL,
    data: templated
      ? new TextEncoder().encode(expand(new TextDecoder().decode(object.data)))
      : object.data,
  };
}
