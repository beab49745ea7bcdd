/** How `skep` ends: scripts branch on these, so they never change their meaning. */
export const EXIT = {
  ok: 0,
  /** The cluster refused, or could not do it. */
  failed: 1,
  /** The command line is wrong; nothing was sent. */
  usage: 2,
  /** No such node, service, task… */
  notFound: 3,
  /** No skepd, no manager or no quorum could be reached; trying again may help. */
  unavailable: 4,
  /** Accepted, but it did not converge in the time given. */
  notConverged: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
