/** A source of randomness, passed in so that a core stays a function of its inputs. */
export interface Rng {
  /** Uniform in [0, 2^32). */
  next(): number;
  /** Uniform in [0, bound), for 1 <= bound <= 2^32. */
  below(bound: number): number;
  /** Uniform in [0, 1). */
  fraction(): number;
}

/** Deterministic: xoshiro128**, seeded through splitmix32 (Blackman & Vigna, 2018). */
export function seededRng(seed: number): Rng {
  let mix = seed >>> 0;
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), splitmix()];
  const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
  return rngFrom(() => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11);
    return result;
  });
}

/** Builds an Rng on any source of uniform 32-bit numbers. */
export function rngFrom(next: () => number): Rng {
  return {
    next,
    below: (bound) => Math.floor((next() / 0x1_0000_0000) * bound),
    fraction: () => next() / 0x1_0000_0000,
  };
}
