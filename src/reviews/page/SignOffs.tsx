import React from 'react';
import { t } from '@grafana/i18n';
import { Icon, Stack, Text } from '@grafana/ui';

import { type Review } from '../../api/reviews';
import { absoluteTime } from '../../ui/clock';
import { SectionFrame } from './SectionFrame';

/** Who said that the review is right, and about which version of it. */
export function SignOffs({ review: { signOffs } }: { review: Review }) {
  return (
    <SectionFrame
      id="signoffs"
      title={t('review.part.signoffs', 'Sign-offs')}
      help={signOffs.length === 0 ? t('review.signoffs.none', 'Nobody approved it yet.') : undefined}
    >
      {signOffs.map(({ by, at, version, note }) => (
        <Stack key={`${by}/${at}`} gap={1} wrap="wrap" alignItems="center">
          <Icon name="check-circle" aria-hidden />
          <strong>{by}</strong>
          <Text color="secondary" variant="bodySmall">
            {t('review.signoffs.version', '{{time}}, version {{version}}', {
              time: absoluteTime(at),
              version,
              interpolation: { escapeValue: false },
            })}
          </Text>
          {note && <span>{note}</span>}
        </Stack>
      ))}
    </SectionFrame>
  );
}
