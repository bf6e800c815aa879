import { useSearchParams } from 'react-router-dom';

import { type AuditFilter } from '../../api/audit';

/** The filter as it stands in the address, and how to change it. */
export function useAuditFilter() {
  const [params, setParams] = useSearchParams();
  const filter: AuditFilter = {
    login: params.get('login') ?? '',
    action: params.get('action') ?? '',
    object: params.get('object') ?? '',
  };
  const change = (part: Partial<AuditFilter>) =>
    setParams(
      (now) => {
        for (const [key, value] of Object.entries(part)) {
          if (value) {
            now.set(key, value);
          } else {
            now.delete(key);
          }
        }
        return now;
      },
      { replace: true }
    );
  return [filter, change] as const;
}
