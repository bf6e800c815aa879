// What is seen only after somebody asked for it is loaded then, so that a panel stays small.
import { lazy } from 'react';

export const Details = lazy(async () => ({ default: (await import('./Details')).Details }));

export const EntryTable = lazy(async () => ({ default: (await import('./EntryTable')).EntryTable }));
