/**
 * Prints a page that needs nothing else, without Grafana around it and with ink on paper whatever the theme is. The frame runs no script:
 * the sandbox leaves it only what printing needs. It is gone after the dialog, or with the next one where the browser does not say.
 */
export function printPage(html: string, title: string): void {
  document.getElementById(FRAME)?.remove();
  const frame = document.createElement('iframe');
  frame.id = FRAME;
  frame.title = title;
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  // Not "display: none": Firefox prints nothing of such a frame.
  frame.style.cssText = 'position:fixed;left:-10000px;top:0;width:210mm;height:297mm;border:0;visibility:hidden';
  frame.addEventListener('load', () => {
    const view = frame.contentWindow;
    view?.addEventListener('afterprint', () => frame.remove());
    view?.focus();
    view?.print();
  });
  frame.srcdoc = html;
  document.body.appendChild(frame);
}

const FRAME = 'strata-printed-review';
