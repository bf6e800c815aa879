import React, { useCallback, useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { Alert, Button, Stack } from '@grafana/ui';
import { FormProvider, useForm } from 'react-hook-form';

import { usePutOwnSignal } from '../../api/ownSignals';
import { type OwnSignalRecord, type SignalGroup } from '../../api/types';
import { settingsPath } from '../../app/nav';
import { AlertFields } from './AlertFields';
import { CopyYaml } from './CopyYaml';
import { ProblemsContext, useFieldProblem } from './FormField';
import { formSchema } from './formSchema';
import { type PartialSignal, type SignalFormValues, toForm } from './formValues';
import { GeneralFields } from './GeneralFields';
import { OtherProviders } from './OtherProviders';
import { Preview } from './Preview';
import { PrometheusFields } from './PrometheusFields';
import { SaveError } from './SaveError';
import { toOwn } from './toOwn';
import { useLeaveGuard } from './useLeaveGuard';
import { useLiveCheck } from './useLiveCheck';
import { Confirm } from '../../ui/Confirm';

interface Props {
  initial: PartialSignal;
  builtIn: boolean;
  /** What is stored about it now; it may be newer than `initial`. */
  record?: OwnSignalRecord;
  groups: SignalGroup[];
  /** Starts again from what is stored. */
  onReload: () => void;
}

export function SignalForm({ initial, builtIn, record, groups, onReload }: Props) {
  const [form] = useState(() => toForm(initial));
  const [opened] = useState(record);
  const methods = useForm<SignalFormValues>({
    resolver: zodResolver(formSchema()),
    defaultValues: form,
    mode: 'onTouched',
  });
  const { handleSubmit, formState } = methods;
  const stored = opened?.signal;
  const toSignal = useCallback(
    (values: SignalFormValues) => toOwn(values, { initial, form, builtIn, stored }),
    [initial, form, builtIn, stored]
  );
  const { problems, signal, error } = useLiveCheck(methods, toSignal);
  const put = usePutOwnSignal();
  const guard = useLeaveGuard(formState.isDirty && !put.isSuccess);
  const save = (values: SignalFormValues) =>
    put.mutate(
      { signal: toSignal(values), ...(record ? { version: record.version } : {}) },
      {
        onSuccess: () => {
          guard.release();
          locationService.push(settingsPath('signals'));
        },
      }
    );
  return (
    <FormProvider {...methods}>
      <ProblemsContext.Provider value={problems}>
        <form onSubmit={handleSubmit(save)} aria-label={t('signal-form.form', 'Signal')} noValidate>
          <GeneralFields groups={groups} builtIn={builtIn} stored={opened !== undefined} />
          <PrometheusFields />
          <OtherProviders />
          <AlertFields />
          <Preview signal={signal} />
          <WholeProblems checkError={error?.message} />
          {put.error && <SaveError error={put.error} record={record} onReload={onReload} />}
          <Stack gap={1} wrap="wrap">
            <Button type="submit" icon={put.isPending ? 'spinner' : undefined} disabled={put.isPending}>
              {t('signal-form.save', 'Save')}
            </Button>
            <Button type="button" variant="secondary" onClick={() => locationService.push(settingsPath('signals'))}>
              {t('signal-form.cancel', 'Cancel')}
            </Button>
            <CopyYaml signals={() => signalsOf(methods.getValues(), toSignal)} />
          </Stack>
        </form>
        <Confirm
          isOpen={guard.target !== undefined}
          title={t('signal-form.leave-title', 'Leave without saving?')}
          body={t('signal-form.leave-body', 'What you changed in this signal is lost.')}
          confirmText={t('signal-form.leave', 'Leave')}
          dismissText={t('signal-form.stay', 'Stay')}
          onConfirm={guard.leave}
          onDismiss={guard.stay}
        />
      </ProblemsContext.Provider>
    </FormProvider>
  );
}

/** Nothing while the JSON in the form is not right. */
function signalsOf(values: SignalFormValues, toSignal: (values: SignalFormValues) => ReturnType<typeof toOwn>) {
  const parsed = formSchema().safeParse(values);
  return parsed.success ? [toSignal(parsed.data)] : [];
}

/** What is wrong with no field in particular. */
function WholeProblems({ checkError }: { checkError?: string }) {
  const noQuery = useFieldProblem('providers');
  const other = useFieldProblem('');
  const texts = [noQuery, other, checkError].filter((text) => text !== undefined);
  return texts.length > 0 ? (
    <Alert severity="warning" title={t('signal-form.wrong', 'Something is not right yet')}>
      {texts.join(' ')}
    </Alert>
  ) : null;
}
