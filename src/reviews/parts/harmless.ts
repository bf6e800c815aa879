/** What loads something from elsewhere as soon as it is shown. */
const LOADING = 'img, picture, source, video, audio, track, iframe, frame, object, embed, link, style, input';

/** HTML that loads nothing: an image of a stranger's review would tell its owner who reads it. Their descriptions stay as text. */
export function withoutLoading(html: string): string {
  // A document that is not shown fetches nothing.
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  body.querySelectorAll(LOADING).forEach((element) => element.replaceWith(element.getAttribute('alt') ?? ''));
  body.querySelectorAll('[style], [background], [srcset]').forEach((element) => {
    ['style', 'background', 'srcset'].forEach((name) => element.removeAttribute(name));
  });
  return body.innerHTML;
}
