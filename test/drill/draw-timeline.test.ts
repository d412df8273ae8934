import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { analyseLoss } from '../../src/drill/analyse-loss.ts';
import { analyseSamples } from '../../src/drill/analyse-samples.ts';
import type { DrillAnalysis } from '../../src/drill/analysis.ts';
import { drawTimeline } from '../../src/drill/draw-timeline.ts';
import { drawSamples, echo, times, web } from './support/samples.ts';

function analysisOf(letters: string, service = echo): DrillAnalysis {
  const objects = Array.from({ length: 5 }, (_, index) => ({
    number: index + 1,
    sopInstanceUid: `2.25.${index}`,
    atMs: index * 900,
    outcome: 'acknowledged' as const,
  }));
  const options = {
    intervalMs: 100,
    timeoutMs: 500,
    baselineMs: 2_000,
    afterMs: 2_000,
    durationMs: letters.length * 100,
    services: [service, web],
  };
  const samples = [
    ...drawSamples(letters, service),
    ...drawSamples(times(letters.length, 'a'), web),
  ];
  return {
    ...analyseSamples(samples, options),
    losses: [analyseLoss('kho', objects, { found: new Set([1, 2, 4]), renamed: 0 })],
  };
}

describe('the picture of a drill', () => {
  it.each(['vi', 'en'] as const)(
    'can be drawn (%s) and tells in words what it shows',
    async (language) => {
      const svg = drawTimeline(analysisOf(`${times(22, 'a')}xxxx${times(20, 'b')}`), language);
      const { width, height, format } = await sharp(Buffer.from(svg)).metadata();
      expect({ format, isWide: (width ?? 0) > (height ?? 0) }).toEqual({
        format: 'svg',
        isWide: true,
      });
      expect(svg).toContain('role="img" aria-labelledby="drill-title drill-desc"');
      expect(svg).toMatch(/<title id="drill-title">[^<]+<\/title>/);
      const description = /<desc id="drill-desc">([^<]+)<\/desc>/.exec(svg)?.[1];
      expect(description).toContain(language === 'vi' ? 'từ 0,3 đến 0,5 s' : '0.3 to 0.5 s');
      expect(description).toContain(language === 'vi' ? 'mất 2' : '2 lost');
    },
  );

  it('draws nothing from outside, and text of the hospital as text', async () => {
    const hostile = { ...echo, subjectId: `<script>"&'\u0007` };
    const svg = drawTimeline(analysisOf(`${times(30, 'o')}x${times(30, 'o')}`, hostile), 'vi');
    expect(svg).not.toMatch(/<script|href|url\((?!#)|<image|<foreignObject/);
    await expect(sharp(Buffer.from(svg)).metadata()).resolves.toMatchObject({ format: 'svg' });
  });

  it('can be drawn of a drill that was stopped at once, and of a long one', async () => {
    for (const letters of ['', 'o', times(9_000, 'o')]) {
      const svg = drawTimeline(analysisOf(letters), 'vi');
      expect(svg.length).toBeLessThan(200_000);
      await expect(sharp(Buffer.from(svg)).png().toBuffer()).resolves.toBeInstanceOf(Buffer);
    }
  });

  it('shows a single failure among many answers', () => {
    const svg = drawTimeline(analysisOf(`${times(3_000, 'o')}x${times(3_000, 'o')}`), 'vi');
    expect(svg.match(/<rect[^>]*height="5"[^>]*url\(#drill-failed\)/g)).toHaveLength(1);
  });
});
