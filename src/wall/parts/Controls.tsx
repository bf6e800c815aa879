import React, { useEffect, useRef } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';

import { useIdle } from '../useIdle';

/** Where the bar would cover what has to be read, it stays below it instead. */
const SMALL_SCREEN = '@media (max-width: 899px) or (max-height: 505px)';
const LARGE_SCREEN = '@media (min-width: 900px) and (min-height: 506px)';

interface Props {
  pinned: boolean;
  onStep: (by: 1 | -1) => void;
  onPin: () => void;
  onLeave: () => void;
}

/** For whoever stands before the wall: seen while mouse or keys are used. Arrow keys and space do the same. */
export function Controls({ pinned, onStep, onPin, onLeave }: Props) {
  const styles = useStyles2(getStyles);
  const idle = useIdle();
  useKeys({ ArrowRight: () => onStep(1), ArrowLeft: () => onStep(-1), ' ': onPin });
  return (
    <div
      className={cx(styles.bar, idle && styles.idle)}
      role="toolbar"
      aria-label={t('wall.controls', 'Wall')}
      data-idle={idle}
    >
      <Button
        variant="secondary"
        icon="angle-left"
        aria-label={t('wall.previous', 'Previous view')}
        disabled={pinned}
        onClick={() => onStep(-1)}
      />
      <Button variant="secondary" icon={pinned ? 'play' : 'pause'} onClick={onPin}>
        {pinned ? t('wall.unpin', 'Rotate') : t('wall.pin', 'Stay here')}
      </Button>
      <Button
        variant="secondary"
        icon="angle-right"
        aria-label={t('wall.forward', 'Next view')}
        disabled={pinned}
        onClick={() => onStep(1)}
      />
      <Button variant="secondary" icon="cog" onClick={onLeave}>
        {t('wall.leave', 'Settings')}
      </Button>
    </div>
  );
}

/** A key that a button has the focus for is the button's. */
function useKeys(actions: Record<string, () => void>) {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const onButton = event.target instanceof HTMLElement && event.target.closest('button') !== null;
      const action = latest.current[event.key];
      if (action && !(onButton && event.key === ' ') && !event.ctrlKey && !event.altKey && !event.metaKey) {
        event.preventDefault();
        action();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    position: 'absolute',
    bottom: theme.spacing(2),
    left: '50%',
    transform: 'translateX(-50%)',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.strong}`,
    borderRadius: theme.shape.radius.default,
    [SMALL_SCREEN]: { position: 'static', transform: 'none', justifyContent: 'center', padding: theme.spacing(0.5) },
  }),
  idle: css({ [LARGE_SCREEN]: { opacity: 0, pointerEvents: 'none' } }),
});
