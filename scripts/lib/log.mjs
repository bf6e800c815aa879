// Progress lines for people: what runs, for how long, and how it ended.

const heartbeatMs = 15_000;

/** Writes one line to standard output. */
export function say(text = '') {
  process.stdout.write(`${text}\n`);
}

/** A length of time in ms as text with units: "0.4 s", "42 s", "3 min 5 s". */
export function duration(ms) {
  if (ms < 9_950) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A size in bytes as text: "812 B", "14.2 kB", "3.1 MB" (1 kB = 1000 B). */
export function bytes(count) {
  if (count < 1000) {
    return `${count} B`;
  }
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** A stopwatch: each call gives the ms since it was made. */
export function stopwatch() {
  const start = performance.now();
  return () => performance.now() - start;
}

/**
 * Runs `work` as a named step: says that it began when it takes long, repeats what it is doing every 15 s,
 * and says how it ended and how long it took. `work` gets `note(text)` to say what it is doing now;
 * a string that it returns is added to the closing line. Errors are passed on.
 */
export async function step(title, work) {
  const elapsed = stopwatch();
  let doing = '';
  const timer = setInterval(
    () => say(`  … ${title}: ${duration(elapsed())}${doing ? `, ${doing}` : ''}`),
    heartbeatMs
  );
  say(`  ▸ ${title}`);
  try {
    const result = await work((text) => {
      doing = text;
    });
    say(`  ✓ ${title}${typeof result === 'string' && result ? ` — ${result}` : ''} (${duration(elapsed())})`);
    return result;
  } catch (error) {
    say(`  ✗ ${title} (${duration(elapsed())})`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
