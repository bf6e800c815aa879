/** A screen on which one more column is better than longer lines, such as 4K that is not scaled. */
export const VERY_WIDE = '@media (min-width: 2400px)';
