import { t } from '@grafana/i18n';

/** The answer, or an error after this many milliseconds. The work itself is not stopped. */
export function inTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(t('in-time.late', 'No answer within {{seconds}} s', { seconds: limitMs / 1000 }))),
      limitMs
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
