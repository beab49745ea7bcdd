/**
 * What may a swarm be told of itself? Parses a SwarmSpec and lays it over the current one: like the
 * reference, what a document leaves out stays as it is, except for what is a plain switch.
 */

import {
  boolean,
  checkLabels,
  conform,
  int64,
  list,
  map,
  object,
  refuse,
  show,
  string,
  uint32,
  uint64,
} from "../document.ts";
import type { SwarmSpec } from "./spec.ts";

const HOUR_NS = 3_600_000_000_000;
export const CLUSTER_NAME = "default";

const DRIVER = object({ Name: string, Options: map(string) });

const SPEC = object({
  Name: string,
  Labels: map(string),
  Orchestration: object({ TaskHistoryRetentionLimit: int64 }),
  Raft: object({
    SnapshotInterval: uint64,
    KeepOldSnapshots: uint64,
    LogEntriesForSlowFollowers: uint64,
    ElectionTick: uint32,
    HeartbeatTick: uint32,
  }),
  Dispatcher: object({ HeartbeatPeriod: int64 }),
  CAConfig: object({
    NodeCertExpiry: int64,
    ExternalCAs: list(
      object({ Protocol: string, URL: string, Options: map(string), CACert: string }),
    ),
    SigningCACert: string,
    SigningCAKey: string,
    ForceRotate: uint64,
  }),
  TaskDefaults: object({ LogDriver: DRIVER }),
  EncryptionConfig: object({ AutoLockManagers: boolean }),
});

export function parseSwarmSpec(document: unknown): SwarmSpec {
  const spec = conform(document, SPEC, "") as SwarmSpec;
  const name = spec.Name ?? "";
  if (name !== "" && name !== CLUSTER_NAME) {
    refuse("Name", `${show(name)}: modification of cluster name is not allowed`);
  }
  checkLabels(spec.Labels, "Labels");
  const expiry = spec.CAConfig?.NodeCertExpiry ?? 0;
  if (expiry !== 0 && expiry < HOUR_NS) {
    refuse("CAConfig.NodeCertExpiry", `${expiry}ns: minimum certificate expiry time is: 1h0m0s`);
  }
  const period = spec.Dispatcher?.HeartbeatPeriod ?? 0;
  if (period < 0) {
    refuse(
      "Dispatcher.HeartbeatPeriod",
      `${period}ns: heartbeat time period cannot be a negative duration`,
    );
  }
  const cert = spec.CAConfig?.SigningCACert ?? "";
  const key = spec.CAConfig?.SigningCAKey ?? "";
  if (key !== "" && cert === "") {
    refuse("CAConfig.SigningCACert", "if a signing CA key is provided, a certificate must be too");
  }
  for (const [i, ca] of (spec.CAConfig?.ExternalCAs ?? []).entries()) {
    const at = `CAConfig.ExternalCAs[${i}]`;
    const protocol = ca.Protocol ?? "";
    if (protocol !== "" && protocol.toLowerCase() !== "cfssl") {
      refuse(`${at}.Protocol`, `${show(protocol)}: invalid external CA protocol, expected cfssl`);
    }
    if (!(ca.URL ?? "").startsWith("https://")) {
      refuse(`${at}.URL`, `${show(ca.URL)}: expected an https URL`);
    }
  }
  checkRaft(spec.Raft);
  return spec;
}

function checkRaft(raft: SwarmSpec["Raft"]): void {
  const { ElectionTick: election = 0, HeartbeatTick: heartbeat = 0 } = raft ?? {};
  if (election !== 0 && heartbeat !== 0 && election <= heartbeat) {
    refuse("Raft.ElectionTick", `${election}: expected more than HeartbeatTick (${heartbeat})`);
  }
}

/** The current spec with what the new one says on top. */
export function mergeSwarmSpec(current: SwarmSpec, wanted: SwarmSpec): SwarmSpec {
  // What a new root was asked for with: a rotation keeps it, the spec must not (it has the key).
  const {
    SigningCACert: _cert,
    SigningCAKey: _key,
    ...ca
  } = { ...current.CAConfig, ...given(wanted.CAConfig) };
  return {
    ...current,
    ...wanted,
    Name: CLUSTER_NAME,
    Labels: wanted.Labels ?? current.Labels ?? {},
    Orchestration: { ...current.Orchestration, ...wanted.Orchestration },
    Raft: { ...current.Raft, ...given(wanted.Raft) },
    Dispatcher: { ...current.Dispatcher, ...given(wanted.Dispatcher) },
    CAConfig: {
      ...ca,
      ExternalCAs: wanted.CAConfig?.ExternalCAs ?? [],
      ForceRotate: wanted.CAConfig?.ForceRotate ?? current.CAConfig?.ForceRotate ?? 0,
    },
    TaskDefaults: { ...current.TaskDefaults, ...wanted.TaskDefaults },
    EncryptionConfig: {
      AutoLockManagers: wanted.EncryptionConfig?.AutoLockManagers ?? false,
    },
  };
}

/** Zero and "" mean "not given" here, except for KeepOldSnapshots, of which none is a choice. */
function given<T extends object>(part: T | undefined): Partial<T> {
  const entries = Object.entries(part ?? {}).filter(
    ([name, value]) => name === "KeepOldSnapshots" || (value !== 0 && value !== ""),
  );
  return Object.fromEntries(entries) as Partial<T>;
}
