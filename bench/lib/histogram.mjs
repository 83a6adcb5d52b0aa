/** The cumulative counts of a histogram of `/metrics`, as `[{upTo, count}]` in the order of the buckets. */
export function readBuckets(metrics, name) {
  const line = new RegExp(`^${name}_bucket\\{le="([^"]+)"\\} (\\d+)$`, 'gm');
  return [...metrics.matchAll(line)].map(([, upTo, count]) => ({
    upTo: upTo === '+Inf' ? Infinity : Number(upTo),
    count: Number(count),
  }));
}

/** The quantile of what a histogram counted between two readings, estimated within its bucket as Prometheus does. */
export function quantileBetween(before, after, part) {
  const counts = after.map(({ upTo, count }, index) => ({ upTo, count: count - before[index].count }));
  const wanted = counts.at(-1).count * part;
  const at = counts.findIndex(({ count }) => count >= wanted);
  const below = at > 0 ? counts[at - 1] : { upTo: 0, count: 0 };
  const { upTo, count } = counts[at];
  if (upTo === Infinity) return below.upTo;
  return below.upTo + ((upTo - below.upTo) * (wanted - below.count)) / (count - below.count);
}
