import { stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { formatNumber, formatTime } from '../report/format.ts';
import type { Check, Say } from './check.ts';
import type { TimeReading } from './sntp.ts';

/** Ours: evidence is ordered by the second, and certificates and one-time codes bear a few seconds. */
const toleratedOffsetMs = 5_000;
const dayMs = 86_400_000;
/** Vietnam keeps one time zone without daylight saving. */
const expectedOffsetMinutes = 7 * 60;

/** What speaks for or against the clock. The tool asks a time server only when the operator names one. */
export interface ClockReading {
  readonly now: Date;
  /** The newest time on the tool's own files: the clock cannot rightly be before it. */
  readonly installedAt?: Date;
  readonly server?: { readonly name: string; readonly reading: TimeReading };
}

/** The newest modification time among files that building and installing write. */
export async function readInstallTime(projectFolder: string): Promise<Date | undefined> {
  const times: number[] = [];
  for (const name of ['package.json', 'dist', 'node_modules/.package-lock.json']) {
    try {
      times.push((await stat(path.join(projectFolder, name))).mtimeMs);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
  }
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}

/** Judges the clock. A wrong clock never stops an assessment, it makes its dates doubtful. */
export function checkClock(say: Say, language: Language, reading: ClockReading): Check {
  const { now, installedAt, server } = reading;
  const clock = formatTime(formatLocalTimestamp(now), language);
  const base = {
    id: 'clock',
    title: say('Đồng hồ', 'Clock'),
    details: {
      now: formatLocalTimestamp(now),
      installedAt: installedAt && formatLocalTimestamp(installedAt),
      timeServer: server?.name,
      timeServerState: server?.reading.state,
      offsetMs:
        server?.reading.state === 'answered' ? Math.round(server.reading.offsetMs) : undefined,
    },
  };
  const setIt = say(
    'Chỉnh lại đồng hồ (bật đồng bộ giờ với máy chủ giờ của bệnh viện) trước khi đánh giá.',
    'Set the clock (switch on synchronisation with the hospital’s time server) before assessing.',
  );
  if (installedAt !== undefined && now.getTime() < installedAt.getTime() - dayMs) {
    return {
      ...base,
      state: 'warning',
      found: say(
        `Đồng hồ chỉ ${clock}, trước lúc công cụ được cài (${formatTime(formatLocalTimestamp(installedAt), language)}): một trong hai sai.`,
        `The clock says ${clock}, before the tool was installed (${formatTime(formatLocalTimestamp(installedAt), language)}): one of the two is wrong.`,
      ),
      advice: setIt,
    };
  }
  if (server === undefined) {
    return {
      ...base,
      state: 'ok',
      found: say(
        `${clock}; không trái với ngày cài công cụ. Chưa so với giờ chuẩn vì công cụ không tự gọi ra ngoài; muốn so, thêm --ntp MÁY_CHỦ_GIỜ.`,
        `${clock}; not contradicted by the day of installation. Not compared with a standard because the tool calls nobody by itself; to compare, add --ntp TIME_SERVER.`,
      ),
    };
  }
  return checkAgainstServer(say, language, { ...base, clock, setIt }, server);
}

function checkAgainstServer(
  say: Say,
  language: Language,
  base: Pick<Check, 'id' | 'title' | 'details'> & {
    readonly clock: string;
    readonly setIt: string;
  },
  server: NonNullable<ClockReading['server']>,
): Check {
  const { clock, setIt, ...common } = base;
  const { name, reading } = server;
  if (reading.state !== 'answered') {
    const why = {
      unsynchronised: say(
        'máy chủ giờ báo chính nó chưa có giờ đúng',
        'it says that it does not know the time',
      ),
      'not-a-time-server': say('trả lời không phải SNTP', 'its answer is not SNTP'),
      'no-answer': say(
        `không trả lời (${reading.state === 'no-answer' ? reading.code : ''})`,
        `no answer (${reading.state === 'no-answer' ? reading.code : ''})`,
      ),
    }[reading.state];
    return {
      ...common,
      state: 'warning',
      found: say(
        `${clock}; không so được với ${name}: ${why}.`,
        `${clock}; cannot compare with ${name}: ${why}.`,
      ),
      advice: say(
        'Hỏi quản trị mạng tên máy chủ giờ (NTP, UDP 123), rồi chạy lại với --ntp.',
        'Ask the network administrator for the time server (NTP, UDP 123), then run again with --ntp.',
      ),
    };
  }
  const seconds = formatNumber(Math.abs(reading.offsetMs) / 1000, language);
  const side = reading.offsetMs > 0 ? say('chậm hơn', 'behind') : say('nhanh hơn', 'ahead of');
  const found = say(
    `${clock}; ${side} ${name} ${seconds} giây.`,
    `${clock}; ${seconds} seconds ${side} ${name}.`,
  );
  if (Math.abs(reading.offsetMs) <= toleratedOffsetMs) return { ...common, state: 'ok', found };
  return { ...common, state: 'warning', found, advice: setIt };
}

/** Whether local time is Vietnam's: dates of evidence are local days. */
export function checkTimeZone(say: Say, now: Date, name: string): Check {
  const minutes = -now.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const offset = `${sign}${pad(Math.abs(minutes) / 60)}:${pad(Math.abs(minutes) % 60)}`;
  const base = {
    id: 'time-zone',
    title: say('Múi giờ', 'Time zone'),
    details: { name, offsetMinutes: minutes },
    found: say(`${name}, UTC${offset}.`, `${name}, UTC${offset}.`),
  };
  if (minutes === expectedOffsetMinutes) return { ...base, state: 'ok' };
  return {
    ...base,
    state: 'warning',
    found: say(
      `${name}, UTC${offset}; ở Việt Nam phải là UTC+07:00, ngày giờ trong hồ sơ sẽ lệch.`,
      `${name}, UTC${offset}; in Vietnam it is UTC+07:00, and dates in the dossier would be off.`,
    ),
    advice: say(
      'Đặt múi giờ của máy là Asia/Ho_Chi_Minh, hoặc chạy với biến môi trường TZ=Asia/Ho_Chi_Minh.',
      'Set the computer to Asia/Ho_Chi_Minh, or run with the environment variable TZ=Asia/Ho_Chi_Minh.',
    ),
  };
}
