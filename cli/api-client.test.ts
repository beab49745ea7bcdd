import { expect, test } from "vitest";
import { leaveWarning, SWARM_TEXTS } from "../shared/swarm-errors.ts";
import { exitCodeOf } from "./api-client.ts";
import { EXIT } from "./exit.ts";

test.each([
  ["a bad request", 400, "Name: 5: expected a string", EXIT.failed],
  ["nothing of that name", 404, "service web not found", EXIT.notFound],
  ["a worker", 503, SWARM_TEXTS.notManager, EXIT.unavailable],
  ["no quorum", 503, SWARM_TEXTS.noLeader, EXIT.unavailable],
  ["a join that goes on", 503, `${SWARM_TEXTS.joinTimeout} So far: x`, EXIT.notConverged],
  // These will be refused again, however often one tries.
  ["a second init", 503, SWARM_TEXTS.alreadyInSwarm, EXIT.failed],
  ["leaving from outside", 503, SWARM_TEXTS.notInSwarm, EXIT.failed],
  ["a manager that leaves", 503, leaveWarning({ reachable: 3, unreachable: 0 }), EXIT.failed],
])("%s ends with its own code", (_name, status, message, code) => {
  expect(exitCodeOf(status, message)).toBe(code);
});
