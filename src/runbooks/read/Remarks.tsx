import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Text, TextLink, useStyles2 } from '@grafana/ui';

import { type RunbookRemark } from '../../api/runbooks';
import { incidentPath } from '../../app/nav';
import { Markdown } from '../../ui/runbook/Markdown';
import { originName } from '../../ui/runbook/names';
import { useProse } from '../../ui/runbook/useProse';
import { verdictName } from '../../ui/runbook/verdicts';
import { RelativeTime } from '../../ui/Time';

/** Steps that people found wrong, or after which something was missing. */
export function Remarks({ remarks }: { remarks: RunbookRemark[] }) {
  const styles = useStyles2(getStyles);
  const prose = useProse();
  if (remarks.length === 0) {
    return null;
  }
  return (
    <section className={styles.section} aria-labelledby="runbook-remarks">
      <Text element="h2" variant="h4" id="runbook-remarks">
        {t('runbook.remarks', 'What people found wrong or missing')}
      </Text>
      <ul className={styles.list}>
        {remarks.map((remark) => (
          <li key={`${remark.incident}/${remark.position}/${remark.at}`}>
            <div className={styles.head}>
              <Badge color="orange" text={verdictName(remark.verdict)} />
              <span>
                {t('runbook.remark.step', 'Step {{position}} ({{origin}})', {
                  position: remark.position,
                  origin: originName(remark),
                  interpolation: { escapeValue: false },
                })}
              </span>
              <TextLink href={incidentPath(remark.incident)}>{`#${remark.incident}`}</TextLink>
              <span>{remark.by}</span>
              <RelativeTime at={remark.at} />
            </div>
            {remark.comment && <Markdown text={remark.comment} prose={prose} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), maxWidth: '90ch' }),
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
