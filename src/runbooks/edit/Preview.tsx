import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Text, useStyles2 } from '@grafana/ui';

import { type ApiError } from '../../api/ApiError';
import { type RunbookCheck } from '../../api/runbooks';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { sectionName } from '../../ui/runbook/names';
import { Problems } from '../read/Problems';
import { Sections } from '../Sections';

interface Props {
  /** Absent before the first answer. */
  check?: RunbookCheck;
  failed: ApiError | null;
  /** Nothing was written yet. */
  untouched: boolean;
}

/** How the text reads, or what is wrong with it. */
export function Preview({ check, failed, untouched }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles} aria-label={t('runbook.edit.preview', 'Preview')}>
      {failed && <QueryError title={t('runbook.edit.check-failed', 'The text could not be checked')} error={failed} />}
      {!check && !failed && <Loading />}
      {check && <Problems problems={check.problems} untouched={untouched} />}
      {check?.doc && (
        <>
          {check.doc.missing.length > 0 && (
            <Alert severity="info" title={t('runbook.missing', 'Sections are missing')}>
              {check.doc.missing.map(sectionName).join(', ')}
            </Alert>
          )}
          <Text element="h2" variant="h3">
            {check.doc.title}
          </Text>
          <Sections sections={check.doc.sections} />
        </>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minWidth: 0 });
