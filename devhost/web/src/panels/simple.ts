import { type DataFrame, type Field, FieldType, formattedValueToString, getFieldDisplayName } from '@grafana/data';

/** One labelled number with its colour and text, for bars and slices. */
export interface Part {
  name: string;
  value: number;
  text: string;
  color: string;
}

/** How a value of a field is shown: text and colour. */
export function shown(field: Field, value: unknown) {
  const display = field.display?.(value);
  return { text: display ? formattedValueToString(display) : String(value ?? ''), color: display?.color ?? 'gray' };
}

/** Every row of the first text field with the first number beside it; without a text field, the last value of each series. */
export function partsOf(frames: DataFrame[]): Part[] {
  return frames.flatMap((frame) => {
    const numbers = frame.fields.filter((f) => f.type === FieldType.number && !f.config.custom?.hideFrom?.viz);
    const names = frame.fields.find((f) => f.type === FieldType.string);
    if (names && numbers[0]) {
      return Array.from(names.values, (name: unknown, i) => part(String(name), numbers[0], i));
    }
    return numbers
      .filter((f) => f.values.length)
      .map((f) => part(getFieldDisplayName(f, frame, frames), f, f.values.length - 1));
  });
}

function part(name: string, field: Field, row: number): Part {
  const value = Number(field.values[row]);
  return { name, value, ...shown(field, field.values[row]) };
}

/** The spans of one field's timeline: equal neighbours are one span. Times are in milliseconds. */
export interface Span {
  from: number;
  to: number;
  text: string;
  color: string;
}

export function spansOf(time: Field, field: Field, end: number, merge: boolean): Span[] {
  const spans: Span[] = [];
  const length = time.values.length;
  for (let i = 0; i < length; i++) {
    const value = field.values[i];
    const to = i + 1 < length ? time.values[i + 1] : end;
    const last = spans.at(-1);
    const { text, color } = shown(field, value);
    if (value === null || value === undefined) {
      continue;
    }
    if (merge && last && last.to === time.values[i] && last.text === text) {
      last.to = to;
    } else {
      spans.push({ from: time.values[i], to, text, color });
    }
  }
  return spans;
}
