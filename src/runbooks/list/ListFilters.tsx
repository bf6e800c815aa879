import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, type ComboboxOption, FilterInput, Stack } from '@grafana/ui';

import { HiddenLabel } from '../../ui/HiddenLabel';
import { runbookKindName } from '../../ui/runbook/names';
import { useTextFilter } from '../../ui/useTextFilter';
import { type ListView, type Show } from './view';

interface Props {
  view: ListView;
  onChange: (change: Partial<ListView>) => void;
}

export function ListFilters({ view, onChange }: Props) {
  const [words, setWords] = useTextFilter(view.q, (q) => onChange({ q }));
  const kindId = useId();
  const showId = useId();
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      <FilterInput
        value={words}
        onChange={setWords}
        escapeRegex={false}
        width={30}
        placeholder={t('runbooks.search', 'Title, id, signal')}
        aria-label={t('runbooks.search', 'Title, id, signal')}
      />
      <HiddenLabel htmlFor={kindId}>{t('runbooks.kind.label', 'Kind')}</HiddenLabel>
      <Combobox
        id={kindId}
        width={20}
        options={kindOptions()}
        value={view.kind}
        onChange={({ value }) => onChange({ kind: value })}
      />
      <HiddenLabel htmlFor={showId}>{t('runbooks.show.label', 'Show')}</HiddenLabel>
      <Combobox
        id={showId}
        width={25}
        options={showOptions()}
        value={view.show}
        onChange={({ value }) => onChange({ show: value })}
      />
    </Stack>
  );
}

function kindOptions(): Array<ComboboxOption<ListView['kind']>> {
  return [
    { value: '', label: t('runbooks.kind.all', 'All kinds') },
    ...(['incident', 'maintenance', 'procedure'] as const).map((value) => ({ value, label: runbookKindName(value) })),
  ];
}

function showOptions(): Array<ComboboxOption<Show>> {
  return [
    { value: 'all', label: t('runbooks.show.all', 'All in use') },
    { value: 'stale', label: t('runbooks.show.stale', 'Stale') },
    { value: 'unverified', label: t('runbooks.show.unverified', 'Verified by nobody') },
    { value: 'unused', label: t('runbooks.show.unused', 'Never used') },
    { value: 'remarks', label: t('runbooks.show.remarks', 'Wrong or missing steps') },
    { value: 'own', label: t('runbooks.show.own', 'Not built in') },
    { value: 'archived', label: t('runbooks.show.archived', 'Archived') },
  ];
}
