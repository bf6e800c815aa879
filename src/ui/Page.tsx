import React, { type ComponentProps } from 'react';
import { css } from '@emotion/css';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';

interface Props extends ComponentProps<typeof PluginPage> {
  /** How wide the content becomes on a very wide screen: as wide as forms and sentences, or as lists are read. */
  width: 'text' | 'list';
}

/** A page of the app whose lines stay readable on a 4K screen; on others it is a PluginPage. */
export function Page({ width, children, ...props }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <PluginPage {...props}>
      <div className={styles[width]}>{children}</div>
    </PluginPage>
  );
}

/** For titles that alerts or people wrote: a word longer than a phone is broken. */
export function renderLongTitle(title: string) {
  return <h1 className={LONG_TITLE}>{title}</h1>;
}

const LONG_TITLE = css({ margin: 0, minWidth: 0, overflowWrap: 'anywhere' });

const getStyles = () => ({
  text: css({ maxWidth: 1280 }),
  list: css({ maxWidth: 2000 }),
});
