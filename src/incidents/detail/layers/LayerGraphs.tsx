import React, { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';

import { type Around } from './around';
import { layersScene } from './layersScene';
import { type LayerStory } from './story';
import { type Subject } from './subject';

interface Props {
  stories: LayerStory[];
  subject: Subject;
  window: Around;
}

/** The scene is made once: what comes later does not move what somebody reads. */
export function LayerGraphs({ stories, subject, window }: Props) {
  const client = useQueryClient();
  const [scene] = useState(() => layersScene(stories, subject, window, client));
  return <scene.Component model={scene} />;
}
