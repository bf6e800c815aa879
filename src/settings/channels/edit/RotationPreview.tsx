import React from 'react';
import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';

import { type useDraft } from '../../../api/appSettings';
import { QueryError } from '../../../ui/QueryError';
import { Schedule } from '../Schedule';

interface Props {
  name: string;
  draft: ReturnType<typeof useDraft>;
}

/** Who would be on call in the next two weeks. */
export function RotationPreview({ name, draft: { data, error } }: Props) {
  const schedule = data?.schedules.find(({ rotation }) => rotation === name);
  return (
    <section aria-labelledby="rotation-preview" aria-live="polite">
      <Text element="h5" variant="h6" id="rotation-preview">
        {t('rotation-preview.title', 'The next two weeks')}
      </Text>
      {error && <QueryError title={t('rotation-preview.failed', 'It could not be foreseen')} error={error} />}
      {!error && !schedule && (
        <p>
          {t(
            'rotation-preview.none',
            'Shown as soon as the rotation has a name, a member and a start that can be used.'
          )}
        </p>
      )}
      {schedule && <Schedule schedule={schedule} plain />}
    </section>
  );
}
