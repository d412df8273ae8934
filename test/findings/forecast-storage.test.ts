import { describe, expect, it } from 'vitest';
import type { EvidenceRecord, FactRow } from '../../src/evidence/evidence.ts';
import { forecastStorage } from '../../src/findings/forecast-storage.ts';

const gib = 1024 ** 3;
const record = (id: string, group: string, rows: readonly FactRow[]): EvidenceRecord => ({
  kind: 'probe',
  id,
  probe: 'host',
  probeVersion: 1,
  subject: id,
  subjectId: id,
  startedAt: '2026-11-22T08:00:00+07:00',
  durationMs: 1,
  notes: [],
  attachments: [],
  state: 'observed',
  facts: { [group]: rows },
});
const volume = (more: FactRow = {}) =>
  record('may', 'host.volume', [
    { host: 'pacs-01', role: 'pacs', mount: '/', sizeGiB: 100, freeGiB: 20, writable: true },
    {
      host: 'kho-01',
      role: 'storage',
      mount: '/anh',
      sizeGiB: 9_000,
      freeGiB: 1_000,
      writable: true,
      ...more,
    },
  ]);
const day = (more: FactRow = {}): FactRow => ({
  node: 'pacs',
  role: 'pacs',
  date: '2026-11-01',
  studies: 10,
  studiesWithInstances: 10,
  capped: false,
  estimatedBytesPerDayLow: 5 * gib,
  estimatedBytesPerDayHigh: 10 * gib,
  ...more,
});
const growth = (...rows: FactRow[]) => record('tang', 'dicom.growth', rows);

describe('how long the storage lasts', () => {
  it('takes the largest free volume and the mean growth of the days that were counted whole', () => {
    expect(
      forecastStorage([
        volume(),
        growth(
          day(),
          day({ estimatedBytesPerDayLow: 15 * gib, estimatedBytesPerDayHigh: 30 * gib }),
        ),
      ]),
    ).toEqual({
      volume: 'kho-01:/anh',
      freeGiB: 1_000,
      node: 'pacs',
      days: 2,
      gibPerDayLow: 10,
      gibPerDayHigh: 20,
      daysLeftAtLeast: 50,
      daysLeftAtMost: 100,
      evidence: ['may', 'tang'],
    });
  });

  it('does not use days that were cut off, nor volumes that cannot be written', () => {
    const forecast = forecastStorage([
      volume({ writable: false }),
      growth(day(), day({ capped: true, estimatedBytesPerDayHigh: 1 })),
    ]);
    expect(forecast).toMatchObject({ volume: 'pacs-01:/', days: 1, daysLeftAtLeast: 2 });
  });

  it.each([
    [
      'nothing grows',
      [volume(), growth(day({ estimatedBytesPerDayLow: 0, estimatedBytesPerDayHigh: 0 }))],
    ],
    ['growth is unknown', [volume()]],
    ['free space is unknown', [growth(day())]],
    [
      'sizes of images are unknown',
      [
        volume(),
        growth(day({ estimatedBytesPerDayLow: undefined, estimatedBytesPerDayHigh: undefined })),
      ],
    ],
  ])('says nothing when %s', (_, evidence) => {
    expect(forecastStorage(evidence)).toBeUndefined();
  });
});
