import { type ActionFilters } from '../../api/actionItems';
import { writeAll } from '../list/view';
import { ACTION_STATES } from '../names';

/** What the tab shows; it stands in the URL. */
export interface ActionsView extends ActionFilters {
  /** Else a board. */
  table: boolean;
}

const TYPES = ['prevent', 'detect', 'mitigate', 'process', 'document'] as const;

export function readActionsView(params: URLSearchParams): ActionsView {
  return {
    state: ACTION_STATES.filter((state) => params.getAll('state').includes(state)),
    overdue: params.get('overdue') === 'true',
    owner: params.get('owner')?.trim() ?? '',
    type: TYPES.filter((type) => params.getAll('type').includes(type)),
    q: params.get('q')?.trim() ?? '',
    table: params.get('view') === 'table',
  };
}

export function writeActionsView(params: URLSearchParams, { table, overdue, ...rest }: ActionsView): URLSearchParams {
  return writeAll(params, { ...rest, overdue: overdue ? 'true' : '', view: table ? 'table' : '' });
}
