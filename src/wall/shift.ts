const EVERY_MS = 3 * 60_000;
/** In hundredths of the screen's width; the frame of the wall is wider. */
const FAR_EM = 0.3;
const PLACES: ReadonlyArray<readonly [x: number, y: number]> = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
];

/** Where the picture stands now: it moves a little every three minutes, so that no edge burns into the screen. */
export function shiftAt(nowMs: number): string {
  const [x, y] = PLACES[Math.floor(nowMs / EVERY_MS) % PLACES.length] ?? [0, 0];
  return `translate(${x * FAR_EM}em, ${y * FAR_EM}em)`;
}
