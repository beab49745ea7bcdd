/** Joining a cluster with a token: root, certificate, files on disk. */
import type { Clock } from "../../shared/clock.ts";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import { parseJoinToken } from "../../shared/join-token.ts";
import type { Logger } from "../../shared/logger.ts";
import { type NodeCertificates, writeCertificates } from "../../shared/node/certificate-files.ts";
import {
  fetchRoot,
  fetchUnlockKey,
  type IssuedCertificate,
  mayHelpElsewhere,
  requestFirstCertificate,
} from "./adapters/ca-client.ts";
import { type NodeState, writeState } from "./adapters/state-file.ts";
import { formatHostPort, type NodeAddresses, parseRemote } from "./addresses.ts";
import type { JoinRequest, ManagerAddr } from "./lifecycle.ts";

export interface Joined {
  readonly state: NodeState;
  readonly certificates: NodeCertificates;
  readonly unlockKey: Uint8Array;
}

export interface JoinOptions {
  readonly stateDir: string;
  readonly hostname: string;
  readonly request: JoinRequest;
  readonly addresses: NodeAddresses;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A manager that is not up yet is asked again this often; Swarm, too, tries a few times. */
const ATTEMPTS_WITHOUT_ANSWER = 5;
const RETRY_MS = 1_000;

/**
 * Tries until it is in, `signal` aborts, or trying again cannot help: a wrong token, another
 * cluster's root, nobody at the address.
 */
export async function joinCluster(options: JoinOptions, signal: AbortSignal): Promise<Joined> {
  const { request, log } = options;
  const token = parseJoinToken(request.joinToken);
  const remotes = request.remoteAddrs.map((text) => formatHostPort(parseRemote(text)));
  // Whoever answered once is there: from then on only its word ends the attempt.
  let answered = false;
  for (let attempt = 1; ; attempt++) {
    try {
      const rootPem = await firstOf(remotes, (address) => fetchRoot(address, token, signal));
      answered = true;
      const { availability } = request;
      const issued = await requestFirstCertificate(
        {
          addresses: remotes,
          rootPem,
          token: request.joinToken.trim(),
          availability,
          addr: options.addresses.dataPath || options.addresses.advertise.host,
          hostname: options.hostname,
        },
        signal,
      );
      return await persist(options, issued, remotes, signal);
    } catch (error) {
      const patient = answered || attempt < ATTEMPTS_WITHOUT_ANSWER;
      if (signal.aborted || !mayPass(error) || !patient) throw error;
      log.info({ attempt, error: messageOf(error) }, "could not join yet");
      await pause(options.clock, RETRY_MS, signal);
    }
  }
}

async function persist(
  options: JoinOptions,
  issued: IssuedCertificate,
  remotes: readonly string[],
  signal: AbortSignal,
): Promise<Joined> {
  const { stateDir, addresses } = options;
  const unlockKey =
    issued.role === "manager" ? await fetchUnlockKey(remotes, issued, signal) : new Uint8Array();
  await writeCertificates(stateDir, issued, unlockKey);
  const state: NodeState = {
    nodeId: issued.nodeId,
    clusterId: issued.clusterId,
    listenAddr: formatHostPort(addresses.listen),
    advertiseAddr: formatHostPort(addresses.advertise),
    dataPathAddr: addresses.dataPath,
    // Their ids come with the first session.
    remotes: remotes.map((addr): ManagerAddr => ({ nodeId: "" as ManagerAddr["nodeId"], addr })),
  };
  await writeState(stateDir, state);
  return { state, certificates: issued, unlockKey };
}

async function firstOf<Result>(
  addresses: readonly string[],
  call: (address: string) => Promise<Result>,
): Promise<Result> {
  let last: unknown = new ClusterError(
    "INVALID_ARGUMENT",
    "at least one RemoteAddr is required to join",
  );
  for (const address of addresses) {
    try {
      return await call(address);
    } catch (error) {
      last = error;
      if (!mayPass(error)) throw error;
    }
  }
  throw last;
}

function mayPass(error: unknown): boolean {
  return error instanceof ClusterError && mayHelpElsewhere(error);
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      timer.cancel();
      reject(new ClusterError("CANCELLED", "the attempt to join was given up"));
    };
    const timer = clock.after(delayMs, () => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
    signal.addEventListener("abort", abort, { once: true });
  });
}
