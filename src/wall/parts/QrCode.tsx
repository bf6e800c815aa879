import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';

import { qrOf } from '../qr';

interface Props {
  address: string;
  /** What happens with it. */
  label: string;
}

/** An address that a phone reads from the screen; as text where it is too long for that. */
export function QrCode({ address, label }: Props) {
  const styles = useStyles2(getStyles);
  const code = useMemo(() => qrOf(address), [address]);
  return (
    <figure className={styles.figure}>
      {code && (
        <svg
          className={styles.code}
          viewBox={`0 0 ${code.size} ${code.size}`}
          role="img"
          aria-label={address}
          shapeRendering="crispEdges"
        >
          <rect width={code.size} height={code.size} fill="#ffffff" />
          <path d={code.path} fill="#000000" />
        </svg>
      )}
      <figcaption className={styles.label}>{code ? label : address}</figcaption>
    </figure>
  );
}

const getStyles = () => ({
  figure: css({ flexShrink: 0, width: '14em', margin: 0, textAlign: 'center' }),
  code: css({ display: 'block', width: '100%', height: 'auto' }),
  label: css({ fontSize: '1.5em', marginTop: '0.4em', overflowWrap: 'anywhere' }),
});
