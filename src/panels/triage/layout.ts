import { type TriageOptions } from './types';

/** Pixels. Below these, four lanes are too narrow to read a title, and too low for two cards. */
const LANES = { width: 880, height: 260 };
/** Pixels. Below these, buttons would leave no room for the board. */
const SMALL = { width: 420, height: 200 };

/** How the board is drawn in a panel of this size. */
export function layoutOf(view: TriageOptions['view'], width: number, height: number) {
  const roomy = width >= LANES.width && height >= LANES.height;
  return {
    dense: view === 'list' || (view === 'auto' && !roomy),
    small: width < SMALL.width || height < SMALL.height,
  };
}
