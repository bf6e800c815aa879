import { useEffect, useMemo, useState } from 'react';
import { type UseFormReturn } from 'react-hook-form';

import { useSignalCheck } from '../../api/ownSignals';
import { type OwnSignal } from '../../api/types';
import { formSchema } from './formSchema';
import { type SignalFormValues } from './formValues';
import { byField } from './problems';

const SETTLE_MS = 600;

/** What the backend says about the values while they are typed, and the signal as it would be. */
export function useLiveCheck(form: UseFormReturn<SignalFormValues>, toSignal: (values: SignalFormValues) => OwnSignal) {
  const values = useSettledValues(form);
  const own = useMemo(() => {
    const parsed = formSchema().safeParse(JSON.parse(values));
    return parsed.success ? toSignal(parsed.data) : undefined;
  }, [values, toSignal]);
  const check = useSignalCheck(own);
  const problems = useMemo(() => byField((own && check.data?.problems) ?? []), [own, check.data]);
  return { problems, signal: own && check.data?.valid ? check.data.signal : undefined, error: check.error };
}

/** The values as JSON after they did not change for a while; the form is not drawn again for each key. */
function useSettledValues({ getValues, subscribe }: UseFormReturn<SignalFormValues>): string {
  const [settled, setSettled] = useState(() => JSON.stringify(getValues()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = subscribe({
      formState: { values: true },
      callback: () => {
        clearTimeout(timer);
        timer = setTimeout(() => setSettled(JSON.stringify(getValues())), SETTLE_MS);
      },
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [getValues, subscribe]);
  return settled;
}
