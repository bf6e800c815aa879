import { act, renderHook } from '@testing-library/react';

import { absoluteTime, clockTime, durationBetween, sameDay, useNow } from './clock';

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

describe('sameDay', () => {
  it("goes by the user's zone", () => {
    expect(sameDay('2026-08-01T00:00:01Z', '2026-08-01T23:59:59Z')).toBe(true);
    expect(sameDay('2026-07-31T23:59:59Z', '2026-08-01T00:00:01Z')).toBe(false);
  });
});

describe('useNow', () => {
  it('ticks every second below a minute, then every 15 s', () => {
    jest.useFakeTimers();
    const start = Date.now();
    const { result } = renderHook(() => useNow(start));
    const after = (seconds: number) => {
      act(() => jest.advanceTimersByTime(seconds * 1_000));
      return (result.current - start) / 1_000;
    };

    expect(after(10)).toBe(10);
    expect(after(50)).toBe(60);
    expect(after(14)).toBe(60);
    expect(after(1)).toBe(75);
  });

  it('counts down every 15 s until a minute is left', () => {
    jest.useFakeTimers();
    const start = Date.now();
    const { result } = renderHook(() => useNow(start + 80_000));
    const after = (seconds: number) => {
      act(() => jest.advanceTimersByTime(seconds * 1_000));
      return (result.current - start) / 1_000;
    };

    expect(after(14)).toBe(0);
    expect(after(16)).toBe(30);
    expect(after(1)).toBe(31);
  });
});
