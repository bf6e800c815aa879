import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterInput, InlineField, useStyles2 } from '@grafana/ui';

import { type AuditFilter } from '../../api/audit';
import { useTextFilter } from '../../ui/useTextFilter';

interface Props {
  filter: AuditFilter;
  onChange: (part: Partial<AuditFilter>) => void;
}

export function AuditFilters({ filter, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles}>
      <Part
        id="audit-login"
        label={t('audit.filter.login', 'Who')}
        hint={t('audit.filter.login-hint', 'login')}
        value={filter.login}
        onChange={(login) => onChange({ login })}
      />
      <Part
        id="audit-action"
        label={t('audit.filter.action', 'Did')}
        hint={t('audit.filter.action-hint', 'such as source.')}
        value={filter.action}
        onChange={(action) => onChange({ action })}
      />
      <Part
        id="audit-object"
        label={t('audit.filter.object', 'To')}
        hint={t('audit.filter.object-hint', 'part of the name')}
        value={filter.object}
        onChange={(object) => onChange({ object })}
      />
    </div>
  );
}

interface PartProps {
  id: string;
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
}

function Part({ id, label, hint, value, onChange }: PartProps) {
  const [text, setText] = useTextFilter(value, onChange);
  return (
    <InlineField label={label} htmlFor={id}>
      <FilterInput escapeRegex={false} id={id} width={22} value={text} onChange={setText} placeholder={hint} />
    </InlineField>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 1), marginTop: theme.spacing(1) });
