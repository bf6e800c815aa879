/** Where each row begins, in pixels from the top; one more at the end for the end of all. */
export function placesOf(
  keys: readonly string[],
  sizeOf: (key: string) => number | undefined,
  estimate: number,
  gap: number
): Float64Array {
  const places = new Float64Array(keys.length + 1);
  let end = 0;
  keys.forEach((key, index) => {
    places[index] = end;
    end += (sizeOf(key) ?? estimate) + gap;
  });
  places[keys.length] = Math.max(0, end - gap);
  return places;
}

/** The first row that reaches below this place; the last one when none does. */
export function rowAt(places: Float64Array, at: number): number {
  let low = 0;
  let high = Math.max(0, places.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle] ?? 0) <= at) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

export interface Range {
  first: number;
  /** Behind the last one. */
  end: number;
}

/** The rows to draw for what is in view, with some more on both sides. */
export function rangeOf(places: Float64Array, top: number, height: number, more: number): Range {
  const count = places.length - 1;
  return {
    first: Math.max(0, rowAt(places, top) - more),
    end: Math.min(count, rowAt(places, top + height) + 1 + more),
  };
}

/** Heights of rows by key, measured when they are drawn and whenever they change. For useSyncExternalStore. */
export class Sizes {
  private readonly known = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly observer = new ResizeObserver((entries) => this.measure(entries.map(({ target }) => target)));
  private revision = 0;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly version = () => this.revision;

  readonly sizeOf = (key: string) => this.known.get(key);

  /** As ref of a row, which says its key as data-key. */
  readonly observe = (row: HTMLElement | null) => {
    if (row) {
      this.observer.observe(row);
    }
  };

  private measure(rows: Element[]) {
    const changed = rows.filter((row) => this.isNew(row));
    if (changed.length > 0) {
      this.revision += 1;
      this.listeners.forEach((listener) => listener());
    }
  }

  private isNew(row: Element): boolean {
    if (!(row instanceof HTMLElement) || !row.isConnected) {
      this.observer.unobserve(row);
      return false;
    }
    const { key = '' } = row.dataset;
    const height = row.offsetHeight;
    if (height === 0 || this.known.get(key) === height) {
      return false;
    }
    this.known.set(key, height);
    return true;
  }
}
