import { describe, expect, it } from 'vitest';
import { type DrillEvent, DrillWatch } from '../../src/drill/drill-watch.ts';
import { tellEvent } from '../../src/drill/tell-event.ts';
import { drawSamples, echo, times, web } from './support/samples.ts';

const settings = {
  intervalMs: 100,
  timeoutMs: 500,
  baselineMs: 2_000,
  afterMs: 2_000,
  maxMs: 60_000,
};

/** Plays samples of both services in the order they were sent; returns what was told, and how and when it ended. */
function play(letters: string, webLetters = times(letters.length, 'o')) {
  const events: DrillEvent[] = [];
  const watch = new DrillWatch([echo, web], settings, (event) => events.push(event));
  const echoes = drawSamples(letters);
  const pages = drawSamples(webLetters, web);
  for (let index = 0; index < letters.length; index += 1) {
    const end = watch.check(index * 100);
    if (end) return { events, end, endedMs: index * 100 };
    for (const sample of [echoes[index], pages[index]]) if (sample) watch.add(sample);
  }
  return { events, end: watch.check(letters.length * 100), endedMs: letters.length * 100 };
}

const types = (events: readonly DrillEvent[]) =>
  events.map(({ type }) => type).filter((type) => type !== 'status');

describe('watching', () => {
  it('tells baseline, outage and return, and ends once it was quiet for long enough', () => {
    const { events, end, endedMs } = play(`${times(30, 'o')}xxxxx${times(60, 'o')}`);
    expect(types(events)).toEqual(['baseline-clean', 'down', 'back']);
    expect({ end, endedMs }).toEqual({ end: 'stable', endedMs: 5_400 });
    expect(events.map((event) => tellEvent(event, 2_000, 'vi')).join('\n')).toContain(
      'C-ECHO pacs: TRẢ LỜI LẠI; gián đoạn từ 0,4 đến 0,6 s, trong đó hỏng 100 %',
    );
  });

  it('does not end while nothing has happened, until the longest time', () => {
    expect(play(times(300, 'o')).end).toBeUndefined();
    expect(play(times(601, 'o'))).toMatchObject({ end: 'max', endedMs: 60_000 });
  });

  it('tells flapping once, not every time', () => {
    const { events } = play(`${times(30, 'o')}${'xo'.repeat(20)}${times(40, 'o')}`);
    expect(types(events)).toEqual(['baseline-clean', 'down', 'back']);
  });

  it('does not end while a service is down, nor soon after another came back', () => {
    const { end } = play(
      `${times(30, 'o')}${times(60, 'x')}`,
      `${times(30, 'o')}xx${times(58, 'o')}`,
    );
    expect(end).toBeUndefined();
  });

  it('ends at once when a service never answers, before anybody takes a node down', () => {
    expect(play(times(60, 'r'))).toMatchObject({ end: 'no-answer', endedMs: 1_000 });
  });

  it('says that the baseline is spoilt, once, and does not say that it is clean', () => {
    const { events, end } = play(`oooxox${times(80, 'o')}`);
    expect(types(events)).toEqual(['baseline-dirty', 'down', 'back']);
    expect(end).toBe('stable');
  });

  it('takes another node that answers for the event, where nothing failed', () => {
    const { events, end } = play(times(90, 'o'), `${times(30, 'a')}${times(60, 'b')}`);
    expect(types(events)).toEqual(['baseline-clean', 'node-new']);
    expect(end).toBe('stable');
  });

  it('takes a node that answers no more for the event, where two took turns', () => {
    const { events, end } = play(times(160, 'o'), `${'ab'.repeat(15)}${times(130, 'b')}`);
    expect(types(events)).toEqual(['baseline-clean', 'node-gone']);
    expect(end).toBe('stable');
  });

  it('does not take a name that changes with every answer for a node', () => {
    const watch = new DrillWatch([web], settings, () => undefined);
    for (let index = 0; index < 200; index += 1) {
      const marks = new Map([['x-served-by', `request-${index}`]]);
      watch.add({
        service: web.key,
        index,
        atMs: index * 100,
        kind: 'answered',
        elapsedMs: 1,
        marks,
      });
    }
    expect(watch.check(20_000)).toBeUndefined();
  });

  it('puts samples in the order they were sent before it reads them', () => {
    const events: DrillEvent[] = [];
    const watch = new DrillWatch([echo], settings, (event) => events.push(event));
    // The failures end last, as timeouts do.
    const samples = drawSamples(`${times(25, 'o')}xxx${times(20, 'o')}`);
    const late = samples.filter(({ kind }) => kind === 'failed');
    for (const sample of samples) if (!late.includes(sample)) watch.add(sample);
    expect(types(events)).toEqual([]);
    for (const sample of late.toReversed()) watch.add(sample);
    expect(types(events)).toEqual(['down', 'back']);
  });
});
