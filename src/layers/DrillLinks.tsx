import React from 'react';
import { t } from '@grafana/i18n';
import { sceneGraph, type SceneObject } from '@grafana/scenes';
import { Stack, Text, TextLink } from '@grafana/ui';

import { servicePath } from '../app/nav';
import { pickedValues, type Scope } from '../signals/scope';

interface Props {
  model: SceneObject;
  scope: Scope;
}

/** More would be a list of links instead of a way on. */
const SHOWN = 5;

/** From the services that somebody picked to all layers of each. */
export function DrillLinks({ model, scope }: Props) {
  const services = pickedValues(scope.service) ?? [];
  const { from, to } = sceneGraph.getTimeRange(model).useState();
  if (services.length === 0 || services.length > SHOWN) {
    return null;
  }
  const filter = { cluster: onlyOf(scope, 'cluster'), from, to };
  return (
    <Stack gap={1} wrap="wrap">
      <Text color="secondary">{t('layer.drill', 'All layers of')}</Text>
      {services.map((service) => (
        <TextLink key={service} href={servicePath(service, onlyOf(scope, 'namespace'), filter)}>
          {service}
        </TextLink>
      ))}
    </Stack>
  );
}

function onlyOf(scope: Scope, name: 'cluster' | 'namespace'): string | undefined {
  const picked = pickedValues(scope[name]) ?? [];
  return picked.length === 1 ? picked[0] : undefined;
}
