import { isOutside, robustBand } from './band';

const HOUR = 20;

function isUnusual(now: number, past: number[]): boolean {
  const band = robustBand(past);
  return band !== undefined && isOutside(now, band);
}

/** Six hours of values around `center`, as a sine, so that a test is the same every time. */
function wave(center: number, amplitude: number): number[] {
  return Array.from({ length: 6 * HOUR }, (_, index) => center + amplitude * Math.sin(index));
}

describe('the robust band', () => {
  it('says nothing of a few values', () => {
    expect(robustBand([1, 2, 3])).toBeUndefined();
  });

  it('finds a jump, and a fall to nothing', () => {
    expect(isUnusual(250, wave(100, 5))).toBe(true);
    expect(isUnusual(0, wave(100, 5))).toBe(true);
  });

  it('takes small changes of a steady series for usual', () => {
    expect(isUnusual(105, wave(100, 0.01))).toBe(false);
    expect(
      isUnusual(
        100,
        Array.from({ length: 6 * HOUR }, () => 100)
      )
    ).toBe(false);
  });

  it('takes what happens now and then for usual', () => {
    const rare = Array.from({ length: 6 * HOUR }, (_, index) => (index % 20 === 0 ? 2 : 1));

    expect(isUnusual(2, rare)).toBe(false);
    expect(isUnusual(8, rare)).toBe(true);
  });

  it('still finds a fault that lasts for most of an hour', () => {
    const past = wave(100, 5);
    const faulty = [...past.slice(0, -15), ...Array.from({ length: 15 }, () => 250)];

    expect(isUnusual(250, faulty)).toBe(true);
  });
});
