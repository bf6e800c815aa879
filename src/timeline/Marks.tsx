import React, { memo } from 'react';
import { type TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';

import { kindName } from '../ui/timelineKinds';
import { idOf } from './keys';
import { laneName } from './looks';
import { MarkShape } from './MarkShape';
import { type Mark } from './pack';
import { rowY } from './layout';
import { type Entry } from './types';
import { entryLabel, type Scene } from './useScene';
import { fullTime } from './zone';

interface Props {
  scene: Scene;
  timeZone: TimeZone;
  activeId: string | undefined;
  selectedId: string | undefined;
  canDrag: (entry: Entry) => boolean;
  /** Of many marks only these are elements; the others are painted. */
  only?: ReadonlySet<Mark | undefined>;
}

/** More marks than this are painted. */
const MOST_ELEMENTS = 150;

export function isDense({ packed }: Scene): boolean {
  return packed.reduce((sum, { marks }) => sum + marks.length, 0) > MOST_ELEMENTS;
}

/** All marks of all lanes. One of them is in the order of Tab; arrow keys lead to the others. */
export const Marks = memo(function Marks({ scene, timeZone, activeId, selectedId, canDrag, only }: Props) {
  const { packed, lanes, layout } = scene;
  return packed.map(({ marks, rows }, index) => {
    const lane = layout.lanes[index];
    return (
      lane && (
        <g key={lanes[index]} role="group" aria-label={laneName(lanes[index] ?? '')}>
          {(only ? marks.filter((mark) => only.has(mark)) : marks).map((mark) => {
            const id = idOf(mark);
            const [first] = mark.entries;
            return (
              first && (
                <MarkShape
                  key={id}
                  mark={mark}
                  y={rowY(lane, mark.row, rows, layout.narrow)}
                  label={entryLabel(first)}
                  spoken={spokenOf(mark, timeZone)}
                  active={id === activeId}
                  selected={selectedId !== undefined && mark.entries.some((entry) => entry.id === selectedId)}
                  movable={mark.entries.length === 1 && canDrag(first)}
                />
              )
            );
          })}
        </g>
      )
    );
  });
});

function spokenOf({ entries }: Mark, timeZone: TimeZone): string {
  const [first, ...more] = entries;
  const last = more.at(-1);
  if (!first) {
    return '';
  }
  if (last) {
    return t('pirtimeline.cluster', '{{count}} entries from {{from}} to {{to}}', {
      count: entries.length,
      from: fullTime(first.at, timeZone),
      to: fullTime(last.at, timeZone),
      defaultValue_one: '{{count}} entry from {{from}} to {{to}}',
    });
  }
  return [fullTime(first.at, timeZone), kindName(first.kind), entryLabel(first), first.actor]
    .filter(Boolean)
    .join(', ');
}
