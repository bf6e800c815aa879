import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { useChangeAction } from '../../api/actionItems';
import { type Review } from '../../api/reviews';
import { ActionCard } from '../actions/ActionCard';
import { ActionForm } from '../actions/ActionForm';
import { NEW_ACTION } from '../actions/actionSchema';
import { byDue } from '../actions/steps';
import { fieldName } from '../fields';
import { roleRefusal } from '../refusal';
import { Comments } from './Comments';
import { AddButton } from './AddButton';
import { SectionFrame } from './SectionFrame';

/** What is done so that it does not happen again. Actions go on when the review is published. */
export function ActionsSection({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const { number, state } = review.summary;
  const [adding, setAdding] = useState(false);
  const change = useChangeAction(number);
  const refusal = roleRefusal();
  return (
    <SectionFrame
      id="actions"
      title={fieldName('actions')}
      help={
        review.actions.length === 0
          ? t('review.help.actions', 'Who changes what in the system until when, and how one will know that it works.')
          : undefined
      }
      action={
        !adding && (
          <AddButton text={t('review.action.add', 'Add action')} refusal={refusal} onClick={() => setAdding(true)} />
        )
      }
    >
      {adding && (
        <ActionForm
          id="action-new"
          action={NEW_ACTION}
          isNew
          busy={change.isPending}
          error={change.error}
          onSubmit={(action) => change.mutate({ verb: 'add', action }, { onSuccess: () => setAdding(false) })}
          onCancel={() => setAdding(false)}
        />
      )}
      {review.actions.length > 0 && (
        <ul className={styles}>
          {byDue(review.actions).map((item) => (
            <ActionCard key={item.id} item={item} withReview={false} withState deletable={state !== 'published'} />
          ))}
        </ul>
      )}
      <Comments review={review} field="actions" />
    </SectionFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) });
