/**
 * The two wire types of protobuf that membership changes need: varints and length-delimited
 * bytes.
 */

export interface Field {
  readonly id: number;
  readonly value: number | Uint8Array;
}

const VARINT = 0;
const BYTES = 2;

export class ProtoWriter {
  private readonly out: number[] = [];

  number(id: number, value: number): void {
    this.varint(id * 8 + VARINT);
    this.varint(value);
  }

  bytes(id: number, value: Uint8Array): void {
    this.varint(id * 8 + BYTES);
    this.varint(value.length);
    for (const byte of value) this.out.push(byte);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.out);
  }

  private varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.out.push((rest % 128) + 128);
    this.out.push(rest);
  }
}

/** All fields in order; undefined for bytes that are not of this form. */
export function readProto(data: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number | undefined => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = data[at++];
      if (byte === undefined) return undefined;
      value += (byte % 128) * scale;
      if (!Number.isSafeInteger(value)) return undefined;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const tag = varint();
    const value = varint();
    if (tag === undefined || value === undefined) return undefined;
    const id = Math.floor(tag / 8);
    if (tag % 8 === VARINT) {
      fields.push({ id, value });
    } else if (tag % 8 === BYTES) {
      if (at + value > data.length) return undefined;
      fields.push({ id, value: data.slice(at, at + value) });
      at += value;
    } else return undefined;
  }
  return fields;
}
