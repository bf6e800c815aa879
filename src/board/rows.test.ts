import { placesOf, rangeOf, rowAt } from './rows';
import { Viewport } from './viewport';

const sizes = new Map([['b', 50]]);
const place = (keys: string[]) => placesOf(keys, (key) => sizes.get(key), 30, 10);

describe('rows of a long list', () => {
  it('begin below those before them, measured or estimated', () => {
    expect([...place(['a', 'b', 'c'])]).toEqual([0, 40, 100, 130]);
    expect([...place([])]).toEqual([0]);
  });

  it.each([
    [-5, 0],
    [0, 0],
    [39, 0],
    [40, 1],
    [99, 1],
    [100, 2],
    [9_999, 2],
  ])('at %i is row %i', (at, row) => {
    expect(rowAt(place(['a', 'b', 'c']), at)).toBe(row);
  });

  it('are drawn where they are in view, and a few more', () => {
    const many = place(Array.from({ length: 5_000 }, (_, index) => String(index)));

    expect(rangeOf(many, 4_000, 400, 6)).toEqual({ first: 94, end: 117 });
    expect(rangeOf(many, 0, 400, 6)).toEqual({ first: 0, end: 17 });
    expect(rangeOf(many, 1e9, 400, 6).end).toBe(5_000);
    expect(rangeOf(place([]), 0, 400, 6)).toEqual({ first: 0, end: 0 });
  });
});

describe('what somebody looks at', () => {
  function scrolled(top: number) {
    const element = document.createElement('div');
    const viewport = new Viewport();
    viewport.attach(element);
    viewport.keep(['a', 'b', 'c'], place(['a', 'b', 'c']));
    element.scrollTop = top;
    return { element, viewport };
  }

  it('stays where it is when rows come and go above it', () => {
    const { element, viewport } = scrolled(105);
    viewport.keep(['new', 'a', 'b', 'c'], place(['new', 'a', 'b', 'c']));
    expect(element.scrollTop).toBe(145);

    viewport.keep(['b', 'c'], place(['b', 'c']));
    expect(element.scrollTop).toBe(65);
  });

  it('is what comes, at the top of the list', () => {
    const { element, viewport } = scrolled(0);
    viewport.keep(['new', 'a', 'b', 'c'], place(['new', 'a', 'b', 'c']));

    expect(element.scrollTop).toBe(0);
  });
});
