/** A state machine that keeps what it is given: for tests with real disks and networks. */
import type { LogIndex } from "../../../shared/ids.ts";
import type { CommittedEntry, StateImage, StateMachine } from "../consensus.ts";

export class Recorder implements StateMachine {
  lines: string[] = [];
  index = 0;
  restores = 0;

  apply(entries: readonly CommittedEntry[]): void {
    for (const entry of entries) {
      if (entry.index !== this.index + 1) {
        throw new Error(`entry ${entry.index} was applied after ${this.index}`);
      }
      this.index = entry.index;
      if (entry.data.length > 0) this.lines.push(new TextDecoder().decode(entry.data));
    }
  }

  image(): StateImage {
    const lines = [...this.lines];
    return {
      index: this.index as LogIndex,
      *chunks() {
        for (const line of lines) yield new TextEncoder().encode(line);
      },
    };
  }

  async restore(index: LogIndex, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const lines: string[] = [];
    for await (const chunk of chunks) lines.push(new TextDecoder().decode(chunk));
    this.lines = lines;
    this.index = index;
    this.restores++;
  }
}
