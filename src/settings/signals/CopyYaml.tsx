import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { type OwnSignal } from '../../api/types';
import { downloadText } from '../../ui/download';
import { provisioningYaml } from './provisioning';

interface Props {
  /** What to write when somebody asks for it; none while it is not right. */
  signals: () => OwnSignal[];
}

/** The signals as a provisioning file, into the clipboard or, where a browser has none for this page, as a file. */
export function CopyYaml({ signals }: Props) {
  const [told, setTold] = useState<string>();
  const copy = async () => {
    const chosen = signals();
    setTold(chosen.length === 0 ? t('copy-yaml.wrong', 'Mend the marked fields first') : await hand(chosen));
  };
  return (
    <Stack gap={1} alignItems="center">
      <Button type="button" variant="secondary" icon="copy" onClick={() => void copy()}>
        {t('copy-yaml.copy', 'Copy as provisioning YAML')}
      </Button>
      <span role="status">{told}</span>
    </Stack>
  );
}

async function hand(signals: OwnSignal[]): Promise<string> {
  const text = await provisioningYaml(signals);
  try {
    await navigator.clipboard.writeText(text);
    return t('copy-yaml.copied', 'Copied: put it into provisioning/plugins/ and restart Grafana');
  } catch {
    // A page without TLS has no clipboard.
    downloadText('strata-signals.yaml', 'application/yaml', text);
    return t('copy-yaml.saved', 'Saved as a file: put it into provisioning/plugins/ and restart Grafana');
  }
}
