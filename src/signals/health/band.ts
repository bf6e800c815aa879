/** The usual range of a series. */
export interface Band {
  median: number;
  low: number;
  high: number;
}

/** Makes the median absolute deviation an estimate of the standard deviation of normal values: 1 / Φ⁻¹(3/4). */
const MAD_TO_SIGMA = 1.4826;
/** The same for the mean absolute deviation: √(π/2). */
const MEAN_TO_SIGMA = 1.2533;
/** A layer has a thousand series: with three, one of them would be outside at any time. */
const SIGMAS = 4;
/** Fewer values say nothing about what is usual. */
const FEWEST = 20;

/** The newest values do not say what is usual: a fault must not become so while it lasts. A sixth of the values. */
const NEWEST = 1 / 6;
/** What was seen as often as this is usual, however far from the median: counts of rare things are mostly 0. */
const RARE = 0.02;

/**
 * Median ± 4 robust standard deviations. One in two values may be an outlier before the band follows them.
 * Where more than half of the values are the same, their median deviation is 0; the mean deviation is taken then,
 * as Iglewicz and Hoaglin do for their modified z-score (How to Detect and Handle Outliers, 1993).
 * The band is wide enough for what the older values had now and then.
 */
export function robustBand(values: number[]): Band | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length < FEWEST) {
    return undefined;
  }
  const center = median(finite);
  const deviations = finite.map((value) => Math.abs(value - center));
  const sigma = MAD_TO_SIGMA * median(deviations) || MEAN_TO_SIGMA * mean(deviations);
  const older = finite.slice(0, Math.max(FEWEST, Math.floor(finite.length * (1 - NEWEST)))).sort((a, b) => a - b);
  return {
    median: center,
    low: Math.min(center - SIGMAS * sigma, quantile(older, RARE)),
    high: Math.max(center + SIGMAS * sigma, quantile(older, 1 - RARE)),
  };
}

/** The nearest of sorted values. */
function quantile(sorted: number[], q: number): number {
  return sorted[Math.round(q * (sorted.length - 1))] ?? NaN;
}

/** A smaller relative difference to the usual value is nobody's concern, however steady the series was. */
const TOLERANCE = 0.1;

export function isOutside(value: number, { low, high, median: center }: Band): boolean {
  const slack = Math.abs(center) * TOLERANCE;
  return value < low - slack || value > high + slack;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
