/** Operational failures: one class, a closed set of codes (gRPC's names), tables for each edge. */

export const ERROR_CODES = {
  CANCELLED: { grpc: 1, http: 499 },
  UNKNOWN: { grpc: 2, http: 500 },
  INVALID_ARGUMENT: { grpc: 3, http: 400 },
  DEADLINE_EXCEEDED: { grpc: 4, http: 500 },
  NOT_FOUND: { grpc: 5, http: 404 },
  ALREADY_EXISTS: { grpc: 6, http: 409 },
  PERMISSION_DENIED: { grpc: 7, http: 403 },
  RESOURCE_EXHAUSTED: { grpc: 8, http: 500 },
  FAILED_PRECONDITION: { grpc: 9, http: 400 },
  ABORTED: { grpc: 10, http: 500 },
  OUT_OF_RANGE: { grpc: 11, http: 400 },
  UNIMPLEMENTED: { grpc: 12, http: 501 },
  INTERNAL: { grpc: 13, http: 500 },
  UNAVAILABLE: { grpc: 14, http: 503 },
  DATA_LOSS: { grpc: 15, http: 500 },
  UNAUTHENTICATED: { grpc: 16, http: 401 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CODES, text);
}

export class ClusterError extends Error {
  override readonly name = "ClusterError";
  readonly code: ErrorCode;
  /** With UNAVAILABLE: host:port of the manager that can answer; it crosses gRPC as a trailer. */
  readonly leaderAddr: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { cause?: unknown; leaderAddr?: string | undefined },
  ) {
    super(message, options);
    this.code = code;
    this.leaderAddr = options?.leaderAddr;
  }

  get grpcStatus(): number {
    return ERROR_CODES[this.code].grpc;
  }

  get httpStatus(): number {
    return ERROR_CODES[this.code].http;
  }
}

const codeByGrpcStatus = new Map<number, ErrorCode>(
  Object.entries(ERROR_CODES).map(([code, row]) => [row.grpc, code as ErrorCode]),
);

/** The code of a gRPC status number; unknown numbers are UNKNOWN. */
export function codeFromGrpcStatus(status: number): ErrorCode {
  return codeByGrpcStatus.get(status) ?? "UNKNOWN";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A broken invariant: a bug, never a user's mistake. The process must not go on past it. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
