import React from 'react';
import { t } from '@grafana/i18n';
import { Button, FilterPill, RadioButtonGroup, Stack } from '@grafana/ui';

import { useActionItems } from '../../api/actionItems';
import { EmptyState } from '../../ui/EmptyState';
import { FilterBar } from '../../ui/filter/FilterBar';
import { Words } from '../../ui/filter/Words';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { useView } from '../useView';
import { ActionBoard } from './ActionBoard';
import { ActionTable } from './ActionTable';
import { byDue } from './steps';
import { type ActionsView, readActionsView, writeActionsView } from './view';

/** The corrective actions of all reviews. */
export function ActionsTab() {
  const [view, change] = useView(readActionsView, writeActionsView);
  const { table, ...filters } = view;
  const list = useActionItems(filters);
  const items = byDue((list.data ?? []).flatMap(({ actions }) => actions));
  return (
    <Stack direction="column" gap={2}>
      <ActionFilterBar view={view} onChange={change} />
      {list.isError && (
        <QueryError
          title={t('reviews.actions.failed', 'The actions could not be loaded')}
          error={list.error}
          stale={list.data !== undefined}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isPending && <Loading />}
      {list.data && items.length === 0 && <NoActions view={view} onChange={change} />}
      {items.length > 0 && (table ? <ActionTable items={items} /> : <ActionBoard items={items} />)}
      {list.hasNextPage && (
        <Button variant="secondary" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('reviews.more', 'Load more')}
        </Button>
      )}
    </Stack>
  );
}

interface Props {
  view: ActionsView;
  onChange: (change: Partial<ActionsView>) => void;
}

function ActionFilterBar({ view, onChange }: Props) {
  return (
    <FilterBar
      label={t('reviews.actions.filter', 'Filter actions')}
      active={[view.overdue, view.owner, view.q].filter(Boolean).length}
      lead={
        <RadioButtonGroup
          aria-label={t('reviews.actions.view', 'View')}
          options={[
            { value: false, label: t('reviews.actions.board', 'Board'), icon: 'columns' },
            { value: true, label: t('reviews.actions.table', 'Table'), icon: 'table' },
          ]}
          value={view.table}
          onChange={(table) => onChange({ table })}
        />
      }
    >
      <FilterPill
        label={t('reviews.filter.overdue', 'Overdue')}
        selected={view.overdue}
        onClick={() => onChange({ overdue: !view.overdue })}
      />
      <Words
        label={t('reviews.actions.owner', 'Login of the owner')}
        value={view.owner}
        onChange={(owner) => onChange({ owner })}
      />
      <Words
        label={t('reviews.actions.words', 'Words of the action')}
        value={view.q}
        onChange={(q) => onChange({ q })}
      />
    </FilterBar>
  );
}

function NoActions({ view, onChange }: Props) {
  const narrowed = view.q !== '' || view.owner !== '' || view.overdue || view.state.length + view.type.length > 0;
  return narrowed ? (
    <EmptyState
      icon="search"
      title={t('reviews.actions.nothing', 'No action matches')}
      action={
        <Button variant="secondary" onClick={() => onChange({ q: '', owner: '', overdue: false, state: [], type: [] })}>
          {t('reviews.show-all', 'Show all')}
        </Button>
      }
    />
  ) : (
    <EmptyState icon="check-square" title={t('reviews.actions.none', 'There are no corrective actions yet')}>
      {t(
        'reviews.actions.how',
        'They are added in a review: who does what until when, so that it does not happen again.'
      )}
    </EmptyState>
  );
}
