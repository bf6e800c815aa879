import React from 'react';
import { t } from '@grafana/i18n';
import {
  Combobox,
  InlineField,
  InlineFieldRow,
  InlineSwitch,
  Input,
  MultiCombobox,
  RadioButtonGroup,
} from '@grafana/ui';

import { LAYERS, SEVERITIES } from '../api/types';
import { layerName } from '../ui/layers';
import { type EditorProps } from './lazy';
import { kindOptions, splitOptions, statisticOptions } from './options';
import { type IncidentsQuery, type QueryKind } from './types';
import { variableOptions } from './variableOptions';

const LABEL_WIDTH = 14;
/** Which kinds can be split, and which have a number of rows. */
const SPLIT: QueryKind[] = ['counts', 'durations'];
const ROWS: QueryKind[] = ['incidents', 'alerts', 'timeline', 'annotations'];

/** Edits a query; it runs when a choice is made, and for texts on Enter or when the field is left. */
export function QueryEditor({ query, onChange, onRunQuery }: EditorProps) {
  const kind = query.kind ?? 'incidents';
  const change = (part: Partial<IncidentsQuery>) => {
    onChange({ ...query, kind, ...part });
    onRunQuery();
  };
  return (
    <>
      <InlineFieldRow>
        {kind !== 'annotations' && (
          <InlineField label={t('datasource.show', 'Show')} labelWidth={LABEL_WIDTH} htmlFor={id(query, 'kind')}>
            <Combobox
              id={id(query, 'kind')}
              width={32}
              options={kindOptions()}
              value={kind}
              onChange={({ value }) => change({ kind: value })}
            />
          </InlineField>
        )}
        {kind === 'timeline' && <IncidentField query={query} change={change} />}
        {kind === 'counts' && <MeasureField query={query} change={change} />}
        {kind === 'durations' && <StatisticField query={query} change={change} />}
        {SPLIT.includes(kind) && <SplitField query={query} change={change} />}
      </InlineFieldRow>
      {kind !== 'timeline' && <Filters query={query} change={change} />}
      {ROWS.includes(kind) && <RowsField query={query} change={change} />}
    </>
  );
}

interface PartProps {
  query: IncidentsQuery;
  change: (part: Partial<IncidentsQuery>) => void;
}

function Filters({ query, change }: PartProps) {
  return (
    <InlineFieldRow>
      <ListField
        query={query}
        name="severity"
        label={t('datasource.severity', 'Severity')}
        options={SEVERITIES.map((value) => ({ value, label: value }))}
        change={change}
      />
      <ListField
        query={query}
        name="layer"
        label={t('datasource.layer', 'Layer')}
        options={LAYERS.map((value) => ({ value, label: layerName(value) }))}
        change={change}
      />
      <ListField query={query} name="service" label={t('datasource.service', 'Service')} options={[]} change={change} />
      <InlineField label={t('datasource.words', 'Words')} htmlFor={id(query, 'words')}>
        <TextInput
          query={query}
          name="words"
          change={change}
          placeholder={t('datasource.words-hint', 'in the title')}
        />
      </InlineField>
      {query.kind !== 'alerts' && query.kind !== 'counts' && query.kind !== 'durations' && (
        <InlineField label={t('datasource.drills', 'With drills')} htmlFor={id(query, 'drills')}>
          <InlineSwitch
            id={id(query, 'drills')}
            value={query.drills ?? false}
            onChange={() => change({ drills: !query.drills })}
          />
        </InlineField>
      )}
    </InlineFieldRow>
  );
}

interface ListProps extends PartProps {
  name: 'severity' | 'layer' | 'service';
  label: string;
  options: Array<{ value: string; label: string }>;
}

/** Several values, variables and, for services, any name. */
function ListField({ query, name, label, options, change }: ListProps) {
  const chosen = query[name] ?? [];
  const known = [...variableOptions(), ...options];
  const own = chosen
    .filter((value) => !known.some((option) => option.value === value))
    .map((value) => ({ value, label: value }));
  return (
    <InlineField label={label} htmlFor={id(query, name)}>
      <MultiCombobox
        id={id(query, name)}
        width="auto"
        minWidth={18}
        maxWidth={40}
        placeholder={t('datasource.all', 'All')}
        options={[...known, ...own]}
        value={chosen}
        createCustomValue={name === 'service'}
        onChange={(picked) => change({ [name]: picked.map(({ value }) => value) })}
      />
    </InlineField>
  );
}

function IncidentField({ query, change }: PartProps) {
  return (
    <InlineField
      label={t('datasource.incident', 'Incident')}
      htmlFor={id(query, 'incident')}
      tooltip={t('datasource.incident-why', 'The number of an incident, or a variable such as $incident')}
    >
      <TextInput
        query={query}
        name="incident"
        change={change}
        placeholder={t('datasource.incident-hint', '$incident')}
      />
    </InlineField>
  );
}

/** Keeps what is typed until it is meant. */
function TextInput({
  query,
  name,
  change,
  placeholder,
}: PartProps & { name: 'words' | 'incident'; placeholder: string }) {
  return (
    <Input
      key={query[name]}
      id={id(query, name)}
      width={20}
      defaultValue={query[name]}
      placeholder={placeholder}
      onBlur={({ currentTarget }) =>
        currentTarget.value !== (query[name] ?? '') && change({ [name]: currentTarget.value })
      }
      onKeyDown={({ key, currentTarget }) => key === 'Enter' && change({ [name]: currentTarget.value })}
    />
  );
}

function MeasureField({ query, change }: PartProps) {
  return (
    <InlineField label={t('datasource.count', 'Count')}>
      <RadioButtonGroup
        aria-label={t('datasource.count', 'Count')}
        options={[
          { value: 'opened' as const, label: t('datasource.opened', 'opened') },
          { value: 'open' as const, label: t('datasource.open', 'open') },
        ]}
        value={query.measure ?? 'opened'}
        onChange={(measure) => change({ measure })}
      />
    </InlineField>
  );
}

function StatisticField({ query, change }: PartProps) {
  return (
    <InlineField label={t('datasource.statistic', 'Statistic')} htmlFor={id(query, 'statistic')}>
      <Combobox
        id={id(query, 'statistic')}
        width={16}
        options={statisticOptions()}
        value={query.statistic ?? 'p50'}
        onChange={({ value }) => change({ statistic: value })}
      />
    </InlineField>
  );
}

function SplitField({ query, change }: PartProps) {
  return (
    <InlineField label={t('datasource.by', 'By')} htmlFor={id(query, 'by')}>
      <Combobox
        id={id(query, 'by')}
        width={16}
        options={splitOptions()}
        value={query.by ?? 'nothing'}
        onChange={({ value }) => change({ by: value })}
      />
    </InlineField>
  );
}

function RowsField({ query, change }: PartProps) {
  return (
    <InlineField label={t('datasource.limit', 'Rows, at most')} labelWidth={LABEL_WIDTH} htmlFor={id(query, 'limit')}>
      <Input
        key={query.limit}
        id={id(query, 'limit')}
        type="number"
        min={1}
        width={12}
        defaultValue={query.limit}
        placeholder={t('datasource.limit-hint', 'default')}
        onBlur={({ currentTarget }) => change({ limit: currentTarget.valueAsNumber || undefined })}
      />
    </InlineField>
  );
}

function id({ refId }: IncidentsQuery, field: string): string {
  return `strata-query-${refId}-${field}`;
}
