import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';

import { navUrl, ROUTES } from '../../../app/nav';

/** Grafana does not say whether its settings came from a file, so this is for everybody who may change them. */
export function FileNote() {
  const styles = useStyles2(getStyles);
  const exportPage = navUrl(`${ROUTES.settings}/transfer`);
  return (
    <p className={styles}>
      <Trans i18nKey="team.file">
        What you change here is kept in Grafana’s settings of this app. Where a provisioning file sets up the app, the
        file wins when Grafana starts the next time:{' '}
        <TextLink href={exportPage} inline>
          export the configuration
        </TextLink>{' '}
        and put it in the file’s place.
      </Trans>
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ maxWidth: theme.spacing(110), color: theme.colors.text.secondary });
