/** Commands of the quorum scripts: which index is committed, is a vote decided? */
import { describeAcked, describeIndex } from "../../../shared/raft-ts/src/describe.ts";
import {
  type JointVoters,
  jointCommitted,
  jointIds,
  jointVote,
} from "../../../shared/raft-ts/src/joint-quorum.ts";
import type { VoteResult } from "../../../shared/raft-ts/src/majority.ts";
import { number, ScriptError } from "./parse.ts";
import type { Command } from "./script.ts";

const VOTE_NAMES: Readonly<Record<VoteResult, string>> = {
  pending: "VotePending",
  lost: "VoteLost",
  won: "VoteWon",
};

interface Input {
  readonly incoming: number[];
  readonly outgoing: number[];
  /** In the order of the ids, each id once; undefined for "_". */
  readonly indexes: (number | undefined)[];
  readonly votes: (boolean | undefined)[];
  joint: boolean;
}

export function runQuorum(command: Command): string {
  const input = parseInput(command);
  const voters: JointVoters = {
    incoming: new Set(input.incoming),
    outgoing: new Set(input.outgoing),
  };
  const ids = [...new Set([...input.incoming, ...input.outgoing])];
  const given = command.name === "vote" ? input.votes : input.indexes;
  if (given.length !== ids.length) {
    return `error: mismatched input (explicit or _) for voters ${shownSet(voters)}: ${shown(given)}`;
  }
  switch (command.name) {
    case "committed":
      return committed(voters, byId(ids, input.indexes), input.joint);
    case "vote":
      return vote(voters, byId(ids, input.votes));
    default:
      throw new ScriptError(`unknown command ${command.name}`);
  }
}

function committed(
  voters: JointVoters,
  indexes: ReadonlyMap<number, number>,
  joint: boolean,
): string {
  const acked = (id: number): number | undefined => indexes.get(id);
  const index = jointCommitted(voters, acked);
  let text = describeAcked(voters, acked);
  const same = (other: JointVoters, how: string): void => {
    const result = jointCommitted(other, acked);
    if (result !== index) text += `${describeIndex(result)} <-- via ${how}\n`;
  };
  if (joint) {
    same({ incoming: voters.outgoing, outgoing: voters.incoming }, "symmetry");
  } else {
    same({ incoming: voters.incoming, outgoing: voters.incoming }, "self-joint quorum");
  }
  return `${text}${describeIndex(index)}\n`;
}

function vote(voters: JointVoters, votes: ReadonlyMap<number, boolean>): string {
  const result = jointVote(voters, votes);
  const mirrored = jointVote({ incoming: voters.outgoing, outgoing: voters.incoming }, votes);
  const asymmetry = mirrored === result ? "" : `${VOTE_NAMES[mirrored]} <-- via symmetry\n`;
  return `${asymmetry}${VOTE_NAMES[result]}\n`;
}

function byId<T>(ids: readonly number[], values: readonly (T | undefined)[]): Map<number, T> {
  const map = new Map<number, T>();
  for (const [i, id] of ids.entries()) {
    const value = values[i];
    if (value !== undefined) map.set(id, value);
  }
  return map;
}

function parseInput(command: Command): Input {
  const input: Input = { incoming: [], outgoing: [], indexes: [], votes: [], joint: false };
  for (const { key, values } of command.args) {
    for (const value of values) {
      switch (key) {
        case "cfg":
          input.incoming.push(number(value));
          break;
        case "cfgj":
          input.joint = true;
          if (value === "zero" && values.length > 1)
            throw new ScriptError("cfgj=zero stands alone");
          if (value !== "zero") input.outgoing.push(number(value));
          break;
        case "idx":
          input.indexes.push(value === "_" ? undefined : number(value));
          break;
        case "votes":
          input.votes.push(value === "_" ? undefined : parseVote(value));
          break;
        default:
          throw new ScriptError(`unknown argument ${key}`);
      }
    }
  }
  return input;
}

/** As Go prints a set and a list; a vote against is 1, one for is 2, none is 0. */
function shownSet(voters: JointVoters): string {
  const ids = jointIds(voters).map((id) => `${id}:{}`);
  return `map[${ids.join(" ")}]`;
}

function shown(given: readonly (number | boolean | undefined)[]): string {
  return `[${given.map((one) => (typeof one === "number" ? one : votes(one))).join(" ")}]`;
}

function votes(vote: boolean | undefined): number {
  return vote === undefined ? 0 : vote ? 2 : 1;
}

function parseVote(value: string): boolean {
  if (value !== "y" && value !== "n") throw new ScriptError(`vote ${value}, expected y, n or _`);
  return value === "y";
}
