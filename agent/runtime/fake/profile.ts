/**
 * How a fake container behaves: parsed from the label `skep.fake` of the container or service, or
 * from the image's name. `fake/crash-loop:1` and `skep.fake=exit=3,after=2s` are the two forms; an
 * image without a known name is `fast`. Labels win, and unknown words in them are refused.
 */
import type { ServiceSpec } from "../../../shared/domain/spec.ts";

export interface FakeProfile {
  readonly pullMs: number;
  /** The pull fails with these words; retrying may help. */
  readonly pullError: string | null;
  /** The container is refused with these words; retrying does not help. */
  readonly rejection: string | null;
  readonly startMs: number;
  /** Null for a container that runs until it is stopped. */
  readonly exitAfterMs: number | null;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** How long it takes to obey the stop signal; null when it waits for the KILL. */
  readonly stopMs: number | null;
  /** What its health probes say. */
  readonly probes: "pass" | "fail";
  readonly stdout: string | null;
  readonly stderr: string | null;
}

const FAST: FakeProfile = {
  pullMs: 0,
  pullError: null,
  rejection: null,
  startMs: 0,
  exitAfterMs: null,
  exitCode: 0,
  oomKilled: false,
  stopMs: 0,
  probes: "pass",
  stdout: null,
  stderr: null,
};

const NAMED: Readonly<Record<string, Partial<FakeProfile>>> = {
  fast: {},
  "slow-pull": { pullMs: 20_000 },
  "slow-start": { startMs: 5_000 },
  "slow-stop": { stopMs: 3_000 },
  "pull-error": { pullError: "pull access denied, repository does not exist" },
  rejected: { rejection: "invalid mount config" },
  "no-such-image": { rejection: "No such image: fake/no-such-image" },
  "crash-loop": { exitAfterMs: 1_000, exitCode: 1 },
  "out-of-memory": { exitAfterMs: 2_000, exitCode: 137, oomKilled: true },
  hang: { stopMs: null },
  unhealthy: { probes: "fail" },
  job: { exitAfterMs: 1_000 },
};

/** The words a label may use: `name=value`, values as the table says. */
const WORDS: Readonly<
  Record<string, (value: string, before: FakeProfile) => Partial<FakeProfile>>
> = {
  pull: (value) => ({ pullMs: parseDuration("pull", value) }),
  "pull-error": (value) => ({ pullError: value }),
  reject: (value) => ({ rejection: value }),
  start: (value) => ({ startMs: parseDuration("start", value) }),
  exit: (value, before) => ({
    exitCode: parseExitCode(value),
    exitAfterMs: before.exitAfterMs ?? 0,
  }),
  after: (value) => ({ exitAfterMs: parseDuration("after", value) }),
  stop: (value) => ({ stopMs: value === "never" ? null : parseDuration("stop", value) }),
  out: (value) => ({ stdout: value }),
  err: (value) => ({ stderr: value }),
};

export const FAKE_LABEL = "skep.fake";

export function profileOf(spec: ServiceSpec): FakeProfile {
  const container = spec.TaskTemplate?.ContainerSpec;
  const label = container?.Labels?.[FAKE_LABEL] ?? spec.Labels?.[FAKE_LABEL];
  if (label !== undefined) return parseProfile(label);
  const named = NAMED[imageName(container?.Image ?? "")];
  return named === undefined ? FAST : { ...FAST, ...named };
}

export function parseProfile(text: string): FakeProfile {
  let profile = FAST;
  for (const word of text.split(",").filter((part) => part !== "")) {
    const equals = word.indexOf("=");
    const named = equals < 0 ? NAMED[word] : undefined;
    const parse = equals < 0 ? undefined : WORDS[word.slice(0, equals)];
    if (named !== undefined) profile = { ...profile, ...named };
    else if (parse !== undefined)
      profile = { ...profile, ...parse(word.slice(equals + 1), profile) };
    else throw new Error(`${FAKE_LABEL}: "${word}" is none of ${expectedWords()}`);
  }
  return profile;
}

function expectedWords(): string {
  return [...Object.keys(NAMED), ...Object.keys(WORDS).map((word) => `${word}=…`)].join(", ");
}

/** `registry/fake/slow-pull:1@sha256:…` is `slow-pull`. */
function imageName(image: string): string {
  const path = image.split("@")[0] ?? "";
  const last = path.slice(path.lastIndexOf("/") + 1);
  return last.split(":")[0] ?? "";
}

const MS_BY_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function parseDuration(word: string, value: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value);
  const unit = MS_BY_UNIT[match?.[2] ?? ""];
  if (match === null || unit === undefined) {
    throw new Error(`${FAKE_LABEL}: ${word}="${value}" is not a duration such as 250ms or 2s`);
  }
  return Number(match[1]) * unit;
}

function parseExitCode(value: string): number {
  const code = Number(value);
  if (!Number.isInteger(code) || code < 0 || code > 255) {
    throw new Error(`${FAKE_LABEL}: exit="${value}" is not an exit code from 0 to 255`);
  }
  return code;
}
