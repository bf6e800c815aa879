import { useDeleteOwnSignal, usePutOwnSignal } from '../api/ownSignals';
import { type OwnSignal, type OwnSignalRecord, type SignalAlert, type SignalSummary } from '../api/types';
import { alertPatch, type Place, type RuleValues, withAlert, without } from './ruleEdit';

/** What can be done to the rules of one signal; each is a change of the own signal of that id. */
export function useRuleChange(
  signal: Pick<SignalSummary, 'id'>,
  record: OwnSignalRecord | undefined,
  onDone: () => void
) {
  const put = usePutOwnSignal();
  const remove = useDeleteOwnSignal();
  const version = record ? { version: record.version } : {};
  const store = (changed: OwnSignal) => put.mutate({ signal: changed, ...version }, { onSuccess: onDone });

  /** A change of which nothing is left is deleted. */
  const take = (fields: Array<keyof OwnSignal>) => {
    const rest = record && without(record.signal, fields);
    if (rest) {
      store(rest);
    } else if (record) {
      remove.mutate({ id: signal.id, version: record.version }, { onSuccess: onDone });
    }
  };

  return {
    isPending: put.isPending || remove.isPending,
    error: put.error ?? remove.error,
    save: (alert: SignalAlert, place: Place, values: RuleValues) => {
      const patch = alertPatch(alert, place, values);
      if (Object.keys(patch).length === 0) {
        onDone();
      } else {
        store(withAlert(signal.id, record, patch));
      }
    },
    switchOff: () => store({ ...(record?.signal ?? { id: signal.id }), alert: null }),
    /** What was changed of the alert before it was switched off is gone. */
    switchOn: () => take(record?.signal.alert === null ? ['alert'] : ['enabled']),
    reset: () => take(['alert']),
  };
}

export type RuleChange = ReturnType<typeof useRuleChange>;
