/**
 * The local cluster on paper: five nodes, each with a loopback address and folders of its own, and
 * the service that is deployed onto it. Pure.
 */
import { join } from "node:path";
import type { ServiceSpec } from "../../shared/domain/spec.ts";

export interface LocalNode {
  readonly name: string;
  readonly role: "manager" | "worker";
  readonly address: string;
  readonly socket: string;
  readonly dataRoot: string;
  readonly execRoot: string;
  readonly logFile: string;
  readonly metricsAddr: string;
  /** skepd's command line. */
  readonly flags: readonly string[];
}

export interface LocalPlan {
  readonly folder: string;
  readonly nodes: readonly LocalNode[];
  /** Addresses that must be free before anything is started. */
  readonly ports: readonly NeededPort[];
}

export interface NeededPort {
  readonly host: string;
  readonly port: number;
  /** Who needs it. */
  readonly why: string;
  /** The option that chooses another. */
  readonly option: string;
}

export interface LocalOptions {
  readonly folder: string;
  readonly managers: number;
  readonly workers: number;
  /** The nodes' addresses without the last byte, like 127.0.1: two clusters need two. */
  readonly prefix: string;
  /** Where the container engine is; undefined: the process runtime. */
  readonly engine: string | undefined;
  readonly redis: string | undefined;
  /** Of the example service, which the mesh publishes there; undefined: there is none. */
  readonly servicePort: number | undefined;
}

export const CONTROL_PORT = 2377;
export const METRICS_PORT = 9323;

export function planLocal(options: LocalOptions): LocalPlan {
  const nodes: LocalNode[] = [];
  const total = options.managers + options.workers;
  for (let n = 1; n <= total; n++) nodes.push(planNode(n, options));
  return { folder: options.folder, nodes, ports: nodes.flatMap((node) => portsOf(node, options)) };
}

function portsOf(node: LocalNode, { engine, servicePort }: LocalOptions): readonly NeededPort[] {
  const { address: host, name } = node;
  const subnet = "--subnet N, and a --folder of its own";
  const ports = [{ host, port: METRICS_PORT, why: `${name}'s metrics`, option: subnet }];
  if (node.role === "manager") {
    ports.unshift({ host, port: CONTROL_PORT, why: `${name}'s control port`, option: subnet });
  }
  // Containers of one engine get ports that it chooses itself.
  if (engine === undefined && servicePort !== undefined) {
    ports.push({ host, port: servicePort, why: "the example service", option: "--port N" });
  }
  return ports;
}

function planNode(n: number, options: LocalOptions): LocalNode {
  const role = n <= options.managers ? "manager" : "worker";
  const name = role === "manager" ? `manager-${n}` : `worker-${n - options.managers}`;
  const home = join(options.folder, name);
  const address = `${options.prefix}.${n}`;
  const socket = join(home, "skep.sock");
  const dataRoot = join(home, "data");
  const execRoot = join(home, "run");
  const metricsAddr = `${address}:${METRICS_PORT}`;
  const flags = [
    ["--host", `unix://${socket}`],
    ["--data-root", dataRoot],
    ["--exec-root", execRoot],
    ["--hostname", name],
    ["--metrics-addr", metricsAddr],
    ["--engine", options.engine ?? "none"],
    ["--runtime", options.engine === undefined ? "process" : "docker"],
    ["--swarm-default-advertise-addr", address],
    ["--label", `local.node=${name}`],
    ["--usage-interval", "2s"],
    ["--log-format", "text"],
    // Nothing of the machine's own skepd may leak in.
    ["--config-file", join(home, "skepd.json")],
    ...(options.redis === undefined ? [] : [["--redis", options.redis]]),
  ].flat();
  const logFile = join(home, "skepd.log");
  return { name, role, address, socket, dataRoot, execRoot, logFile, metricsAddr, flags };
}

/** The port that the example's server listens on in a container. */
const SERVER_PORT = 8080;

export interface ExampleInput {
  readonly image: string;
  /** undefined: the image's own. */
  readonly command: readonly string[] | undefined;
  readonly replicas: number;
  /** Where the mesh publishes it. */
  readonly port: number;
  /**
   * Published on every node by the routing mesh. Containers of one engine on this machine get a
   * host port each instead: they share one network, where a published port is one and not five.
   */
  readonly mesh: boolean;
}

/** The example service. */
export function exampleService(input: ExampleInput): ServiceSpec {
  return {
    Name: "web",
    Labels: { "prometheus.scrape": "false" },
    TaskTemplate: {
      ContainerSpec: {
        Image: input.image,
        ...(input.command === undefined ? {} : { Command: input.command }),
        Env: ["TASK_NAME={{.Task.Name}}", "NODE_NAME={{.Node.Hostname}}"],
        StopGracePeriod: 5_000_000_000,
      },
      RestartPolicy: { Condition: "any", Delay: 1_000_000_000 },
    },
    Mode: { Replicated: { Replicas: input.replicas } },
    EndpointSpec: {
      Ports: [
        input.mesh
          ? {
              Protocol: "tcp",
              TargetPort: SERVER_PORT,
              PublishedPort: input.port,
              PublishMode: "ingress",
            }
          : { Protocol: "tcp", TargetPort: SERVER_PORT, PublishMode: "host" },
      ],
    },
  };
}
