import { type DataFrame, FieldType } from '@grafana/data';
import { chunk } from 'lodash';

import { type Signal } from '../../api/types';
import { type Condition, conditionOf, crosses } from '../health/conditions';
import { instantVectors } from '../instant';
import { inTime } from '../inTime';
import { LIMITS } from '../limits';
import { messageOf } from '../message';
import { summarise } from '../providers/choose';
import { type Probe } from '../providers/probe';
import { type Thing } from '../things';
import { askRange, stepOf } from './askRange';
import { conditionAbout } from './conditionAbout';

/** What is looked at, in epoch milliseconds. */
export interface Window {
  fromMs: number;
  toMs: number;
  /** When the incident began, as far as is known. */
  startMs: number;
}

/** A signal whose alert condition came to hold. */
export interface Break {
  signal: Signal;
  atMs: number;
  /** It held before what was looked at begins. */
  before: boolean;
}

export interface Breaks {
  /** The earliest first. */
  breaks: Break[];
  /** Ids of signals whose condition says something about the thing at all. */
  judged: string[];
  failed: string[];
}

/** When conditions are looked at, to find those that are worth a closer look: soon after the start, and a while later. */
const LOOKS_MS = [60_000, 10 * 60_000];

interface Asked {
  signal: Signal;
  condition: Condition;
  expr: string;
}

/** Which alert conditions about these things held when the incident began, and since when, in one Prometheus data source. */
export async function firstBreaks(signals: Signal[], things: Thing[], window: Window, probe: Probe): Promise<Breaks> {
  const asked = signals.flatMap((signal) => askedOf(signal, things, probe));
  const { values, failed } = await looks(asked, window, probe.uid);
  const judged = asked.filter(({ signal }) => values.has(signal.id));
  const holding = judged
    .filter(({ signal, condition }) => values.get(signal.id)?.some((value) => crosses(value, condition)))
    .slice(0, LIMITS.breakSignals);
  const closer = await Promise.all(chunk(holding, LIMITS.bandBatch).map((part) => breaksIn(part, window, probe.uid)));
  return {
    breaks: closer.flatMap(({ breaks }) => breaks).sort((a, b) => a.atMs - b.atMs),
    judged: judged.map(({ signal }) => signal.id),
    failed: [...failed, ...closer.flatMap((one) => one.failed)],
  };
}

/** The condition for the first thing that its series know. */
function askedOf(signal: Signal, things: Thing[], { names }: Probe): Asked[] {
  const condition = conditionOf({ alert: signal.alert, providers: summarise(signal).providers }, names);
  const expr = condition && things.map((thing) => conditionAbout(condition, thing)).find(Boolean);
  return expr ? [{ signal, condition, expr }] : [];
}

async function looks(asked: Asked[], { startMs, toMs }: Window, uid: string) {
  const values = new Map<string, number[]>();
  const failed = new Set<string>();
  const queries = asked.map(({ signal, expr }) => ({ key: signal.id, expr }));
  for (const atMs of new Set(LOOKS_MS.map((after) => Math.min(startMs + after, toMs)))) {
    const answer = await inTime(instantVectors(uid, queries, atMs), LIMITS.stripTimeoutMs);
    for (const [id, samples] of answer.found) {
      if (samples.length > 0) {
        values.set(id, [...(values.get(id) ?? []), ...samples.map(({ value }) => value)]);
      }
    }
    answer.failed.forEach((message) => failed.add(message));
  }
  return { values, failed: [...failed] };
}

async function breaksIn(asked: Asked[], window: Window, uid: string): Promise<Pick<Breaks, 'breaks' | 'failed'>> {
  try {
    const frames = await askRange(
      uid,
      asked.map(({ expr }) => expr),
      window
    );
    const stepMs = stepOf(window.fromMs, window.toMs);
    return {
      breaks: asked.flatMap((one, index) => {
        const own = frames[index];
        return (own && breakOf(one, own, window, stepMs)) ?? [];
      }),
      failed: [],
    };
  } catch (thrown) {
    return { breaks: [], failed: [messageOf(thrown)] };
  }
}

/** When the condition began to hold, of the time that it held last when the incident began, or first after that. */
export function breakOf(
  { signal, condition }: Pick<Asked, 'signal' | 'condition'>,
  frame: DataFrame,
  { fromMs, startMs }: Window,
  stepMs: number
): Break | undefined {
  const gapMs = 1.5 * stepMs;
  const run = runsOf(frame, condition, gapMs).find(({ endMs }) => endMs + gapMs >= startMs);
  return run && { signal, atMs: run.beganMs, before: run.beganMs - fromMs < gapMs };
}

interface Run {
  beganMs: number;
  endMs: number;
}

/** The times over which the condition held. A point that is absent, as where the query compares by itself, ends one. */
function runsOf(frame: DataFrame, condition: Condition, gapMs: number): Run[] {
  const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
  const values = frame.fields.find(({ type }) => type === FieldType.number)?.values ?? [];
  const runs: Run[] = [];
  times.forEach((atMs: number, index: number) => {
    if (typeof values[index] !== 'number' || !crosses(values[index], condition)) {
      return;
    }
    const last = runs.at(-1);
    if (last && atMs - last.endMs < gapMs) {
      last.endMs = atMs;
    } else {
      runs.push({ beganMs: atMs, endMs: atMs });
    }
  });
  return runs;
}
