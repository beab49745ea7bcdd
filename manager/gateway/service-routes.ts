/** /services and /tasks. */

import { isBefore } from "../../shared/docker-api.ts";
import type { Task } from "../../shared/domain/objects.ts";
import { taskName } from "../../shared/domain/task-name.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ServiceId } from "../../shared/ids.ts";
import { NO_BYTES, updateRequest } from "../control/requests.ts";
import { isUpToDate } from "../orchestrator/up-to-date.ts";
import type { ReadTx } from "../store/types.ts";
import {
  checkServiceFilters,
  checkTaskFilters,
  SERVICE_FILTERS,
  serviceMatches,
  TASK_FILTERS,
  taskMatches,
} from "./filters.ts";
import { lookUp, lookUpNode, lookUpTask } from "./lookup.ts";
import { type Filters, filtersOf, refuse, strictBooleanOf, versionOf } from "./query.ts";
import { renderService } from "./render-service.ts";
import { renderTask } from "./render-task.ts";
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
import { serviceStatus } from "./service-status.ts";
import { adjustServiceDocument } from "./version-adjust.ts";

const listServices: Handler = async (request, ports) => {
  const filters = filtersOf(request.query, SERVICE_FILTERS);
  checkServiceFilters(filters);
  const withStatus = strictBooleanOf(request.query, "status") && !isBefore(request.version, "1.41");
  return read(ports, request.signal, (tx) => {
    const rendered: object[] = [];
    for (const service of tx.all("service")) {
      if (!serviceMatches(filters, service)) continue;
      const status = withStatus
        ? { status: serviceStatus(service, tx.by("task", "service", service.id)) }
        : {};
      rendered.push(renderService(service, { insertDefaults: false, ...status }));
    }
    return json(rendered);
  });
};

const inspectService: Handler = (request, ports) => {
  const insertDefaults = strictBooleanOf(request.query, "insertDefaults");
  return read(ports, request.signal, (tx) =>
    json(renderService(lookUp(tx, "service", idOf(request)), { insertDefaults })),
  );
};

/** The credentials for the image, as the client's JSON. */
function registryAuthOf(request: ApiRequest): Uint8Array {
  const header = request.header("x-registry-auth") ?? "";
  if (header === "") return NO_BYTES;
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(header)) {
    refuse("X-Registry-Auth", "expected base64url of a JSON document");
  }
  const bytes = Buffer.from(header, "base64");
  return new Uint8Array(bytes);
}

const createService: Handler = async (request, ports) => {
  const { id, warnings } = await write(
    ports.control.create(
      {
        kind: "service",
        specJson: adjustServiceDocument(request.body, request.version),
        registryAuth: registryAuthOf(request),
      },
      request.signal,
    ),
  );
  return json({ ID: id, ...(warnings.length > 0 && { Warnings: warnings }) }, 201);
};

const updateService: Handler = async (request, ports) => {
  const versionIndex = versionOf(request.query, "service");
  const rollback = request.query.get("rollback") ?? "";
  if (rollback !== "" && rollback !== "previous") {
    refuse("rollback", `unrecognized rollback option ${rollback.slice(0, 40)}: expected previous`);
  }
  const from = request.query.get("registryAuthFrom") ?? "";
  if (from !== "" && from !== "spec" && from !== "previous-spec") {
    refuse("registryAuthFrom", `${from.slice(0, 40)}: expected spec or previous-spec`);
  }
  const service = await read(ports, request.signal, (tx) => lookUp(tx, "service", idOf(request)));
  const { warnings } = await write(
    ports.control.update(
      updateRequest({
        kind: "service",
        id: service.id,
        versionIndex,
        specJson: adjustServiceDocument(request.body, request.version),
        registryAuth: registryAuthOf(request),
        registryAuthFrom: from === "previous-spec" ? "previous-spec" : "spec",
        rollback: rollback === "previous" ? "previous" : "",
      }),
      request.signal,
    ),
  );
  return json({ Warnings: warnings.length > 0 ? warnings : null });
};

const removeService: Handler = async (request, ports) => {
  const service = await read(ports, request.signal, (tx) => lookUp(tx, "service", idOf(request)));
  await write(
    ports.control.remove({ kind: "service", id: service.id, force: false }, request.signal),
  );
  return empty(200);
};

const listTasks: Handler = (request, ports) => {
  const filters = filtersOf(request.query, TASK_FILTERS);
  checkTaskFilters(filters);
  return read(ports, request.signal, (tx) => {
    const rendered: object[] = [];
    for (const task of candidates(tx, filters)) {
      const service = tx.get("service", task.serviceId as ServiceId);
      const context = {
        name: taskName(task),
        labels: service?.spec.Labels,
        upToDate: service !== undefined && isUpToDate(tx, service, task),
      };
      if (taskMatches(filters, task, context)) rendered.push(renderTask(tx, task));
    }
    return json(rendered);
  });
};

/** The tasks of the services and nodes that are asked for, through the indexes. */
function candidates(tx: ReadTx, filters: Filters): Iterable<Task> {
  const services = filters.get("service")?.map((input) => lookUp(tx, "service", input).id);
  const nodes = filters.get("node")?.map((input) => lookUpNode(tx, input).id);
  if (services !== undefined) {
    const tasks = [...new Set(services)].flatMap((id) => tx.by("task", "service", id));
    return nodes === undefined ? tasks : tasks.filter((task) => nodes.includes(task.nodeId));
  }
  if (nodes !== undefined) return [...new Set(nodes)].flatMap((id) => tx.by("task", "node", id));
  return tx.all("task");
}

const inspectTask: Handler = (request, ports) =>
  read(ports, request.signal, (tx) => json(renderTask(tx, lookUpTask(tx, idOf(request)))));

/** The API has no such call, but a client that tries deserves better than "page not found". */
const refuseTaskWrite: Handler = async () => {
  throw new ClusterError("UNIMPLEMENTED", "tasks are managed by their service: update the service");
};

export const SERVICE_ROUTES: readonly Route[] = [
  { method: "GET", path: "/services", handler: listServices },
  { method: "POST", path: "/services/create", handler: createService },
  { method: "GET", path: "/services/:id", handler: inspectService },
  { method: "POST", path: "/services/:id/update", handler: updateService },
  { method: "DELETE", path: "/services/:id", handler: removeService },
  { method: "GET", path: "/tasks", handler: listTasks },
  { method: "GET", path: "/tasks/:id", handler: inspectTask },
  { method: "DELETE", path: "/tasks/:id", handler: refuseTaskWrite },
];
