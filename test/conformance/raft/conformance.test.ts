import { readFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { describeFailure, runScript } from "./run-script.ts";
import { ABSENT, scriptFiles, testdataDirectory } from "./testdata.ts";

const directory = testdataDirectory(process.env);
const required = Boolean(process.env["CI"]);

describe("raft-ts behaves as the reference's scripts say", () => {
  if (directory === undefined) {
    it.skipIf(!required)(`needs the scripts: ${ABSENT}`, () => {
      expect.fail(ABSENT);
    });
    return;
  }
  const files = scriptFiles(directory).map((file) => ({ name: relative(directory, file), file }));

  it.each(["quorum", "confchange", "interaction"])("has scripts for %s", (kind) => {
    expect(files.filter(({ name }) => name.startsWith(kind))).not.toEqual([]);
  });

  it.each(files)("$name", ({ file }) => {
    const outcome = runScript(readFileSync(file, "utf8"));
    if (outcome.kind === "failed") expect.fail(describeFailure(file, outcome.failure));
    expect(outcome.kind).toBe("passed");
  });
});

/** Commands, options and kinds of message that the reference's scripts beside this do not have. */
describe("raft-ts behaves as the reference's semantics say", () => {
  const own = scriptFiles(fileURLToPath(new URL("testdata", import.meta.url)));

  it.each(own.map((file) => ({ name: basename(file), file })))("$name", ({ file }) => {
    const outcome = runScript(readFileSync(file, "utf8"));
    if (outcome.kind === "failed") expect.fail(describeFailure(file, outcome.failure));
    expect(outcome.kind).toBe("passed");
  });
});

/** A runner that lets a wrong result pass is worth nothing. */
describe("the runner notices", () => {
  const SCRIPT =
    "log-level fatal\n----\nok\n\nadd-nodes 1 voters=(1) index=3\n----\nok\n\nraft-log 1\n----\n";
  const ADD = "add-nodes 1 voters=(1) index=3";
  /** Two followers that take each other for the leader pass a proposal to and fro. */
  const ENDLESS = [
    "log-level none",
    "add-nodes 2 voters=(1,2) index=3",
    "send-snapshot 1 2",
    "send-snapshot 2 1",
    "stabilize",
    "propose 1 x",
    "stabilize",
  ]
    .map((command) => `${command}\n----\nok\n`)
    .join("\n");
  const LOG = "log is empty: first index=4, last index=3\n";

  it.each([
    { name: "nothing, if all is well", source: `${SCRIPT}${LOG}`, expected: "passed" },
    { name: "no indented comment", source: `  # why\n${SCRIPT}${LOG}`, expected: "passed" },
    { name: "no unknown option", source: `${ADD} colour=red\n----\n\n`, expected: "passed" },
    { name: "a wrong line", source: `${SCRIPT}${LOG.replace("4", "5")}`, expected: "failed" },
    { name: "a missing line", source: SCRIPT, expected: "failed" },
    { name: "a line too many", source: `${SCRIPT}${LOG}1/4 EntryNormal ""\n`, expected: "failed" },
    { name: "an unknown command", source: "fly 1\n----\nok\n", expected: "failed" },
    { name: "a command without output", source: "campaign 1\n", expected: "unusable" },
    { name: "a value that is none", source: "add-nodes x\n----\nok\n", expected: "unusable" },
    { name: "an impossible option", source: `${ADD} inflight=0\n----\nok\n`, expected: "unusable" },
    { name: "nodes that are never done", source: ENDLESS, expected: "failed" },
    { name: "an empty script", source: "# nothing\n", expected: "unusable" },
  ])("$name", ({ source, expected }) => {
    expect(runScript(source).kind).toBe(expected);
  });
});
