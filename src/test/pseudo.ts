import { PLUGIN_ID } from '../constants';
import english from '../locales/en-US/strata-sre-app.json';
import i18next from 'i18next';

const plain = 'abcdefghijklmnopqrstuvwxyz';
const marked = [...'ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ'];
/** A language that Grafana knows, so that i18next takes it. */
const language = 'de-DE';

/** The same text in letters that no English text has; what is put in and tags stay. */
function translated(text: string): string {
  return text
    .split(/(\{\{[^}]*\}\}|<[^>]*>)/)
    .map((part, index) =>
      index % 2 ? part : part.replace(/[a-z]/gi, (letter) => marked[plain.indexOf(letter.toLowerCase())] ?? letter)
    )
    .join('');
}

function pseudo(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? translated(text) : pseudo(text)])
  );
}

/** Draws what follows in a made-up language; gives the way back. */
export async function speakPseudo(): Promise<() => Promise<void>> {
  const before = i18next.language;
  i18next.addResourceBundle(language, PLUGIN_ID, pseudo(english));
  // Texts of Grafana's own components are in no package.
  i18next.options.parseMissingKeyHandler = (key: string, text?: string) =>
    /^grafana-(ui|data|scenes)/.test(key) ? translated(text ?? '') : (text ?? key);
  await i18next.changeLanguage(language);
  return async () => {
    delete i18next.options.parseMissingKeyHandler;
    await i18next.changeLanguage(before);
  };
}

const attributes = ['aria-label', 'title', 'placeholder', 'alt'];

/** What can be read on the page: texts, but no code, and the texts for screen readers and empty fields. */
export function readable(page: HTMLElement): string[] {
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      texts.push(...attributes.map((name) => (node instanceof Element ? (node.getAttribute(name) ?? '') : '')));
    } else if (!node.parentElement?.closest('code, pre, style, script, svg, textarea')) {
      texts.push(node.textContent ?? '');
    }
  }
  return texts.filter((text) => text.trim() !== '');
}
