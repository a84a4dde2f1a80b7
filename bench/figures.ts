/** The value below which lies this share of the sample, interpolated. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (sample: readonly number[]) => quantile(sample, 0.5);

export const milliseconds = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(1));
export const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
export const times = (value: number) => `${value.toFixed(2)} ×`;

/** Milliseconds since the epoch, with their fraction. */
export const preciseNow = () => performance.timeOrigin + performance.now();
