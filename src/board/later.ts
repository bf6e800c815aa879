// What is seen only after somebody asked for it is loaded then, so that a panel stays small.
import { lazy } from 'react';

export const ActionDialog = lazy(async () => ({ default: (await import('./ActionDialog')).ActionDialog }));

export const KeysDialog = lazy(async () => ({ default: (await import('../ui/KeysDialog')).KeysDialog }));
