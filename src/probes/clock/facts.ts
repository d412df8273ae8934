import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** The clock of this computer against a time server of the hospital (RFC 5905). */
export const clockServerFacts = defineFactGroup({
  name: 'clock.server',
  basis: 'measured',
  probes: ['clock'],
  vi: 'Đồng hồ của máy này so với máy chủ giờ',
  en: 'The clock of this computer against a time server',
  columns: {
    name: column(z.string(), { vi: 'Máy chủ giờ', en: 'Time server' }),
    synchronised: column(z.boolean(), {
      vi: 'Máy chủ giờ đã được đồng bộ',
      en: 'The server itself is synchronised',
    }),
    offsetMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Máy chủ giờ nhanh hơn máy này',
      en: 'Server ahead of this computer',
    }),
    delayMs: maybe(z.number(), { unit: 'ms', vi: 'Thời gian đi và về', en: 'Round trip' }),
    stratum: maybe(z.int(), { vi: 'Tầng NTP', en: 'NTP stratum' }),
  },
});

export type ClockServerRow = RowOf<typeof clockServerFacts>;
export const factGroups = [clockServerFacts];
/** What this probe is called in print. */
export const title = { vi: 'Đồng hồ hệ thống', en: 'Clock' };
