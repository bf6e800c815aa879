import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, Input } from '@grafana/ui';

import { type AppSettings, problemsOf, type RotationSettings, teamOf, useSaveTeam } from '../../../api/appSettings';
import { EditForm } from './EditForm';
import { fieldProblems } from './fieldProblems';
import { NameList } from './NameList';
import { Overrides } from './Overrides';
import { RotationPreview } from './RotationPreview';
import { type RotationValues, rotationOf, rotationValues } from './rotationValues';
import { people, placeOf, putRotation } from './team';
import { TurnFields } from './TurnFields';
import { useDraftOf } from './useDraftOf';

interface Props {
  settings: AppSettings;
  /** As it was when the form opened; undefined for a new one. */
  rotation: RotationSettings | undefined;
  onClose: () => void;
}

const FIELDS = ['name', 'members', 'start', 'every', 'at', 'weekday', 'timeZone', 'overrides'];

/** While it is typed, the backend says who would be on call, and what is wrong. */
export function RotationForm({ settings, rotation, onClose }: Props) {
  const [old] = useState(rotation);
  const [values, setValues] = useState(() => rotationValues(rotation, Date.now()));
  const save = useSaveTeam();
  const team = teamOf(settings);
  const index = placeOf(team.rotations, old, 'name');
  const at = `jsonData.rotations[${index < 0 ? team.rotations.length : index}]`;
  const next = rotationOf(values);
  const draft = useDraftOf(settings, putRotation(team, index, next), values.name.trim() !== '');
  const inDraft = draft.data?.problems.filter(({ field }) => field.startsWith(`${at}.`)) ?? [];
  const refused = problemsOf(save.error);
  const problems = fieldProblems(
    refused.length > 0 ? refused : inDraft,
    Object.fromEntries(FIELDS.map((field) => [field, `${at}.${field}`]))
  );
  const set = (part: Partial<RotationValues>) => {
    setValues({ ...values, ...part });
    save.reset();
  };
  const submit = () =>
    save.mutate({ base: settings, at, change: (now) => putRotation(now, index, next) }, { onSuccess: onClose });
  return (
    <EditForm
      title={old ? t('rotation-form.edit', 'Change the rotation') : t('rotation-form.new', 'New rotation')}
      busy={save.isPending}
      error={save.error}
      rest={problems.rest}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        noMargin
        label={t('rotation-form.name', 'Name')}
        description={t(
          'rotation-form.name-hint',
          'Playbooks call for it by name; the built-in ones for primary-on-call and secondary-on-call'
        )}
        {...problems.at('name')}
      >
        <Input id="rotation-name" value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />
      </Field>
      <NameList
        id="rotation-members"
        label={t('rotation-form.members', 'Members, in the order of their shifts')}
        placeholder={t('rotation-form.members-add', 'Add a contact')}
        names={values.members}
        options={people(team.contacts)}
        ordered
        {...problems.at('members')}
        onChange={(members) => set({ members })}
      />
      <TurnFields values={values} problems={problems} onChange={set} />
      <Overrides
        overrides={values.overrides}
        timeZone={values.timeZone}
        people={people(team.contacts)}
        {...problems.at('overrides')}
        onChange={(overrides) => set({ overrides })}
      />
      <RotationPreview name={next.name} draft={draft} />
    </EditForm>
  );
}
