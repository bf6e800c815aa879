import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';

import { type Severity } from '../api/types';
import { severityColor } from '../ui/severity';
import { type AgeBand } from './ages';

/** A type, not an interface: emotion takes only those. */
export type Paint = { background: string; color: string };

/** Black or white, whichever is read better on this; at least 4.5:1 on any colour. */
export function readableOn(fill: string): string {
  const { getContrastRatio } = colorManipulator;
  return getContrastRatio(fill, '#ffffff') > getContrastRatio(fill, '#000000') ? '#ffffff' : '#000000';
}

export function severityPaint(severity: Severity, theme: GrafanaTheme2): Paint {
  return painted(severityColor(severity, theme));
}

/** What has gone wrong, what may, and what is right; each also has a mark of its own. */
export type Tone = 'bad' | 'warning' | 'minor' | 'good' | 'plain';

/** Fills of whole cells. They are opaque, so that their contrast does not depend on what is behind. */
export function tonePaint(tone: Tone, theme: GrafanaTheme2): Paint {
  const { isDark } = theme;
  switch (tone) {
    case 'bad':
      return painted(isDark ? '#8f1d2c' : '#b3162d');
    case 'warning':
      return painted(isDark ? '#f2b632' : '#ffd166');
    case 'minor':
      return painted(isDark ? '#1f3a68' : '#d6e4fb');
    case 'good':
      return painted(isDark ? '#123d2a' : '#d3f1df');
    case 'plain':
      return { background: theme.colors.background.secondary, color: theme.colors.text.primary };
  }
}

/** Text of a time that waits, on the background of the wall. */
export function ageColor(band: AgeBand, theme: GrafanaTheme2): string {
  switch (band) {
    case 'fresh':
      return theme.colors.text.primary;
    case 'aging':
      return theme.isDark ? '#ffc24d' : '#8a5a00';
    case 'old':
      return theme.isDark ? '#ff8080' : '#b3162d';
  }
}

function painted(background: string): Paint {
  return { background, color: readableOn(background) };
}
