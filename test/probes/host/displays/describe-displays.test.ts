import { describe, expect, it } from 'vitest';
import { describeDisplays } from '../../../../src/probes/host/displays/describe-displays.ts';
import {
  type DisplayModels,
  findModel,
} from '../../../../src/probes/host/displays/display-models.ts';
import type { DisplayReading } from '../../../../src/probes/host/displays/display-reading.ts';
import { loadDisplayModels } from '../../../../src/probes/host/displays/load-display-models.ts';
import { type MadeDisplay, makeEdid } from '../make-edid.ts';

const models: DisplayModels = await loadDisplayModels();

function reading(display: MadeDisplay, connector?: string): DisplayReading {
  return {
    via: 'edid',
    ...(connector !== undefined && { connector }),
    edid: makeEdid(display).toString('base64'),
  };
}

describe('the table of display models', () => {
  it('names a paper and a link for every model, each model once', () => {
    for (const { models: known } of models.makers) {
      const names = known.map(({ model }) => model);
      expect(new Set(names).size).toBe(names.length);
      for (const one of known) expect(one.link).toMatch(/^https:/);
    }
  });

  it.each([
    ['ENC', 'GX540-CL', 'diagnostic'],
    ['ENC', 'CX240', 'graphics'],
    ['BDS', 'MDNC-3421', 'diagnostic'],
    ['BPS', 'MDNC 3421', 'diagnostic'],
    ['JKC', 'CCL550i2', 'diagnostic'],
    ['GSM', '32HL512D', 'diagnostic'],
    ['DEL', 'DELL MR2416', 'clinical'],
    ['DEL', 'MR2416', 'clinical'],
    ['ENC', 'GX5400', undefined],
    ['ENC', 'EV2456', undefined],
    ['ENC', 'MDNC-3421', undefined],
    ['XYZ', 'RX320', undefined],
    ['ENC', undefined, undefined],
  ])('%s %s is %s', (vendor, model, expected) => {
    expect(findModel(models, vendor, model)?.class).toBe(expected);
  });
});

describe('displays of one computer', () => {
  it('are one row for each panel, with what its model is made for and the paper that says so', () => {
    const { rows, unreadable } = describeDisplays(
      [
        reading({ vendor: 'BDS', model: 'MDNC-3421', serial: '2590012345' }, 'DP-1'),
        reading({ vendor: 'DEL', model: 'DELL P2419H', serial: 'ABC' }, 'DP-2'),
      ],
      models,
    );
    expect(unreadable).toBe(0);
    expect(rows).toEqual([
      {
        connector: 'DP-1',
        readBy: 'edid',
        vendor: 'BDS',
        maker: 'Barco',
        productCode: 0x1234,
        model: 'MDNC-3421',
        serial: '2590012345',
        year: 2019,
        widthMm: 434,
        heightMm: 325,
        diagonalInches: 21.3,
        pixelsWide: 1536,
        pixelsHigh: 2048,
        megapixels: 3.1,
        inputs: 1,
        class: 'diagnostic',
        classDocument: 'FDA 510(k) K170837',
        classLink: expect.stringMatching(/K170837$/),
        tableDate: models.reviewedOn,
      },
      expect.objectContaining({ vendor: 'DEL', maker: 'Dell', inputs: 1 }),
    ]);
    expect(rows[1]).not.toHaveProperty('class');
  });

  it('fed by two inputs are one panel when they say one serial number', () => {
    const half = { vendor: 'BDS', model: 'MDCC-6430', serial: '7', pixelsWide: 1640 };
    const { rows } = describeDisplays([reading(half), reading(half)], models);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ inputs: 2, pixelsWide: 1640 });
  });

  it('without a serial number stay apart, and so do two serial numbers of one model', () => {
    const same = { vendor: 'ENC', model: 'RX320' };
    expect(describeDisplays([reading(same), reading(same)], models).rows).toHaveLength(2);
    const numbered = ['1', '2'].map((serial) => reading({ ...same, serial }));
    expect(describeDisplays(numbered, models).rows).toHaveLength(2);
  });

  it('with a damaged EDID are counted and have no row', () => {
    const damaged: DisplayReading = { via: 'edid', edid: Buffer.alloc(128).toString('base64') };
    expect(describeDisplays([damaged], models)).toEqual({ rows: [], unreadable: 1 });
  });

  it('that the operating system describes have what it says', () => {
    const { rows } = describeDisplays(
      [
        {
          via: 'system',
          vendor: 'ENC',
          model: 'RX320',
          serial: '99',
          pixelsWide: 1536,
          pixelsHigh: 2048,
        },
      ],
      models,
    );
    expect(rows[0]).toMatchObject({ readBy: 'system', class: 'diagnostic', megapixels: 3.1 });
  });
});
