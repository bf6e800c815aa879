import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

import { type Layer } from '../api/types';
import { LAYER_ICONS, layerName } from './layers';

export function LayerChip({ layer }: { layer: Layer }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles}>
      <Icon name={LAYER_ICONS[layer]} size="xs" aria-hidden />
      {layerName(layer)}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0, 0.75),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
  });
