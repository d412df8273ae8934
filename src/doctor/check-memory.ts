import type { Language } from '../locale/language.ts';
import { formatNumber } from '../report/format.ts';
import type { Check, Say } from './check.ts';

/** Ours: printing a full report takes about 450 MB in the browser, the tool itself some 150 MB. */
const wantedAvailableBytes = 700 * 1024 ** 2;

/** Memory as the system (or the container) grants it. */
export interface MemoryReading {
  readonly totalBytes: number;
  readonly availableBytes: number;
}

/** Whether there is room for the tool and a browser at once. Never blocks: systems swap. */
export function checkMemory(say: Say, language: Language, reading: MemoryReading): Check {
  const gib = (bytes: number) => `${formatNumber(bytes / 1024 ** 3, language)} GiB`;
  const base = {
    id: 'memory',
    title: say('Bộ nhớ', 'Memory'),
    details: { ...reading },
    found: say(
      `Tổng ${gib(reading.totalBytes)}, còn dùng được ${gib(reading.availableBytes)}.`,
      `${gib(reading.totalBytes)} in all, ${gib(reading.availableBytes)} available.`,
    ),
  };
  if (reading.availableBytes >= wantedAvailableBytes) return { ...base, state: 'ok' };
  return {
    ...base,
    state: 'warning',
    advice: say(
      'Đóng bớt chương trình trước khi lập bản PDF (nên còn ít nhất 0,7 GiB, mức của công cụ).',
      'Close some programs before making the PDF (0.7 GiB or more; our figure).',
    ),
  };
}
