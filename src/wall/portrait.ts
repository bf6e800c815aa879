/** On a screen that is higher than wide, such as a phone, there is room for the most important columns only. */
export const PORTRAIT = '@container (max-aspect-ratio: 1/1)';

/** What people stand in front of; the picture of a wall on the page that sets it up is another one. */
export const WALL = 'wall';

/** On a wide screen this small the texts do not shrink with it any more (the smallest em), so there is room for less of them. */
export const SMALL = `@container ${WALL} (min-aspect-ratio: 1/1) and ((max-width: 899px) or (max-height: 505px))`;
