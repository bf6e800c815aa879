import { type Command } from '../../../api/commands';
import { type IncidentDetail } from '../../../api/types';

export type MoreVerb = Command['verb'];

/** What every dialog's fields get: they say which command they stand for, undefined while they are not filled in. */
export interface FieldsProps {
  detail: IncidentDetail;
  onChange: (command: Command | undefined) => void;
}
