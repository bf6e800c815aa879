import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LazyLoader, type SceneComponentProps, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { Button, Text, useStyles2 } from '@grafana/ui';

import { type SignalPanel, signalPanel } from '../../../signals/scene/SignalPanel';
import { layerName } from '../../../ui/layers';
import { type Around } from './around';
import { StoryHead } from './StoryHead';
import { type LayerStory } from './story';
import { scopeFor, type Subject } from './subject';

/** Graphs of a layer after "more". */
const MORE = 4;

/** At first one; none on a phone, where what broke when has to fit onto the screen. */
function shownAtFirst(): number {
  return window.matchMedia?.('(max-width: 600px)').matches ? 0 : 1;
}

interface LayerColumnState extends SceneObjectState {
  story: LayerStory;
  subject: Subject;
  window: Around;
  panels: SignalPanel[];
}

/** One layer: what broke first, when, and its graph. A graph asks nothing before it comes into view. */
export class LayerColumn extends SceneObjectBase<LayerColumnState> {
  static Component = LayerColumnRenderer;

  constructor(state: Omit<LayerColumnState, 'panels'>) {
    super({ ...state, panels: panelsOf(state, shownAtFirst()) });
  }

  showMore() {
    const { panels } = this.state;
    this.setState({ panels: [...panels, ...panelsOf(this.state, MORE).slice(panels.length)] });
  }
}

function panelsOf({ story, subject }: Pick<LayerColumnState, 'story' | 'subject'>, count: number): SignalPanel[] {
  return story.signals.slice(0, count).map((signal) => signalPanel({ signal, scope: scopeFor(signal, subject) }));
}

function LayerColumnRenderer({ model }: SceneComponentProps<LayerColumn>) {
  const { story, subject, window: around, panels } = model.useState();
  const styles = useStyles2(getStyles);
  const more = Math.min(MORE, story.signals.length) - panels.length;
  return (
    <section className={styles.column} aria-label={layerName(story.layer)} data-layer={story.layer}>
      <StoryHead story={story} subject={subject} window={around} />
      {story.signals.length === 0 && (
        <Text color="secondary">
          {t('incident.layers.no-signal', 'No data source has a signal of this layer for {{name}}.', {
            name: subject.label,
            interpolation: { escapeValue: false },
          })}
        </Text>
      )}
      {panels.map((panel) => (
        <LazyLoader key={panel.state.signal.id} className={styles.panel}>
          <panel.Component model={panel} />
        </LazyLoader>
      ))}
      {more > 0 && (
        <Button size="sm" variant="secondary" fill="text" onClick={() => model.showMore()}>
          {t('incident.layers.more', 'Show {{count}} graphs of {{layer}}', {
            count: more,
            layer: layerName(story.layer),
            defaultValue_one: 'Show {{count}} graph of {{layer}}',
            interpolation: { escapeValue: false },
          })}
        </Button>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  column: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: theme.spacing(1),
    minWidth: 0,
    overflowWrap: 'anywhere',
  }),
  // The panel measures its place.
  panel: css({ display: 'flex', position: 'relative', width: '100%', height: 220 }),
});
