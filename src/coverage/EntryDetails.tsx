import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';

import { NEW_DATA_SOURCE_PATH } from '../signals/dataSource';
import { clockTime } from '../ui/clock';
import { isAdmin } from '../ui/user';
import { type Entry } from './rows';
import { StateMark } from './StateMark';
import { installText } from './toDo';

interface Props {
  entry: Entry;
  providerTitle: string;
  /** The first of its provider: what all of them need is said once. */
  first: boolean;
}

/** One way to see a signal: whether it works, and if not, exactly what is missing and how to get it. */
export function EntryDetails({ entry, providerTitle, first }: Props) {
  const styles = useStyles2(getStyles);
  const { state, source, name, requires, message, missing, provider, checkedAt } = entry;
  const install = installText(entry);
  const where = [providerTitle, name, source].filter(Boolean).join(' · ');
  return (
    <li className={styles.entry} data-entry={provider}>
      <span className={styles.head}>
        <StateMark state={state} /> <strong>{where}</strong>
        {checkedAt !== undefined && (
          <span className={styles.secondary}>
            {t('coverage.checked', 'checked {{time}}', { time: clockTime(checkedAt) })}
          </span>
        )}
      </span>
      {message && <div className={styles.secondary}>{message}</div>}
      {missing.length > 0 && (
        <div>
          {provider === 'elasticsearch'
            ? t('coverage.missing-fields', 'Missing fields:')
            : t('coverage.missing-metrics', 'Missing metrics:')}{' '}
          {missing.map((one) => (
            <code key={one} className={styles.name}>
              {one}
            </code>
          ))}
        </div>
      )}
      {state === 'not-configured' && first && <AddDataSource title={providerTitle} />}
      {install && <div>{install}</div>}
      {requires && (
        <div className={styles.secondary}>
          {t('coverage.requires', 'Needs: {{requires}}', { requires, interpolation: { escapeValue: false } })}
        </div>
      )}
    </li>
  );
}

function AddDataSource({ title }: { title: string }) {
  return (
    <div>
      {isAdmin() ? (
        <TextLink href={NEW_DATA_SOURCE_PATH}>
          {t('coverage.add-data-source', 'Add a data source of the type {{title}}', {
            title,
            interpolation: { escapeValue: false },
          })}
        </TextLink>
      ) : (
        t('coverage.ask-data-source', 'An administrator can add a data source of the type {{title}}.', {
          title,
          interpolation: { escapeValue: false },
        })
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  entry: css({ '& > div': { marginLeft: theme.spacing(3) } }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0, 1) }),
  name: css({ marginRight: theme.spacing(0.5) }),
  secondary: css({ color: theme.colors.text.secondary }),
});
