const DIALOGS = ['severity', 'snooze', 'assign', 'merge'] as const;

/** Actions that ask for something before they are done. */
export type DialogAction = (typeof DIALOGS)[number];

export function isDialogAction(action: string): action is DialogAction {
  return DIALOGS.some((one) => one === action);
}
