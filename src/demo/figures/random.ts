// Read once: in a test context, access to a global costs more than the multiplication, and the demo multiplies often.
const { imul } = Math;

/** Returns a 32-bit unsigned hash of four integers (the rounds of MurmurHash3). It is the demo's only source of randomness. */
export function hash(a: number, b: number, c: number, d = 0): number {
  let h = round(round(round(round(0x2f0b4c47, a), b), c), d);
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function round(h: number, value: number): number {
  const k = imul(value, 0xcc9e2d51);
  const mixed = h ^ imul((k << 15) | (k >>> 17), 0x1b873593);
  return (imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Returns a hash as a fraction in [0, 1). */
export function unit(hashed: number): number {
  return hashed / 0x1_0000_0000;
}

/** Returns a generator of numbers in [0, 1). The same key gives the same sequence (mulberry32). */
export function stream(key: number): () => number {
  let state = key;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), state | 1);
    t ^= t + imul(t ^ (t >>> 7), t | 61);
    return unit((t ^ (t >>> 14)) >>> 0);
  };
}

/** Returns the value, limited to the range from `low` to `high`. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
