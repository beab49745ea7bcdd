/** /swarm and /nodes. */

import { SWARM_REFUSALS } from "../../shared/docker-api.ts";
import { ClusterError } from "../../shared/errors.ts";
import { onlyCluster } from "../control/node-writes.ts";
import { updateRequest } from "../control/requests.ts";
import { prometheusTargets } from "../telemetry/prometheus-targets.ts";
import { checkNodeFilters, NODE_FILTERS, nodeMatches } from "./filters.ts";
import { lookUpNode } from "./lookup.ts";
import { booleanOf, filtersOf, versionOf } from "./query.ts";
import { renderNode } from "./render-node.ts";
import { renderClusterInfo, renderSwarm, renderUnlockKey, signerOf } from "./render-swarm.ts";
import { empty, type Handler, idOf, json, type Route, read, write } from "./route.ts";

const inspectSwarm: Handler = (request, ports) =>
  read(ports, request.signal, (tx) => {
    const cluster = onlyCluster(tx);
    return json(renderSwarm(cluster, ports.issuerOf(signerOf(cluster))));
  });

const updateSwarm: Handler = async (request, ports) => {
  const versionIndex = versionOf(request.query, "swarm");
  const cluster = await read(ports, request.signal, onlyCluster);
  await write(
    ports.control.update(
      updateRequest({
        kind: "cluster",
        id: cluster.id,
        versionIndex,
        specJson: request.body,
        rotateWorkerToken: booleanOf(request.query, "rotateWorkerToken"),
        rotateManagerToken: booleanOf(request.query, "rotateManagerToken"),
        rotateManagerUnlockKey: booleanOf(request.query, "rotateManagerUnlockKey"),
      }),
      request.signal,
    ),
  );
  return empty(200);
};

const unlockKey: Handler = (request, ports) =>
  read(ports, request.signal, (tx) => json(renderUnlockKey(onlyCluster(tx))));

/** A node that runs this gateway is in a swarm already; skepd answers these otherwise. */
const alreadyInSwarm: Handler = async () => {
  throw new ClusterError("UNAVAILABLE", SWARM_REFUSALS.already);
};

const listNodes: Handler = (request, ports) => {
  const filters = filtersOf(request.query, NODE_FILTERS);
  checkNodeFilters(filters);
  return read(ports, request.signal, (tx) => {
    const raft = ports.consensus.status();
    const rendered: object[] = [];
    for (const node of tx.all("node")) {
      if (nodeMatches(filters, node)) rendered.push(renderNode(node, raft));
    }
    return json(rendered);
  });
};

const inspectNode: Handler = (request, ports) =>
  read(ports, request.signal, (tx) =>
    json(renderNode(lookUpNode(tx, idOf(request)), ports.consensus.status())),
  );

const updateNode: Handler = async (request, ports) => {
  const versionIndex = versionOf(request.query, "node");
  const node = await read(ports, request.signal, (tx) => lookUpNode(tx, idOf(request)));
  await write(
    ports.control.update(
      updateRequest({ kind: "node", id: node.id, versionIndex, specJson: request.body }),
      request.signal,
    ),
  );
  return empty(200);
};

const removeNode: Handler = async (request, ports) => {
  const node = await read(ports, request.signal, (tx) => lookUpNode(tx, idOf(request)));
  const force = booleanOf(request.query, "force");
  await write(ports.control.remove({ kind: "node", id: node.id, force }, request.signal));
  return empty(200);
};

/** For skepd, which puts it into the `Swarm` of GET /info. */
const swarmInfo: Handler = (request, ports) =>
  read(ports, request.signal, (tx) => {
    const cluster = onlyCluster(tx);
    let managers = 0;
    for (const node of tx.all("node")) if (node.spec.Role === "manager") managers++;
    return json({
      Nodes: tx.count("node"),
      Managers: managers,
      Cluster: renderClusterInfo(cluster, ports.issuerOf(signerOf(cluster))),
      Warnings: managerWarning(managers),
    });
  });

function managerWarning(managers: number): readonly string[] | null {
  if (managers !== 2) return null;
  return [
    "WARNING: Running Swarm in a two-manager configuration. This configuration provides no fault " +
      "tolerance, and poses a high risk to lose control over the cluster.",
  ];
}

/** Prometheus' HTTP discovery. */
const targets: Handler = (request, ports) => {
  const { members, raftId } = ports.consensus.status();
  const self = members.find((member) => member.raftId === raftId)?.nodeId;
  return read(ports, request.signal, (tx) => json(prometheusTargets(tx, self)));
};

export const SWARM_ROUTES: readonly Route[] = [
  { method: "GET", path: "/swarm", handler: inspectSwarm },
  { method: "POST", path: "/swarm/update", handler: updateSwarm },
  { method: "GET", path: "/swarm/unlockkey", handler: unlockKey },
  { method: "POST", path: "/swarm/init", handler: alreadyInSwarm },
  { method: "POST", path: "/swarm/join", handler: alreadyInSwarm },
  { method: "GET", path: "/nodes", handler: listNodes },
  { method: "GET", path: "/nodes/:id", handler: inspectNode },
  { method: "POST", path: "/nodes/:id/update", handler: updateNode },
  { method: "DELETE", path: "/nodes/:id", handler: removeNode },
  { method: "GET", path: "/skep/v1/swarm-info", handler: swarmInfo },
  { method: "GET", path: "/skep/v1/prometheus/targets", handler: targets },
];
