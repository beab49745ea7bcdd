/** What a capture of tcpdump's holds, as far as tests ask. */
const GLOBAL_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET = 14;
const IPV4 = 0x0800;
const UDP = 17;
const VXLAN_PORT = 4789;

/** The frames of a file that `tcpdump -w` writes, in the order of this machine's bytes. */
export function framesOf(capture: Buffer): readonly Buffer[] {
  const frames: Buffer[] = [];
  let at = GLOBAL_HEADER;
  while (at + RECORD_HEADER <= capture.length) {
    const length = capture.readUInt32LE(at + 8);
    const begin = at + RECORD_HEADER;
    frames.push(capture.subarray(begin, begin + length));
    at = begin + length;
  }
  return frames;
}

interface Datagram {
  readonly port: number;
  readonly payload: Buffer;
}

/** Undefined: not UDP over IPv4. */
function datagramOf(frame: Buffer): Datagram | undefined {
  if (frame.length < ETHERNET + 28 || frame.readUInt16BE(12) !== IPV4) return undefined;
  const udp = ETHERNET + ((frame[ETHERNET] ?? 0) & 15) * 4;
  if (frame[ETHERNET + 9] !== UDP || frame.length < udp + 8) return undefined;
  return { port: frame.readUInt16BE(udp + 2), payload: frame.subarray(udp + 8) };
}

/** Network identifiers of the VXLAN packets among them. */
export function vnisOf(frames: readonly Buffer[]): ReadonlySet<number> {
  return new Set(
    frames.flatMap((frame) => {
      const datagram = datagramOf(frame);
      if (datagram?.port !== VXLAN_PORT || datagram.payload.length < 8) return [];
      return [datagram.payload.readUIntBE(4, 3)];
    }),
  );
}

/** How many datagrams went to any of these ports. */
export function countTo(ports: readonly number[], frames: readonly Buffer[]): number {
  return frames.filter((frame) => ports.includes(datagramOf(frame)?.port ?? 0)).length;
}
