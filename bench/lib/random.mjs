/** A small deterministic generator: `next(limit)` is a whole number from 0 to limit - 1. */
export function randoms(seed) {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}
