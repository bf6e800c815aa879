import { encode } from 'uqr';

export interface Qr {
  /** Side in modules, quiet zone included. */
  size: number;
  /** SVG path of the dark modules, one unit per module. */
  path: string;
}

/** Longer addresses give modules that are too small to be read from some distance. */
const LONGEST = 300;
/** Modules of light around the code, as ISO/IEC 18004 asks for. */
const QUIET = 4;

/** The QR code of an address; undefined where it is too long. */
export function qrOf(text: string): Qr | undefined {
  if (text.length > LONGEST) {
    return undefined;
  }
  const { size, data } = encode(text, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { size, path };
}
