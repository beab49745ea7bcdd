/** What a failed request is answered: a status and Docker's error document. */
import { ClusterError, type ErrorCode, messageOf } from "../../shared/errors.ts";

/** gRPC's names as Go prints them: clients match on the whole line (reference 0.1). */
const GO_NAMES: Readonly<Record<ErrorCode, string>> = {
  CANCELLED: "Canceled",
  UNKNOWN: "Unknown",
  INVALID_ARGUMENT: "InvalidArgument",
  DEADLINE_EXCEEDED: "DeadlineExceeded",
  NOT_FOUND: "NotFound",
  ALREADY_EXISTS: "AlreadyExists",
  PERMISSION_DENIED: "PermissionDenied",
  RESOURCE_EXHAUSTED: "ResourceExhausted",
  FAILED_PRECONDITION: "FailedPrecondition",
  ABORTED: "Aborted",
  OUT_OF_RANGE: "OutOfRange",
  UNIMPLEMENTED: "Unimplemented",
  INTERNAL: "Internal",
  UNAVAILABLE: "Unavailable",
  DATA_LOSS: "DataLoss",
  UNAUTHENTICATED: "Unauthenticated",
};

/** An error of the control plane, worded as the reference passes it on. */
export function asRpcError(error: unknown): ClusterError {
  const code = error instanceof ClusterError ? error.code : "UNKNOWN";
  return new ClusterError(code, `rpc error: code = ${GO_NAMES[code]} desc = ${messageOf(error)}`, {
    cause: error,
  });
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
  /** Worth a line in the log: it is ours, not the client's. */
  readonly fault: boolean;
}

export function refusalOf(error: unknown): Refusal {
  if (error instanceof ClusterError) {
    const status = error.httpStatus;
    // Docker's answer to a write that came second is a 500 too: a client's race, not a fault of ours.
    const raced = error.message.endsWith("update out of sequence");
    return { status, message: error.message, fault: status === 500 && !raced };
  }
  return { status: 500, message: messageOf(error), fault: true };
}
