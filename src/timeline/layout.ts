/** Pixels. The gutter holds the names of lanes and the numbers of series. */
export const ROW = 22;
const LANE_PADDING = 8;
const LANE_TITLE = 16;
const PHASES = 24;
const RIBBON = 20;
const GAPS = 18;
const AXIS = 26;
const LEAST_TRACK = 64;
const USUAL_TRACK = 110;
const TRACK_GAP = 6;
const MOST_ROWS = 4;
const NARROW = 560;

export interface Band {
  top: number;
  height: number;
}

export interface Layout {
  narrow: boolean;
  left: number;
  width: number;
  phases: Band;
  ribbon: Band;
  /** Of its own, as texts of entries reach into the time after them. */
  gaps: Band;
  lanes: Band[];
  tracks: Band[];
  axis: Band;
  /** Of everything; more than there is when the panel has to scroll. */
  height: number;
}

interface Wanted {
  width: number;
  /** Absent: as tall as the content likes. */
  height?: number;
  lanes: number;
  tracks: number;
  phases: boolean;
  ribbon: boolean;
  gaps: boolean;
}

const RIGHT = 12;

export function gutterOf(width: number): { narrow: boolean; left: number; inner: number } {
  const narrow = width < NARROW;
  const left = narrow ? 58 : 112;
  return { narrow, left, inner: Math.max(40, width - left - RIGHT) };
}

/** How many rows a lane may have: as many as there is height for when each strip of series has its least. */
export function rowsPerLane(wanted: Wanted): number {
  const { height, lanes, tracks, width } = wanted;
  if (height === undefined || lanes === 0) {
    return MOST_ROWS;
  }
  const heads = fixedHeight(wanted) + tracks * (LEAST_TRACK + TRACK_GAP);
  const each = (height - heads) / lanes - LANE_PADDING - titleOf(gutterOf(width).narrow);
  return Math.min(MOST_ROWS, Math.max(1, Math.floor(each / ROW)));
}

const fixedHeight = ({ phases, ribbon, gaps }: Wanted) =>
  Number(phases) * PHASES + Number(ribbon) * RIBBON + Number(gaps) * GAPS + AXIS;

/** On narrow screens the name of a lane stands above it, since the gutter has no room. */
const titleOf = (narrow: boolean) => (narrow ? LANE_TITLE : 0);

/** Places everything below each other; `rows` are those that each lane uses. */
export function layout(wanted: Wanted, rows: readonly number[]): Layout {
  const { narrow, left, inner } = gutterOf(wanted.width);
  let top = 0;
  const next = (height: number): Band => {
    const band = { top, height };
    top += height;
    return band;
  };
  const phases = next(wanted.phases ? PHASES : 0);
  const ribbon = next(wanted.ribbon ? RIBBON : 0);
  const gaps = next(wanted.gaps ? GAPS : 0);
  const lanes = rows.map((count) => next(Math.max(1, count) * ROW + LANE_PADDING + titleOf(narrow)));
  const each = trackHeight(wanted, top);
  const tracks = Array.from({ length: wanted.tracks }, () => next(each)).map((band) => ({
    top: band.top + TRACK_GAP,
    height: band.height - TRACK_GAP,
  }));
  const spare = wanted.height === undefined || wanted.tracks > 0 ? 0 : wanted.height - top - AXIS;
  spread(lanes, Math.max(0, spare));
  top += Math.max(0, spare);
  const axis = next(AXIS);
  return { narrow, left, width: inner, phases, ribbon, gaps, lanes, tracks, axis, height: top };
}

function trackHeight({ height, tracks }: Wanted, above: number): number {
  if (height === undefined) {
    return USUAL_TRACK + TRACK_GAP;
  }
  const free = (height - above - AXIS) / Math.max(1, tracks);
  return Math.max(LEAST_TRACK + TRACK_GAP, Math.floor(free));
}

/** Without series the lanes share what is left. */
function spread(lanes: Band[], spare: number): void {
  const each = Math.floor(spare / Math.max(1, lanes.length));
  lanes.forEach((lane, index) => {
    lane.top += index * each;
    lane.height += each;
  });
}

/** Where the middle of a row is. */
export function rowY(lane: Band, row: number, rows: number, narrow: boolean): number {
  const title = titleOf(narrow);
  const used = rows * ROW;
  return lane.top + title + (lane.height - title - used) / 2 + row * ROW + ROW / 2;
}

/** The row at a height; undefined above and below the rows of the lane. */
export function rowAt(lane: Band, y: number, rows: number, narrow: boolean): number | undefined {
  const row = Math.floor((y - rowY(lane, 0, rows, narrow)) / ROW + 0.5);
  return row >= 0 && row < rows ? row : undefined;
}
