import { printPage } from './printPage';

function frames(): HTMLIFrameElement[] {
  return [...document.querySelectorAll('iframe')];
}

test('prints a page in a frame that runs nothing, and takes it away afterwards', () => {
  printPage('<p>first</p>', 'Review of incident 1');
  printPage('<p>Checkout</p>', 'Review of incident 7');
  const [frame, ...others] = frames();
  expect(others).toEqual([]);
  expect(frame?.srcdoc).toBe('<p>Checkout</p>');
  expect(frame?.getAttribute('sandbox')?.split(' ')).not.toContain('allow-scripts');
  const view = frame?.contentWindow;
  const print = jest.fn();
  Object.assign(view ?? {}, { print, focus: jest.fn() });
  frame?.dispatchEvent(new Event('load'));
  expect(print).toHaveBeenCalledTimes(1);
  view?.dispatchEvent(new Event('afterprint'));
  expect(frames()).toEqual([]);
});
