import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import {
  type SceneComponentProps,
  type SceneCSSGridLayout,
  SceneObjectBase,
  type SceneObjectState,
} from '@grafana/scenes';
import { Text, useStyles2 } from '@grafana/ui';

interface LayerSectionState extends SceneObjectState {
  title: string;
  body: SceneCSSGridLayout;
}

/** A group of the catalog: a heading over its panels. */
export class LayerSection extends SceneObjectBase<LayerSectionState> {
  static Component = LayerSectionRenderer;
}

function LayerSectionRenderer({ model }: SceneComponentProps<LayerSection>) {
  const { title, body } = model.useState();
  const styles = useStyles2(getStyles);
  return (
    <section className={styles} aria-label={title}>
      <Text element="h2" variant="h4">
        {title}
      </Text>
      <body.Component model={body} />
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    width: '100%',
    marginBottom: theme.spacing(2),
  });
