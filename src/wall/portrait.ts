/** On a screen that is higher than wide, such as a phone, there is room for the most important columns only. */
export const PORTRAIT = '@container (max-aspect-ratio: 1/1)';
