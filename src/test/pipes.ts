const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

interface Reader {
  open: string[];
  quote: string | undefined;
  stages: string[];
  stage: string;
}

/**
 * The stages of a query that is a chain of pipes, such as SPL and DQL; throws where a bracket or a text does not end, or where
 * nothing stands between two pipes. `quotes` are the marks that texts stand in. A query may begin with a pipe, as SPL does.
 */
export function stagesOf(text: string, quotes: string): string[] {
  const reader: Reader = { open: [], quote: undefined, stages: [], stage: '' };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (reader.quote !== undefined && char === '\\') {
      reader.stage += char + text.charAt(++at);
    } else {
      read(reader, char, quotes);
    }
  }
  if (reader.quote !== undefined || reader.open.length > 0) {
    throw new Error(`${reader.quote ?? reader.open.at(-1) ?? ''} has no end: ${text}`);
  }
  const stages = [...reader.stages, reader.stage].map((stage) => stage.trim());
  const [first, ...others] = stages;
  const asked = first === '' ? others : stages;
  if (asked.length === 0 || asked.includes('')) {
    throw new Error(`There is nothing between two pipes: ${text}`);
  }
  return asked;
}

function read(reader: Reader, char: string, quotes: string): void {
  if (reader.quote !== undefined) {
    reader.quote = char === reader.quote ? undefined : reader.quote;
  } else if (quotes.includes(char)) {
    reader.quote = char;
  } else if ('([{'.includes(char)) {
    reader.open.push(char);
  } else if (BRACKETS[char] !== undefined && reader.open.pop() !== BRACKETS[char]) {
    throw new Error(`${char} has no beginning, after: ${reader.stage}`);
  }
  if (char === '|' && reader.quote === undefined && reader.open.length === 0) {
    reader.stages.push(reader.stage);
    reader.stage = '';
  } else {
    reader.stage += char;
  }
}
