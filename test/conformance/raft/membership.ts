/** Commands of the membership scripts: one change after another to an initially empty group. */
import { describeProgressMap } from "../../../shared/raft-ts/src/describe.ts";
import { describeMembership } from "../../../shared/raft-ts/src/describe-membership.ts";
import {
  type ChangeResult,
  enterJoint,
  type Group,
  leaveJoint,
  simpleChange,
} from "../../../shared/raft-ts/src/membership-change.ts";
import { progressStatus } from "../../../shared/raft-ts/src/status.ts";
import { NO_MEMBERS } from "../../../shared/raft-ts/src/tracker.ts";
import { changeList, flag } from "./parse.ts";
import type { Command } from "./script.ts";

export class MembershipScript {
  private group: Group = { members: NO_MEMBERS, progress: new Map() };
  /** Grows with each command, so that the progress shows when a node was added. */
  private lastIndex = 0;

  run(command: Command): string {
    const result = this.change(command);
    this.lastIndex++;
    if (typeof result === "string") return result;
    if ("refused" in result) return `${result.refused}\n`;
    this.group = result;
    const progress = new Map([...result.progress].map(([id, one]) => [id, progressStatus(one)]));
    return `${describeMembership(result.members)}\n${describeProgressMap(progress)}`;
  }

  private change(command: Command): ChangeResult | string {
    const changes = changeList(command.input);
    if (typeof changes === "string") return changes;
    const context = {
      limits: { maxInflightMsgs: 10, maxInflightBytes: Number.POSITIVE_INFINITY },
      lastIndex: this.lastIndex,
    };
    switch (command.name) {
      case "simple":
        return simpleChange(this.group, context, changes);
      case "enter-joint": {
        const autoLeave = command.args.some(
          ({ key, values }) => key === "autoleave" && values.some(flag),
        );
        return enterJoint(this.group, context, autoLeave, changes);
      }
      case "leave-joint":
        if (changes.length > 0) return { refused: "this command takes no input" };
        return leaveJoint(this.group);
      default:
        return "unknown command";
    }
  }
}
