import { placesOf, rowAt } from './rows';

interface Seen {
  /** Pixels from the top, in steps, so that not every pixel draws the list again. */
  top: number;
  height: number;
}

/** Pixels. */
const STEP = 64;

/** What is in view of a list that scrolls. For useSyncExternalStore. */
export class Viewport {
  private element: HTMLElement | null = null;
  private seen: Seen = { top: 0, height: 0 };
  private keys: readonly string[] = [];
  private places = placesOf([], () => undefined, 0, 0);
  private readonly listeners = new Set<() => void>();
  private readonly resized = new ResizeObserver(() => this.look());

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly snapshot = () => this.seen;

  /** As ref of what scrolls. */
  readonly attach = (element: HTMLElement | null) => {
    this.element?.removeEventListener('scroll', this.look);
    this.resized.disconnect();
    this.element = element;
    if (element) {
      element.addEventListener('scroll', this.look, { passive: true });
      this.resized.observe(element);
      this.look();
    }
  };

  private readonly look = () => {
    const { scrollTop = 0, clientHeight = 0 } = this.element ?? {};
    const top = Math.floor(scrollTop / STEP) * STEP;
    if (top !== this.seen.top || clientHeight + STEP !== this.seen.height) {
      this.seen = { top, height: clientHeight + STEP };
      this.listeners.forEach((listener) => listener());
    }
  };

  /**
   * To be called when other rows are drawn, or rows at other places. What somebody looks at stays where it is when rows above it
   * come, go or are measured; at the top of the list, what comes is seen.
   */
  keep(keys: readonly string[], places: Float64Array) {
    const [before, placesBefore] = [this.keys, this.places];
    this.keys = keys;
    this.places = places;
    const top = this.element?.scrollTop ?? 0;
    const row = rowAt(placesBefore, top);
    const now = before[row] === undefined || top === 0 ? -1 : keys.indexOf(before[row]);
    const moved = (places[now] ?? 0) - (placesBefore[row] ?? 0);
    if (this.element && now >= 0 && moved !== 0) {
      this.element.scrollTop = top + moved;
    }
  }

  /** Brings a row into view, by as little as needed. */
  show(index: number) {
    const [start, end] = [this.places[index], this.places[index + 1]];
    if (!this.element || start === undefined || end === undefined) {
      return;
    }
    this.element.scrollTop = Math.min(start, Math.max(this.element.scrollTop, end - this.element.clientHeight));
    this.look();
  }

  /** The row that has this key, where it is drawn. */
  find(key: string): HTMLElement | undefined {
    const rows = this.element?.querySelectorAll<HTMLElement>('[data-key]') ?? [];
    return [...rows].find(({ dataset }) => dataset.key === key);
  }
}
