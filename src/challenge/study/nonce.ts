import { createHmac } from 'node:crypto';
import { TYPED_ALPHABET } from './draw-lots.ts';

/** The series of a challenge study, and how the QR of their images names them. */
export const SERIES_CODES = {
  ct: 'CT',
  pet: 'PT',
  surface: 'VR',
  measurement: 'GE',
  'mr-axial': 'MA',
  'mr-coronal': 'MC',
  'cr-pa': 'CP',
  'cr-ll': 'CL',
  us: 'US',
} as const;

/** A series of a challenge study. */
export type SeriesKey = keyof typeof SERIES_CODES;

/** What the QR in an image says; of a loop, the image number is that of the frame. */
export interface Nonce {
  readonly runCode: string;
  /** Studies of one run count from 1. */
  readonly study: number;
  readonly series: SeriesKey;
  /** From 1. */
  readonly imageNumber: number;
  /** Of the rest; only who has the seed can make it. */
  readonly checksum: string;
}

/** Letters of a run's code: two runs in a million million share it. */
export const RUN_CODE_LENGTH = 8;
const CHECKSUM_LENGTH = 4;
const FORMAT = 'RP1';

function findSeries(code: string): SeriesKey | undefined {
  for (const key of listSeriesKeys()) if (SERIES_CODES[key] === code) return key;
  return undefined;
}

/** All series of a challenge study. */
export function listSeriesKeys(): readonly SeriesKey[] {
  return Object.keys(SERIES_CODES).filter((key): key is SeriesKey => key in SERIES_CODES);
}

function writeBody(nonce: Omit<Nonce, 'checksum'>): string {
  const image = String(nonce.imageNumber).padStart(3, '0');
  return `${FORMAT}:${nonce.runCode}:${nonce.study}${SERIES_CODES[nonce.series]}:${image}`;
}

function sign(seed: string, body: string): string {
  const digest = createHmac('sha256', seed).update(body).digest();
  return Array.from({ length: CHECKSUM_LENGTH }, (_, index) =>
    TYPED_ALPHABET.charAt((digest[index] ?? 0) % TYPED_ALPHABET.length),
  ).join('');
}

/** The text of an image's QR: `RP1:<run>:<study><series>:<image>:<checksum>`. */
export function writeNonce(seed: string, nonce: Omit<Nonce, 'checksum'>): string {
  const body = writeBody(nonce);
  return `${body}:${sign(seed, body)}`;
}

/** What a QR's text says; `undefined` for one that no challenge study has. */
export function parseNonce(text: string): Nonce | undefined {
  const match = /^RP1:([A-HJ-NP-Z2-9]{8}):([1-9])([A-Z]{2}):(\d{3}):([A-HJ-NP-Z2-9]{4})$/.exec(
    text,
  );
  const series = findSeries(match?.[3] ?? '');
  if (match === null || series === undefined) return undefined;
  const imageNumber = Number(match[4]);
  if (imageNumber === 0) return undefined;
  const [, runCode = '', study = '', , , checksum = ''] = match;
  return { runCode, study: Number(study), series, imageNumber, checksum };
}

/** Whether the run of a seed made a nonce. */
export function isGenuine(seed: string, nonce: Nonce): boolean {
  return sign(seed, writeBody(nonce)) === nonce.checksum;
}
