import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, renderMarkdown } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { RenderUserContentAsHTML, useStyles2 } from '@grafana/ui';
import { useParams } from 'react-router-dom';

import { useCatalogIndex } from '../api/catalogIndex';
import { type Runbook, useRunbook } from '../api/runbooks';
import { appNav, navUrl, ROUTES } from '../app/nav';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { linkRunbooks, linkSignals } from './linkSignals';

/** What to do about an alert: where the runbook link of an alert rule leads. */
export function RunbookPage() {
  const { id = '' } = useParams();
  const runbook = useRunbook(id);
  const text = runbook.data?.title ?? t('runbook.title', 'Runbook');
  return (
    <PluginPage pageNav={{ text, parentItem: appNav() }}>
      {runbook.isPending && <Loading />}
      {runbook.isError && (
        <QueryError
          title={t('runbook.failed', 'The runbook could not be loaded')}
          error={runbook.error}
          onRetry={() => void runbook.refetch()}
        />
      )}
      {runbook.data && <RunbookText runbook={runbook.data} />}
    </PluginPage>
  );
}

function RunbookText({ runbook }: { runbook: Runbook }) {
  const styles = useStyles2(getStyles);
  const index = useCatalogIndex();
  const html = useMemo(() => {
    const known = new Set((index.data?.signals ?? []).map(({ id }) => id));
    const signals = linkSignals(runbook.body, (id) =>
      known.has(id) ? navUrl(`${ROUTES.coverage}?${new URLSearchParams({ signal: id }).toString()}`) : undefined
    );
    // renderMarkdown sanitises, and RenderUserContentAsHTML does it once more.
    return renderMarkdown(linkRunbooks(signals, (id) => navUrl(`${ROUTES.runbooks}/${id}`)));
  }, [runbook, index.data]);
  return <RenderUserContentAsHTML component="div" className={styles} content={html} />;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    maxWidth: '90ch',
    overflowWrap: 'anywhere',
    '& h2': { ...theme.typography.h4, marginTop: theme.spacing(3) },
    '& ul, & ol': { paddingLeft: theme.spacing(3), marginBottom: theme.spacing(1) },
    // Beside text, colour alone does not tell a link.
    '& a': { color: theme.colors.text.link, textDecoration: 'underline' },
    '& pre': { overflowX: 'auto' },
  });
