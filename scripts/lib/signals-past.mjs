// The past that the signals are asked about: some of them have something to show only while something is wrong, or in
// comparison with the day before.
const minute = 60_000;
const hour = 60 * minute;

/** Faults that were over long before the present: [name, minutes ago, length in minutes, minutes into it when it has fully shown]. */
const faults = [
  ['crashloop:cart', 100, 9, 7],
  ['disk-full', 85, 5, 4],
  ['policy-denied', 75, 4, 3],
];

/** Metrics that signals compare with the day before; of one exporter each. */
const comparedWithTheDayBefore = 'netobserv_workload_rtt_seconds|obi_stat_tcp_rtt_seconds|hubble_http_request_duration_seconds|istio_request_duration_milliseconds';

/** What Stack.start() has to write before the present `now` (ms since 1970). */
export function past(now) {
  return {
    hours: 2,
    past: {
      rest: '2h',
      faults: faults.map(([name, ago, length]) => `${name}@-${ago}m/${length}m`).join(','),
      // Signals that compare with the day before look there over two hours.
      pieces: [{ name: 'day-before', minutes: 130, end: now - 24 * hour + 5 * minute, only: comparedWithTheDayBefore }],
    },
  };
}

const before = (time, every, offset) => Math.floor((time - offset) / every) * every + offset;

/** When a signal is asked: in the present `now`, and where that has nothing, while `start` (of the stack) lay as far ahead as each fault did. */
export function moments(start, now) {
  return [
    { name: 'now', at: now },
    ...faults.map(([name, ago, , shown]) => ({ name: `during ${name}`, at: start - (ago - shown) * minute })),
    // The testbed's jobs keep to the clock: a report waits for seconds at each quarter, an export works from twenty past.
    { name: 'when a job was made', at: before(start - minute, hour / 4, 0) + 1000 },
    { name: 'when a job waited for room', at: before(start - minute, hour, 20 * minute) + 1000 },
    { name: 'while a job worked', at: before(start - minute, hour, 28 * minute) },
  ];
}
