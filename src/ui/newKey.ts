/** A random key for one form, so that a double click or a retry does its work once. Works over plain HTTP too. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
