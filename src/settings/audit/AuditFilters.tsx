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
  const [login, setLogin] = useTextFilter(filter.login, (text) => onChange({ login: text }));
  const [action, setAction] = useTextFilter(filter.action, (text) => onChange({ action: text }));
  const [object, setObject] = useTextFilter(filter.object, (text) => onChange({ object: text }));
  return (
    <div className={styles}>
      <InlineField label={t('audit.filter.login', 'Who')} htmlFor="audit-login">
        <FilterInput
          escapeRegex={false}
          id="audit-login"
          width={22}
          value={login}
          onChange={setLogin}
          placeholder={t('audit.filter.login-hint', 'login')}
        />
      </InlineField>
      <InlineField label={t('audit.filter.action', 'Did')} htmlFor="audit-action">
        <FilterInput
          escapeRegex={false}
          id="audit-action"
          width={22}
          value={action}
          onChange={setAction}
          placeholder={t('audit.filter.action-hint', 'such as source.')}
        />
      </InlineField>
      <InlineField label={t('audit.filter.object', 'To')} htmlFor="audit-object">
        <FilterInput
          escapeRegex={false}
          id="audit-object"
          width={22}
          value={object}
          onChange={setObject}
          placeholder={t('audit.filter.object-hint', 'part of the name')}
        />
      </InlineField>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 1), marginTop: theme.spacing(1) });
