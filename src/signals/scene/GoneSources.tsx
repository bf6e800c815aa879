import React from 'react';
import { t } from '@grafana/i18n';
import { MultiValueVariable, sceneGraph, type SceneObject } from '@grafana/scenes';
import { Alert, Button } from '@grafana/ui';

import { choosePrometheus, listPrometheus } from '../dataSource';
import { PROMETHEUS_VARIABLE } from './sceneScope';
import { useSelection } from './useSelection';

/** The address names data sources that this organisation does not have: without a word, other ones would answer. */
export function GoneSources({ model }: { model: SceneObject }) {
  const { dataSources = [] } = useSelection(model);
  const known = new Set(listPrometheus().map(({ uid }) => uid));
  const gone = dataSources.filter((uid) => !known.has(uid));
  const instead = choosePrometheus(undefined);
  if (gone.length === 0) {
    return null;
  }
  return (
    <Alert
      severity="warning"
      title={t('gone-sources.title', 'Data source {{names}} is not there', {
        names: gone.map((uid) => `"${uid}"`).join(', '),
        interpolation: { escapeValue: false },
      })}
    >
      <p>
        {t(
          'gone-sources.fix',
          'It was deleted, or you may not query it. What is shown comes from the other data sources. Choose one of the list above.'
        )}
      </p>
      {instead && (
        <Button size="sm" variant="secondary" onClick={() => choose(model, instead.uid, instead.name)}>
          {t('gone-sources.use', 'Use {{name}}', { name: instead.name, interpolation: { escapeValue: false } })}
        </Button>
      )}
    </Alert>
  );
}

function choose(model: SceneObject, uid: string, name: string) {
  const variable = sceneGraph.lookupVariable(PROMETHEUS_VARIABLE, model);
  if (variable instanceof MultiValueVariable) {
    variable.changeValueTo([uid], [name]);
  }
}
