const LETTERS = 26;

/** A, B … Z, AA, AB … as Grafana names queries. */
export function refId(index: number): string {
  const last = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? last : refId(Math.floor(index / LETTERS) - 1) + last;
}
