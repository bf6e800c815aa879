import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, ThemeContext } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { ClipboardButton, LinkButton, Stack, useStyles2 } from '@grafana/ui';

import { navUrl, prefixRoute, ROUTES } from '../../app/nav';
import { addressOf } from '../address';
import { type WallSettings } from '../settings';
import { Wall } from '../Wall';
import { Choices } from './Choices';

interface Props {
  settings: WallSettings;
  params: URLSearchParams;
  theme: GrafanaTheme2;
  onChange: (next: Partial<WallSettings>) => void;
}

/** Where a wall is put together: what it shows, a small picture of it, and its address. */
export function SetUp({ settings, params, theme, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const query = new URLSearchParams(params);
  query.set('kiosk', '1');
  const route = `${ROUTES.wall}?${query.toString()}`;
  return (
    <PluginPage
      pageNav={{ text: t('wall.title', 'Wall'), url: navUrl(ROUTES.wall) }}
      subTitle={t(
        'wall.subtitle',
        'Large views for a screen on the wall that turn by themselves. The address holds all that is chosen here.'
      )}
      actions={
        <Stack gap={1}>
          <ClipboardButton variant="secondary" icon="copy" getText={() => addressOf(prefixRoute(route))}>
            {t('wall.copy', 'Copy address')}
          </ClipboardButton>
          <LinkButton icon="monitor" href={navUrl(route)}>
            {t('wall.start', 'Start')}
          </LinkButton>
        </Stack>
      }
    >
      <Choices settings={settings} onChange={onChange} />
      <ThemeContext.Provider value={theme}>
        <section className={styles} aria-label={t('wall.preview', 'Preview')}>
          <Wall settings={settings} />
        </section>
      </ThemeContext.Provider>
    </PluginPage>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    width: '100%',
    maxWidth: theme.breakpoints.values.lg,
    aspectRatio: '16 / 9',
    border: `1px solid ${theme.colors.border.medium}`,
  });
