import React, { lazy, Suspense, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Text, TextLink, useStyles2 } from '@grafana/ui';

import { type IncidentDetail, LAYERS } from '../../../api/types';
import { layerPath } from '../../../app/nav';
import { layerName } from '../../../ui/layers';
import { Loading } from '../../../ui/Loading';
import { useInView } from '../../../ui/useInView';
import { around, type Around } from './around';
import { type Subject, subjectsOf } from './subject';
import { useLayerStories } from './useLayerStories';

// Scenes are large; an incident is read before its graphs are there.
const LayerGraphs = lazy(async () => ({ default: (await import('./LayerGraphs')).LayerGraphs }));

/** The four layers around the beginning of the incident, in the order in which they broke. */
export function LayersCard({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const [ref, seen] = useInView<HTMLElement>();
  const [window] = useState(() => around(detail, Date.now()));
  const subjects = subjectsOf(detail);
  // Alerts that come later do not move what somebody reads.
  const [chosen, setChosen] = useState(subjects[0]?.key);
  const subject = subjects.find(({ key }) => key === chosen) ?? subjects[0];
  return (
    <section ref={ref} className={styles.card} aria-labelledby="incident-layers">
      <div className={styles.head}>
        <Text element="h2" variant="h4" id="incident-layers">
          {t('incident.layers.title', 'What broke first')}
        </Text>
        {subjects.length > 1 && (
          <RadioButtonGroup
            size="sm"
            aria-label={t('incident.layers.subject', 'Layers of')}
            options={subjects.map(({ key, label }) => ({ value: key, label }))}
            value={subject?.key}
            onChange={setChosen}
          />
        )}
      </div>
      {!subject && <NoSubject window={window} />}
      {subject && seen && <Layers key={subject.key} detail={detail} subject={subject} window={window} />}
    </section>
  );
}

interface LayersProps {
  detail: IncidentDetail;
  subject: Subject;
  window: Around;
}

function Layers({ detail, subject, window }: LayersProps) {
  const styles = useStyles2(getStyles);
  const { stories, pending, failed, unmeasured } = useLayerStories(detail, subject, window);
  if (pending) {
    return <Loading />;
  }
  return (
    <>
      {unmeasured && (
        <Text color="secondary">
          {t('incident.layers.unmeasured', 'No Prometheus answers, so only the alerts say what broke.')}
        </Text>
      )}
      {failed.length > 0 && (
        <span role="status" className={styles.failed}>
          {t('incident.layers.failed', 'Not everything could be asked: {{message}}', {
            message: failed[0],
            interpolation: { escapeValue: false },
          })}
        </span>
      )}
      <Suspense fallback={<Loading />}>
        <LayerGraphs stories={stories} subject={subject} window={window} />
      </Suspense>
    </>
  );
}

/** Without a service, node or pod there is nothing to limit a query to; the pages of the layers show everything. */
function NoSubject({ window: { fromMs, toMs, goesOn } }: { window: Around }) {
  const styles = useStyles2(getStyles);
  const to = goesOn ? 'now' : String(Math.round(toMs));
  return (
    <div className={styles.head}>
      <Text color="secondary">
        {t('incident.layers.nothing', 'This incident names no service, node or pod. All of a layer at that time:')}
      </Text>
      {LAYERS.map((layer) => (
        <TextLink key={layer} inline={false} href={layerPath(layer, { from: String(Math.round(fromMs)), to })}>
          {layerName(layer)}
        </TextLink>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    // What is below does not jump when the graphs come.
    minHeight: theme.spacing(8),
    marginBottom: theme.spacing(3),
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1, 2) }),
  failed: css({ color: theme.colors.warning.text, overflowWrap: 'anywhere' }),
});
