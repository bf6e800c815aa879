import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { teamOf, type TeamSettings } from '../../api/appSettings';
import { ItemActions } from './edit/ItemActions';
import { RotationForm } from './edit/RotationForm';
import { move, without } from './edit/team';
import { useTeam } from './edit/useTeam';

interface Props extends React.PropsWithChildren {
  name: string;
  editing: boolean;
  onEdit: (editing: boolean) => void;
}

/** A rotation with what can be done with it. */
export function RotationItem({ name, editing, onEdit, children }: Props) {
  const styles = useStyles2(getStyles);
  const { settings, why } = useTeam();
  const rotations = settings ? teamOf(settings).rotations : [];
  const index = rotations.findIndex((one) => one.name === name);
  const change = (of: (list: TeamSettings['rotations']) => TeamSettings['rotations']) =>
    settings && { base: settings, change: (team: TeamSettings) => ({ ...team, rotations: of(team.rotations) }) };
  const remove = () => {
    const removal = change((list) => without(list, index));
    return (
      removal && {
        ...removal,
        warning: t('rotation.delete-why', 'Nobody is told any more because of being on call in it.'),
      }
    );
  };
  return (
    <li className={styles.item} data-rotation={name}>
      <div className={styles.head}>{children}</div>
      <ItemActions
        name={name}
        why={why}
        editing={editing}
        onEdit={() => onEdit(!editing)}
        up={index > 0 ? () => change((list) => move(list, index, -1)) : undefined}
        down={index >= 0 && index < rotations.length - 1 ? () => change((list) => move(list, index, 1)) : undefined}
        remove={remove}
      />
      {editing && settings && (
        <RotationForm settings={settings} rotation={rotations[index]} onClose={() => onEdit(false)} />
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  item: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 2) }),
});
