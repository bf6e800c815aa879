import React from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';

import { type Review, useChangeReview } from '../../api/reviews';
import { ChangeError } from '../../ui/ChangeError';
import { RelativeTime } from '../../ui/Time';
import { editRefusal } from '../refusal';

/** Asks the data sources once more; figures that people gave stay. */
export function MeasureAgain({ review }: { review: Review }) {
  const { number, version } = review.summary;
  const measure = useChangeReview(number);
  const refusal = editRefusal(review);
  return (
    <Stack direction="column" gap={1}>
      {measure.error && (
        <ChangeError title={t('review.measure.failed', 'The impact was not measured')} error={measure.error} />
      )}
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Button
          size="sm"
          variant="secondary"
          icon={measure.isPending ? 'spinner' : 'sync'}
          disabled={refusal !== undefined || measure.isPending}
          tooltip={refusal}
          onClick={() => measure.mutate({ change: 'measure', version })}
        >
          {review.measuredAt ? t('review.measure.again', 'Measure again') : t('review.measure.label', 'Measure')}
        </Button>
        {review.measuredAt && (
          <Text color="secondary" variant="bodySmall">
            {t('review.measure.last', 'Data sources were asked')} <RelativeTime at={review.measuredAt} />
          </Text>
        )}
      </Stack>
    </Stack>
  );
}
