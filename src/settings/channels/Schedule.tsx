import React, { useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, useStyles2 } from '@grafana/ui';

import { useSchedules } from '../../api/channels';
import { type OnCallSchedule, type OnCallShift } from '../../api/types';
import { zoneName } from '../../ui/clock';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';

/** Who is on call in the next four weeks, by the clocks of each rotation's own time zone. */
export function Schedules() {
  const [open, setOpen] = useState(false);
  const schedules = useSchedules(open);
  return (
    <>
      <Button
        size="sm"
        variant="secondary"
        icon={open ? 'angle-down' : 'angle-right'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('schedule.title', 'The next 4 weeks')}
      </Button>
      {open && schedules.isPending && <Loading />}
      {open && schedules.isError && (
        <QueryError
          title={t('schedule.failed', 'The schedule could not be loaded')}
          error={schedules.error}
          onRetry={() => void schedules.refetch()}
        />
      )}
      {open && schedules.data?.map((schedule) => <Schedule key={schedule.rotation} schedule={schedule} />)}
    </>
  );
}

interface ScheduleProps {
  schedule: OnCallSchedule;
  /** Its name stands above already. */
  plain?: boolean;
}

export function Schedule({ schedule: { rotation, timeZone, shifts, more }, plain = false }: ScheduleProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <caption className={styles.caption}>
          {plain
            ? t('schedule.times', 'Times of {{timeZone}}', { timeZone, interpolation: { escapeValue: false } })
            : t('schedule.caption', '{{rotation}} (times of {{timeZone}})', {
                rotation,
                timeZone,
                interpolation: { escapeValue: false },
              })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('schedule.from', 'From')}</th>
            <th scope="col">{t('schedule.who', 'Who')}</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map((shift, i) => (
            <Rows key={shift.from} shift={shift} next={shifts[i + 1]} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
      {shifts.length === 0 && <p>{t('schedule.nobody', 'Nobody is on call')}</p>}
      {more && <p>{t('schedule.more', 'Later shifts are left out.')}</p>}
    </div>
  );
}

interface RowsProps {
  shift: OnCallShift;
  next: OnCallShift | undefined;
  timeZone: string;
}

/** A shift, and the time after it in which nobody is on call. */
function Rows({ shift: { login, name, from, until, override }, next, timeZone }: RowsProps) {
  const gap = until !== undefined && next !== undefined && Date.parse(next.from) > Date.parse(until);
  return (
    <>
      <tr>
        <td>{localTime(from, timeZone)}</td>
        <td>
          {name ?? login} {override && <Badge color="blue" text={t('on-call.override', 'Stands in')} />}
        </td>
      </tr>
      {gap && (
        <tr>
          <td>{localTime(until, timeZone)}</td>
          <td>
            <Badge color="orange" text={t('schedule.nobody', 'Nobody is on call')} />
          </td>
        </tr>
      )}
    </>
  );
}

function localTime(at: string, timeZone: string): string {
  return `${dateTimeFormat(at, { timeZone, format: 'ddd YYYY-MM-DD HH:mm' })} ${zoneName(at, timeZone)}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ overflowX: 'auto', marginTop: theme.spacing(2) }),
  caption: css({ captionSide: 'top', color: theme.colors.text.primary }),
  table: css({ 'th, td': { padding: theme.spacing(0.5, 2, 0.5, 0), textAlign: 'left' } }),
});
