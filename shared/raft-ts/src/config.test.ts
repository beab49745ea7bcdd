import { describe, expect, it } from "vitest";
import { type Config, settle } from "./config.ts";
import { ConfigError } from "./errors.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD, NO_LIMIT } from "./message.ts";

const GOOD: Config = {
  id: 1,
  electionTick: 10,
  heartbeatTick: 1,
  storage: new MemoryStorage(),
  random: () => 0,
};

describe("a configuration is refused, by the name of the field,", () => {
  it.each<{ field: keyof Config; config: Partial<Config> }>([
    { field: "id", config: { id: 0 } },
    { field: "id", config: { id: 1.5 } },
    { field: "id", config: { id: LOCAL_APPEND_THREAD } },
    { field: "id", config: { id: LOCAL_APPLY_THREAD } },
    { field: "heartbeatTick", config: { heartbeatTick: 0 } },
    { field: "electionTick", config: { electionTick: 1 } },
    { field: "electionTick", config: { electionTick: Number.NaN } },
    { field: "electionSpread", config: { electionSpread: 0 } },
    { field: "applied", config: { applied: -1 } },
    { field: "maxSizePerMsg", config: { maxSizePerMsg: -1 } },
    { field: "maxCommittedSizePerReady", config: { maxCommittedSizePerReady: 0 } },
    { field: "maxUncommittedEntriesSize", config: { maxUncommittedEntriesSize: 0 } },
    { field: "maxInflightMsgs", config: { maxInflightMsgs: 0 } },
    { field: "maxInflightBytes", config: { maxInflightBytes: 9, maxSizePerMsg: 10 } },
    { field: "maxInflightBytes", config: { maxInflightBytes: 0, maxSizePerMsg: 0 } },
    { field: "readOnlyOption", config: { readOnlyOption: "lease-based" } },
  ])("$field: $config", ({ field, config }) => {
    const made = (): unknown => settle({ ...GOOD, ...config });
    expect(made).toThrow(ConfigError);
    expect(made).toThrow(new RegExp(`^${field} is `));
  });
});

describe("what a configuration does not say", () => {
  it("is without limits, apart from messages in flight", () => {
    expect(settle(GOOD)).toMatchObject({
      electionSpread: 10,
      applied: 0,
      maxSizePerMsg: NO_LIMIT,
      maxCommittedSizePerReady: NO_LIMIT,
      maxUncommittedEntriesSize: NO_LIMIT,
      maxInflightMsgs: 256,
      maxInflightBytes: NO_LIMIT,
      readOnlyOption: "safe",
    });
  });

  it("applies as much at a time as a message carries; of one entry a message, one", () => {
    expect(settle({ ...GOOD, maxSizePerMsg: 100 }).maxCommittedSizePerReady).toBe(100);
    expect(settle({ ...GOOD, maxSizePerMsg: 0 }).maxCommittedSizePerReady).toBe(1);
  });

  it("lease-based reads are taken with check-quorum", () => {
    const config: Config = { ...GOOD, readOnlyOption: "lease-based", checkQuorum: true };
    expect(settle(config).readOnlyOption).toBe("lease-based");
  });
});
