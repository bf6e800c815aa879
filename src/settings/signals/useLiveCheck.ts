import { useEffect, useMemo, useState } from 'react';
import { type Control, useWatch } from 'react-hook-form';

import { useSignalCheck } from '../../api/ownSignals';
import { type OwnSignal } from '../../api/types';
import { formSchema } from './formSchema';
import { type SignalFormValues } from './formValues';
import { byField } from './problems';

const SETTLE_MS = 600;

/** What the backend says about the values while they are typed, and the signal as it would be. */
export function useLiveCheck(control: Control<SignalFormValues>, toSignal: (values: SignalFormValues) => OwnSignal) {
  const values = useSettled(JSON.stringify(useWatch({ control })));
  const own = useMemo(() => {
    const parsed = formSchema().safeParse(JSON.parse(values));
    return parsed.success ? toSignal(parsed.data) : undefined;
  }, [values, toSignal]);
  const check = useSignalCheck(own);
  const problems = useMemo(() => byField((own && check.data?.problems) ?? []), [own, check.data]);
  return { problems, signal: own && check.data?.valid ? check.data.signal : undefined, error: check.error };
}

/** The text after it did not change for a while. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
