/**
 * Which fields of a service's spec are templates, and what do they become on one task? Swarm's
 * list: hostname, values of the environment, and of mounts the source, the target, a volume's
 * labels and its driver's options (reference 2, "Template fields").
 */
import type { NodeId, TaskId } from "../ids.ts";
import type { Labels, Mount, ServiceSpec } from "./spec.ts";
import { taskName } from "./task-name.ts";
import {
  expandTemplate,
  TemplateError,
  type TemplateFunction,
  type TemplateValue,
} from "./template.ts";

export interface TemplateContext {
  readonly service: { readonly id: string; readonly name: string; readonly labels: Labels };
  readonly node: {
    readonly id: string;
    readonly hostname: string;
    readonly os: string;
    readonly architecture: string;
  };
  readonly task: { readonly id: string; readonly slot: number };
}

function dotOf(context: TemplateContext): TemplateValue {
  const { service, node, task } = context;
  return {
    Service: { ID: service.id, Name: service.name, Labels: service.labels },
    Node: {
      ID: node.id,
      Hostname: node.hostname,
      Platform: { Architecture: node.architecture, OS: node.os },
    },
    Task: {
      ID: task.id,
      Name: taskName({
        id: task.id as TaskId,
        serviceName: service.name,
        slot: task.slot,
        nodeId: node.id as NodeId,
      }),
      // Swarm prints the node's id for a task without a slot.
      Slot: task.slot === 0 ? node.id : String(task.slot),
    },
  };
}

/** Throws TemplateError, with the field's name in front, when a template is wrong. */
export function expandSpec(spec: ServiceSpec, context: TemplateContext): ServiceSpec {
  const container = spec.TaskTemplate?.ContainerSpec;
  if (container === undefined) return spec;
  const dot = dotOf(context);
  const expand = (field: string, text: string): string => {
    try {
      return expandTemplate(text, { dot });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new TemplateError(`expanding ${field} ${JSON.stringify(text)}: ${error.message}`);
    }
  };
  const expanded = {
    ...container,
    ...(container.Hostname !== undefined && {
      Hostname: expand("ContainerSpec.Hostname", container.Hostname),
    }),
    ...(container.Env !== undefined && {
      Env: container.Env.map((entry) => expandEnv(entry, expand)),
    }),
    ...(container.Mounts !== undefined && {
      Mounts: container.Mounts.map((mount) => expandMount(mount, expand)),
    }),
  };
  return { ...spec, TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: expanded } };
}

type Expand = (field: string, text: string) => string;

/** Only the value: a name is never a template. */
function expandEnv(entry: string, expand: Expand): string {
  const equals = entry.indexOf("=");
  if (equals < 0) return entry;
  const name = entry.slice(0, equals);
  return `${name}=${expand(`ContainerSpec.Env ${name}`, entry.slice(equals + 1))}`;
}

function expandMount(mount: Mount, expand: Expand): Mount {
  const labels = mount.VolumeOptions?.Labels;
  const driver = mount.VolumeOptions?.DriverConfig;
  return {
    ...mount,
    ...(mount.Source !== undefined && { Source: expand("Mounts.Source", mount.Source) }),
    ...(mount.Target !== undefined && { Target: expand("Mounts.Target", mount.Target) }),
    ...(mount.VolumeOptions !== undefined && {
      VolumeOptions: {
        ...mount.VolumeOptions,
        ...(labels !== undefined && {
          Labels: expandValues("Mounts.VolumeOptions.Labels", labels, expand),
        }),
        ...(driver !== undefined && {
          DriverConfig: {
            ...driver,
            ...(driver.Options !== undefined && {
              Options: expandValues("Mounts.VolumeOptions.DriverConfig", driver.Options, expand),
            }),
          },
        }),
      },
    }),
  };
}

function expandValues(field: string, values: Labels, expand: Expand): Labels {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, expand(`${field} ${key}`, value)]),
  );
}

/** What a templated payload may ask for beside the context. */
export interface PayloadSources {
  /** The payload of a secret or config of this task by its file name in the container. */
  secret(target: string): string | undefined;
  config(target: string): string | undefined;
  readonly env: readonly string[];
}

/** A secret's or config's payload under `--template-driver golang`. */
export function expandPayload(
  text: string,
  context: TemplateContext,
  sources: PayloadSources,
): string {
  const lookup =
    (kind: string, find: (name: string) => string | undefined): TemplateFunction =>
    ([name = ""]) => {
      const found = find(String(name));
      if (found === undefined) throw new TemplateError(`template: no ${kind} "${String(name)}"`);
      return found;
    };
  const env = (name: string): string | undefined =>
    sources.env.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  return expandTemplate(text, {
    dot: dotOf(context),
    functions: {
      secret: lookup("secret", (name) => sources.secret(name)),
      config: lookup("config", (name) => sources.config(name)),
      env: lookup("environment variable", env),
    },
  });
}
