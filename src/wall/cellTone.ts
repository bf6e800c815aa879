import { type Severity } from '../api/types';
import { type Cell } from '../signals/health/healthMatrix';
import { type Tone } from './colors';

const FIRING: Record<Severity, Tone> = { P0: 'bad', P1: 'bad', P2: 'warning', P3: 'minor' };

/** How a cell of the health matrix looks. */
export function cellTone({ state, worst }: Pick<Cell, 'state' | 'worst'>): Tone {
  switch (state) {
    case 'firing':
      return worst ? FIRING[worst] : 'warning';
    case 'abnormal':
      return 'warning';
    case 'ok':
      return 'good';
    default:
      return 'plain';
  }
}
