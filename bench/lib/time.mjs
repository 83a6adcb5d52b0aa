/** Milliseconds of one call of `work`, awaited. */
export async function elapsed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The median of `times` calls after two that warm up. */
export async function median(work, times = 11) {
  const samples = [];
  for (let at = 0; at < times + 2; at++) samples.push(await elapsed(work));
  return middle(samples.slice(2));
}

/** The median of numbers. */
export function middle(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
