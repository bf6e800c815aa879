import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { usePluginUserStorage } from '@grafana/runtime';
import { Button, Dropdown, Field, Input, Menu, Modal } from '@grafana/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';

import { readSaved, savedSearch, type SavedView } from './saved';
import { Confirm } from '../../ui/Confirm';

const KEY = 'triage-views';
const QUERY = ['triage-views'] as const;

/** Views with a name, kept for the user by Grafana. */
export function SavedViews() {
  const storage = usePluginUserStorage();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [opened, setOpened] = useState(false);
  const [naming, setNaming] = useState(false);
  const [leaving, setLeaving] = useState<SavedView>();
  // Asked when the menu is opened: Grafana answers 404 to people who never saved anything.
  const { data: views = [] } = useQuery({
    queryKey: QUERY,
    queryFn: async () => readSaved(await storage.getItem(KEY)),
    enabled: opened,
  });
  const save = useMutation({
    mutationFn: (next: SavedView[]) => storage.setItem(KEY, JSON.stringify(next)),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY }),
  });
  const menu = (
    <Menu>
      {views.map((view) => (
        <Menu.Item
          key={view.name}
          label={view.name}
          icon="filter"
          onClick={() => setParams(savedSearch(view, params), { replace: false })}
          childItems={[
            <Menu.Item
              key="forget"
              icon="trash-alt"
              label={t('triage.view-forget', 'Forget this view')}
              onClick={() => setLeaving(view)}
            />,
          ]}
        />
      ))}
      {views.length > 0 && <Menu.Divider />}
      <Menu.Item icon="save" label={t('triage.view-save', 'Save this view …')} onClick={() => setNaming(true)} />
    </Menu>
  );
  return (
    <>
      <Dropdown overlay={menu} onVisibleChange={setOpened}>
        <Button variant="secondary" icon="bookmark" disabled={save.isPending}>
          {t('triage.views', 'Views')}
        </Button>
      </Dropdown>
      {naming && (
        <NameDialog
          onClose={() => setNaming(false)}
          onSave={(name) => {
            const others = views.filter((view) => view.name !== name);
            save.mutate([...others, { name, search: params.toString() }]);
            setNaming(false);
          }}
        />
      )}
      <Confirm
        isOpen={leaving !== undefined}
        title={t('triage.view-forget', 'Forget this view')}
        body={leaving?.name ?? ''}
        confirmText={t('triage.view-forget-yes', 'Forget')}
        onDismiss={() => setLeaving(undefined)}
        onConfirm={() => {
          save.mutate(views.filter((view) => view.name !== leaving?.name));
          setLeaving(undefined);
        }}
      />
    </>
  );
}

function NameDialog({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  return (
    <Modal title={t('triage.view-name-title', 'Save this view')} isOpen onDismiss={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) {
            onSave(name.trim());
          }
        }}
      >
        <Field label={t('triage.view-name', 'Name')} noMargin>
          <Input
            id="triage-view-name"
            value={name}
            maxLength={60}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        </Field>
        <Modal.ButtonRow>
          <Button type="button" variant="secondary" fill="outline" onClick={onClose}>
            {t('triage.cancel', 'Cancel')}
          </Button>
          <Button type="submit" disabled={!name.trim()}>
            {t('triage.view-do-save', 'Save')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
