import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';

import { SEVERITIES } from '../api/types';
import { severityColor } from '../ui/severity';
import { type PhaseName } from './phases';
import { type Shape } from './types';

export function laneName(lane: string): string {
  switch (lane) {
    case 'signals':
      return t('pirtimeline.lane-signals', 'Signals');
    case 'people':
      return t('pirtimeline.lane-people', 'People');
    case 'messages':
      return t('pirtimeline.lane-messages', 'Messages');
    case 'changes':
      return t('pirtimeline.lane-changes', 'Changes');
    default:
      return lane;
  }
}

export function phaseName(phase: PhaseName): string {
  switch (phase) {
    case 'undetected':
      return t('pirtimeline.phase-undetected', 'Undetected');
    case 'triage':
      return t('pirtimeline.phase-triage', 'Triage');
    case 'mitigation':
      return t('pirtimeline.phase-mitigation', 'Mitigation');
    case 'monitoring':
      return t('pirtimeline.phase-monitoring', 'Monitoring');
  }
}

export function shapeName(shape: Shape): string {
  switch (shape) {
    case 'alarm':
      return t('pirtimeline.shape-alarm', 'got worse');
    case 'calm':
      return t('pirtimeline.shape-calm', 'got better');
    case 'turn':
      return t('pirtimeline.shape-turn', 'status or severity');
    case 'person':
      return t('pirtimeline.shape-person', 'person');
    case 'note':
      return t('pirtimeline.shape-note', 'note');
    case 'message':
      return t('pirtimeline.shape-message', 'message');
    case 'change':
      return t('pirtimeline.shape-change', 'change');
    case 'dot':
      return t('pirtimeline.shape-dot', 'other');
  }
}

/** Outlines inside of a square from -7 to 7 pixels. */
export const OUTLINES: Record<Shape, string> = {
  alarm: 'M0,-6.5 L6.5,5.5 L-6.5,5.5 Z',
  calm: 'M0,-6 A6,6 0 1 1 0,6 A6,6 0 1 1 0,-6 Z M0,-2.5 A2.5,2.5 0 1 0 0,2.5 A2.5,2.5 0 1 0 0,-2.5 Z',
  turn: 'M0,-7 L7,0 L0,7 L-7,0 Z',
  person: 'M0,-6.5 A3,3 0 1 1 0,-0.5 A3,3 0 1 1 0,-6.5 Z M-6,6.5 A6,6 0 0 1 6,6.5 Z',
  note: 'M-6,-5.5 H6 V3 H0 L-3.5,6.5 V3 H-6 Z',
  message: 'M-6.5,-4.5 H6.5 L0,1 Z M-6.5,-2.5 L0,3 L6.5,-2.5 V5 H-6.5 Z',
  change: 'M-3.2,-6.5 H3.2 L6.5,-3.2 V3.2 L3.2,6.5 H-3.2 L-6.5,3.2 V-3.2 Z',
  dot: 'M0,-4.5 A4.5,4.5 0 1 1 0,4.5 A4.5,4.5 0 1 1 0,-4.5 Z',
};

export const SHAPES = Object.keys(OUTLINES).filter((name): name is Shape => name in OUTLINES);

export function shapeColor(shape: Shape, { colors, visualization }: GrafanaTheme2): string {
  switch (shape) {
    case 'alarm':
      return colors.error.text;
    case 'calm':
      return colors.success.text;
    case 'turn':
      return colors.warning.text;
    case 'person':
      return colors.primary.text;
    case 'message':
      return visualization.getColorByName('purple');
    case 'change':
      return visualization.getColorByName('super-light-blue');
    default:
      return colors.text.secondary;
  }
}

export function phaseColor(phase: PhaseName, { colors, visualization }: GrafanaTheme2): string {
  switch (phase) {
    case 'undetected':
      return colors.error.main;
    case 'triage':
      return visualization.getColorByName('orange');
    case 'mitigation':
      return colors.primary.main;
    case 'monitoring':
      return colors.success.main;
  }
}

/** Colour of a severity of Strata; words of other systems get a plain one. */
export function ribbonColor(severity: string, theme: GrafanaTheme2): string {
  const known = SEVERITIES.find((one) => one === severity.toUpperCase());
  return known ? severityColor(known, theme) : theme.colors.secondary.main;
}
