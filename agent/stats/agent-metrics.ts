/**
 * The agent's part of /metrics, for as long as skepd runs: the process itself, this node's place in
 * a cluster, and while it is in one what its tasks use.
 */
import { gauge, type MetricFamily, renderFamilies } from "../../shared/metrics.ts";
import type { ProcessMetrics } from "../../shared/node/metrics/process-metrics.ts";
import type { LocalNodeStatus } from "../node/lifecycle.ts";

/** Where families come from; UsageLoop is one, while the node is in a cluster. */
export interface MetricsSource {
  families(): readonly MetricFamily[];
}

export interface AgentMetricsOptions {
  readonly process: Pick<ProcessMetrics, "text">;
  readonly status: () => LocalNodeStatus;
  readonly version: string;
  readonly runtime: string;
}

export class AgentMetrics {
  readonly #options: AgentMetricsOptions;
  readonly #sources = new Set<MetricsSource>();

  constructor(options: AgentMetricsOptions) {
    this.#options = options;
  }

  /** Shows its families too, until closed. */
  attach(source: MetricsSource): { close(): void } {
    this.#sources.add(source);
    return { close: () => void this.#sources.delete(source) };
  }

  async text(): Promise<string> {
    const { process, status, version, runtime } = this.#options;
    const families = [
      ...swarmFamilies(status()),
      gauge("skep_build_info", "Always 1; what runs here.", [
        { labels: { version, runtime }, value: 1 },
      ]),
      ...[...this.#sources].flatMap((source) => source.families()),
    ];
    return renderFamilies(families) + (await process.text());
  }
}

function swarmFamilies(status: LocalNodeStatus): readonly MetricFamily[] {
  const { nodeId, clusterId, isManager, controlAvailable, certificateExpiresMs } = status;
  const expires = certificateExpiresMs === undefined ? [] : [certificateExpiresMs / 1000];
  return [
    gauge(
      "swarm_node_info",
      "Always 1; who this node is.",
      nodeId === "" ? [] : [{ labels: { swarm_id: clusterId, node_id: nodeId }, value: 1 }],
    ),
    gauge("swarm_node_manager", "1 if this node is a manager.", isManager ? 1 : 0),
    gauge(
      "skep_manager_up",
      "1 while this node's manager answers; only on managers.",
      isManager ? [{ labels: {}, value: controlAvailable ? 1 : 0 }] : [],
    ),
    gauge(
      "skep_node_certificate_expiry_seconds",
      "When this node's certificate ends, in seconds since the epoch.",
      expires.map((value) => ({ labels: {}, value })),
    ),
  ];
}
