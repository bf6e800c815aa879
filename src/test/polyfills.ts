/** jsdom has no layout: everything counts as visible, and nothing ever changes its size. */
class AllVisible implements IntersectionObserver {
  readonly root = null;
  readonly rootMargin = '';
  readonly scrollMargin = '';
  readonly thresholds = [];

  constructor(private readonly callback: IntersectionObserverCallback) {}

  observe(target: Element) {
    const entry = { target, isIntersecting: true } as IntersectionObserverEntry;
    this.callback([entry], this);
  }

  unobserve() {}

  disconnect() {}

  takeRecords() {
    return [];
  }
}

class NeverResized implements ResizeObserver {
  observe() {}

  unobserve() {}

  disconnect() {}
}

// jsdom has no layout to scroll in.
Element.prototype.scrollIntoView ??= () => undefined;

// jsdom draws nothing; a Combobox measures its longest option.
Object.assign(HTMLCanvasElement.prototype, {
  getContext: () => ({ measureText: (text: string) => ({ width: text.length }) }),
});

Object.assign(globalThis, { IntersectionObserver: AllVisible, ResizeObserver: NeverResized });

// jsdom's URL is older than what Grafana sanitises links with.
URL.canParse ??= (url, base) => {
  try {
    return Boolean(new URL(url, base));
  } catch {
    return false;
  }
};
