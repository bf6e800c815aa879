import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';

import { useCreateSource, useSources } from '../../api/sources';
import { type Source, type SourceWithToken } from '../../api/types';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { DEFAULT_GROUP_BY, formatLabels, parseLabels } from './groupBy';
import { mappingValues, toMapping } from './mapping';
import { SourceCard } from './SourceCard';
import { SourceForm } from './SourceForm';
import { TokenNotice } from './TokenNotice';

export function SourcesSection() {
  const styles = useStyles2(getStyles);
  const sources = useSources();
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<SourceWithToken>();
  return (
    <section aria-labelledby="settings-sources">
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="settings-sources">
          {t('sources.title', 'Sources of alerts')}
        </Text>
        {!creating && (
          <Button icon="plus" onClick={() => setCreating(true)}>
            {t('sources.create', 'Create a source')}
          </Button>
        )}
      </Stack>
      {creating && <CreateSource onMade={setMade} onClose={() => setCreating(false)} />}
      {made && <TokenNotice made={made} onDone={() => setMade(undefined)} />}
      {sources.isPending && <Loading />}
      {sources.isError && (
        <QueryError
          title={t('sources.failed', 'The sources could not be loaded')}
          error={sources.error}
          stale={sources.data !== undefined}
          onRetry={() => void sources.refetch()}
        />
      )}
      {sources.data && <List sources={sources.data} className={styles.list} onToken={setMade} />}
    </section>
  );
}

interface ListProps {
  sources: Source[];
  className: string;
  onToken: (made: SourceWithToken) => void;
}

function List({ sources, className, onToken }: ListProps) {
  if (sources.length === 0) {
    return (
      <EmptyState icon="plug" title={t('sources.none', 'No source yet')}>
        {t(
          'sources.none-why',
          'Without one no alert can arrive. Create one for each Alertmanager or Grafana that sends alerts.'
        )}
      </EmptyState>
    );
  }
  return (
    <ul className={className}>
      {sources.map((source) => (
        <SourceCard key={source.id} source={source} onToken={onToken} />
      ))}
    </ul>
  );
}

interface CreateProps {
  onMade: (made: SourceWithToken) => void;
  onClose: () => void;
}

function CreateSource({ onMade, onClose }: CreateProps) {
  const styles = useStyles2(getStyles);
  const { mutate, isPending, error } = useCreateSource();
  return (
    <div className={styles.form}>
      <SourceForm
        initial={{ name: '', kind: 'alertmanager', groupBy: formatLabels(DEFAULT_GROUP_BY), mapping: mappingValues() }}
        kindFixed={false}
        submitText={t('sources.create-submit', 'Create')}
        busy={isPending}
        error={error}
        onCancel={onClose}
        onSubmit={({ name, kind, groupBy, mapping }) =>
          mutate(
            { name, kind, groupBy: parseLabels(groupBy), ...(kind === 'json' && { mapping: toMapping(mapping) }) },
            {
              onSuccess: (made) => {
                onMade(made);
                onClose();
              },
            }
          )
        }
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
  form: css({
    margin: theme.spacing(1, 0, 2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
});
