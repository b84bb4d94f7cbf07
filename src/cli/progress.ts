/** Progress with the time left, on standard error and only on a terminal. */
export interface Progress {
  readonly update: (fraction: number, label?: string) => void;
  readonly done: () => void;
}

/** Begin a progress line; `update` may be called as often as one likes. */
export function progress(label: string): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, done: () => {} };
  const begin = performance.now();
  let last = Number.NEGATIVE_INFINITY;
  let current = label;
  return {
    update(fraction, now) {
      if (now) current = now;
      const time = performance.now();
      if (time - last < 100 && fraction < 1) return;
      last = time;
      const left = fraction > 0.01 ? `, ${duration(((time - begin) * (1 - fraction)) / fraction / 1000)} left` : "";
      const line = `${current}: ${Math.floor(100 * fraction)} %${left}`;
      process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
    done: () => process.stderr.write("\r\u001b[K"),
  };
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.max(0.1, Math.round(10 * seconds) / 10)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
