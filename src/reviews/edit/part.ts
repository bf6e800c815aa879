import { type ComponentType } from 'react';
import { type FieldValues } from 'react-hook-form';
import { type z } from 'zod';

import { type Review, type ReviewContent } from '../../api/reviews';

export interface PartProps {
  review: Review;
}

/** Says that a value cannot be saved; `path` leads to its field. */
export type Refuse = (path: Array<string | number>, message: string) => void;

/** One section of a review that is edited and saved by itself. V is what its form holds. */
export interface Part<V extends FieldValues> {
  /** Anchor in the page and key of its draft. */
  id: string;
  title: string;
  /** What belongs here, for whoever writes it. */
  help: string;
  /** Whether there is nothing to read. */
  isEmpty: (review: Review) => boolean;
  shape: z.ZodType<V, V>;
  rules?: (values: V, refuse: Refuse) => void;
  read: (content: ReviewContent) => V;
  write: (content: ReviewContent, values: V) => ReviewContent;
  Fields: ComponentType<PartProps>;
  View: ComponentType<PartProps>;
}

/** Both are made of what JSON can write, in an order that does not change. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
