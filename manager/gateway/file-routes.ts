/** /secrets and /configs: the same calls over two tables. */
import type { FileKind } from "../control/file-writes.ts";
import { NO_BYTES, updateRequest } from "../control/requests.ts";
import { CONFIG_FILTERS, fileMatches, SECRET_FILTERS } from "./filters.ts";
import { lookUp } from "./lookup.ts";
import type { GatewayPorts } from "./ports.ts";
import { filtersOf, versionOf } from "./query.ts";
import { renderConfig, renderSecret } from "./render-file.ts";
import {
  type ApiRequest,
  empty,
  type Handler,
  idOf,
  json,
  type Route,
  read,
  write,
} from "./route.ts";

function idIn(kind: FileKind, request: ApiRequest, ports: GatewayPorts): Promise<string> {
  return read(ports, request.signal, (tx) =>
    kind === "secret"
      ? lookUp(tx, "secret", idOf(request)).id
      : lookUp(tx, "config", idOf(request)).id,
  );
}

const listSecrets: Handler = (request, ports) => {
  const filters = filtersOf(request.query, SECRET_FILTERS);
  return read(ports, request.signal, (tx) =>
    json([...tx.all("secret")].filter((s) => fileMatches(filters, s)).map(renderSecret)),
  );
};

const listConfigs: Handler = (request, ports) => {
  const filters = filtersOf(request.query, CONFIG_FILTERS);
  return read(ports, request.signal, (tx) =>
    json([...tx.all("config")].filter((c) => fileMatches(filters, c)).map(renderConfig)),
  );
};

const inspectSecret: Handler = (request, ports) =>
  read(ports, request.signal, (tx) => json(renderSecret(lookUp(tx, "secret", idOf(request)))));

const inspectConfig: Handler = (request, ports) =>
  read(ports, request.signal, (tx) => json(renderConfig(lookUp(tx, "config", idOf(request)))));

function create(kind: FileKind): Handler {
  return async (request, ports) => {
    const { id } = await write(
      ports.control.create(
        { kind, specJson: request.body, registryAuth: NO_BYTES },
        request.signal,
      ),
    );
    return json({ ID: id }, 201);
  };
}

function update(kind: FileKind): Handler {
  return async (request, ports) => {
    const versionIndex = versionOf(request.query, kind);
    const id = await idIn(kind, request, ports);
    await write(
      ports.control.update(
        updateRequest({ kind, id, versionIndex, specJson: request.body }),
        request.signal,
      ),
    );
    return empty(200);
  };
}

function remove(kind: FileKind): Handler {
  return async (request, ports) => {
    const id = await idIn(kind, request, ports);
    await write(ports.control.remove({ kind, id, force: false }, request.signal));
    return empty(204);
  };
}

export const FILE_ROUTES: readonly Route[] = [
  { method: "GET", path: "/secrets", handler: listSecrets },
  { method: "GET", path: "/secrets/:id", handler: inspectSecret },
  { method: "POST", path: "/secrets/create", handler: create("secret") },
  { method: "POST", path: "/secrets/:id/update", handler: update("secret") },
  { method: "DELETE", path: "/secrets/:id", handler: remove("secret") },
  { method: "GET", path: "/configs", handler: listConfigs },
  { method: "GET", path: "/configs/:id", handler: inspectConfig },
  { method: "POST", path: "/configs/create", handler: create("config") },
  { method: "POST", path: "/configs/:id/update", handler: update("config") },
  { method: "DELETE", path: "/configs/:id", handler: remove("config") },
];
