/** Seconds are plenty for a browser to take the content; it is freed afterwards. */
const FREE_AFTER_MS = 10_000;

/** Hands a text to the browser as a file. `type` is its media type, such as text/csv. */
export function downloadText(fileName: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FREE_AFTER_MS);
}
