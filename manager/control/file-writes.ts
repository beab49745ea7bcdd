/** Secrets and configs: small files that tasks see. Content never changes, labels may. */

import {
  base64,
  checkLabels,
  conform,
  map,
  object,
  refuse,
  string,
} from "../../shared/document.ts";
import type { Config, Secret } from "../../shared/domain/objects.ts";
import type { ConfigSpec, SecretSpec } from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ConfigId, SecretId } from "../../shared/ids.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";
import { checkFileName } from "./names.ts";
import { newMeta } from "./new-meta.ts";

const DRIVER = object({ Name: string, Options: map(string) });
const SPEC = object({
  Name: string,
  Labels: map(string),
  Data: base64,
  Driver: DRIVER,
  Templating: DRIVER,
});

export type FileKind = "secret" | "config";
const MAX_BYTES = { secret: 512_000, config: 1_024_000 } as const;

export interface FileSpec {
  readonly spec: SecretSpec & ConfigSpec;
  /** Undefined when the document has no Data: allowed in an update. */
  readonly data: Uint8Array | undefined;
}

export function parseFile(document: unknown): FileSpec {
  const { Data: encoded, ...spec } = conform(document, SPEC, "") as SecretSpec;
  checkFileName(spec.Name);
  checkLabels(spec.Labels, "Labels");
  const templating = spec.Templating?.Name ?? "";
  if (templating !== "" && templating !== "golang") {
    refuse("Templating.Name", `${templating}: expected golang`);
  }
  if ((spec.Driver?.Name ?? "") !== "") {
    throw new ClusterError("UNIMPLEMENTED", "Driver: secret drivers are not supported");
  }
  return { spec, data: encoded === undefined ? undefined : decode(encoded) };
}

function decode(encoded: string): Uint8Array {
  return Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
}

export function createFile(tx: WriteTx, kind: FileKind, id: string, file: FileSpec): void {
  const size = file.data?.length ?? 0;
  if (size < 1 || size >= MAX_BYTES[kind]) {
    refuse(
      "Data",
      `${kind} data must be larger than 0 and less than ${MAX_BYTES[kind]} bytes, got ${size}`,
    );
  }
  const name = file.spec.Name ?? "";
  if (tx.by(kind, "name", name).length > 0) {
    throw new ClusterError("ALREADY_EXISTS", `${kind} ${name} already exists`);
  }
  const data = file.data ?? new Uint8Array(0);
  if (kind === "secret") {
    const secret: Secret = { id: id as SecretId, meta: newMeta(), spec: file.spec, data };
    tx.create("secret", secret);
  } else {
    const config: Config = { id: id as ConfigId, meta: newMeta(), spec: file.spec, data };
    tx.create("config", config);
  }
}

export function updateFile(
  tx: WriteTx,
  kind: FileKind,
  id: string,
  versionIndex: number,
  file: FileSpec,
): void {
  const found = find(tx, kind, id);
  const sameData = file.data === undefined || equalBytes(file.data, found.data);
  const { Labels: _, ...wanted } = file.spec;
  const { Labels: __, ...current } = found.spec;
  // As in Swarm, a document that leaves the rest out says nothing against it.
  const { Templating: templating } = wanted;
  const sameTemplating = templating === undefined || sameDriver(templating, current.Templating);
  const same = wanted.Name === current.Name && sameTemplating;
  if (!same || !sameData) refuse("", "only updates to Labels are allowed");
  const labels = file.spec.Labels ?? {};
  const meta = { ...found.meta, versionIndex };
  const spec = { ...found.spec, Labels: labels };
  if (kind === "secret") tx.update("secret", { ...(found as Secret), meta, spec });
  else tx.update("config", { ...(found as Config), meta, spec });
}

export function removeFile(tx: WriteTx, kind: FileKind, id: string): void {
  const found = find(tx, kind, id);
  const users = tx.by("service", kind, id).map((service) => service.spec.Name ?? service.id);
  if (users.length > 0) {
    refuse(
      "",
      `${kind} '${found.spec.Name}' is in use by the following ` +
        `service${users.length > 1 ? "s" : ""}: ${users.join(", ")}`,
    );
  }
  tx.remove(kind, id);
}

function find(tx: ReadTx, kind: FileKind, id: string): Secret | Config {
  const found =
    kind === "secret" ? tx.get("secret", id as SecretId) : tx.get("config", id as ConfigId);
  if (found === undefined) throw new ClusterError("NOT_FOUND", `${kind} ${id} not found`);
  return found;
}

function sameDriver(a: SecretSpec["Templating"], b: SecretSpec["Templating"]): boolean {
  return (a?.Name ?? "") === (b?.Name ?? "");
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
