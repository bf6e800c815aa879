import { absoluteTime, clockTime, durationBetween } from './clock';

describe('times', () => {
  it.each([
    [0, '0s'],
    [59_000, '59s'],
    [61_000, '1m'],
    [2 * 3_600_000 + 13 * 60_000 + 5_000, '2h 13m'],
    [26 * 3_600_000, '1d 2h'],
    [-5_000, '0s'],
  ])('says %i ms as %s', (ms, text) => {
    expect(durationBetween(1_000_000, 1_000_000 + ms)).toBe(text);
  });

  it("has the user's zone", () => {
    expect(absoluteTime('2026-08-01T12:00:00Z')).toMatch(/^2026-08-01 12:00:00 UTC/);
    expect(clockTime('2026-08-01T12:00:00Z')).toBe('12:00:00');
  });
});
