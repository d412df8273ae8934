import { z } from 'zod';
import { sayValue } from '../checklist/rule-words.ts';
import type { FactRow, FactValue } from '../evidence/evidence.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import { factRegistry, isChoice } from '../probes/fact-registry.ts';
import { findingMessages, formatDay } from './messages.ts';

/** Columns that say which thing a row is about, in the order they are printed. */
const identifyingColumns = [
  'study',
  'package',
  'pair',
  'host',
  'switch',
  'ups',
  'balancer',
  'database',
  'cluster',
  'volume',
  'port',
  'node',
  'endpoint',
  'path',
  'test',
  'level',
  'method',
  'service',
  'step',
  'sopClassName',
  'transferSyntaxName',
  'mount',
  'name',
  'purpose',
  'check',
  'task',
  'medium',
  'viewer',
  'archive',
  'job',
];

/** What a fact is called in words; falls back to its name for a fact the registry does not know. */
export function labelFact(group: string, column: string, language: Language): string {
  // What follows the semicolon explains the column to who writes rules; a sentence needs only its name.
  return columnMeta(group, column)?.[language]?.split(';')[0] ?? `${group}.${column}`;
}

/** What a group of facts is called in words. */
export function labelGroup(group: string, language: Language): string {
  return factRegistry().get(group)?.[language] ?? group;
}

/** Names the thing a row is about: `pacs-01/eth0`. */
export function labelRow(row: FactRow): string {
  const parts = identifyingColumns
    .map((name) => row[name])
    .filter((value) => typeof value === 'string');
  return parts.slice(0, 3).join('/') || '?';
}

/** A value with its unit, numbers in the language's own notation. */
export function formatFactValue(
  group: string,
  column: string,
  value: FactValue,
  language: Language,
): string {
  const unit = columnMeta(group, column)?.unit;
  return unit ? `${formatValue(value, language)} ${unit}` : formatValue(value, language);
}

/**
 * A value as a sentence has it: codes of a closed list by name, days as people write them, DICOM statuses in four
 * hexadecimal digits (PS3.7 C). No unit.
 */
export function formatInWords(
  group: string,
  column: string,
  value: FactValue,
  language: Language,
): string {
  if (typeof value === 'number' && group.startsWith('dicom.') && /status$/i.test(column))
    return `${value.toString(16).toUpperCase().padStart(4, '0')}H`;
  if (typeof value !== 'string') return formatValue(value, language);
  if (isCode(group, column)) return sayValue(value, language);
  return /^\d{4}-\d\d-\d\d$/.test(value) ? formatDay(value, language) : value;
}

/** {@link formatInWords} with the unit, in words where people use words for it. */
export function withUnit(
  group: string,
  column: string,
  value: FactValue,
  language: Language,
): string {
  const unit = columnMeta(group, column)?.unit;
  const said = formatInWords(group, column, value, language);
  if (unit === undefined) return said;
  const word = unitWords[unit]?.[language] ?? unit;
  // A small figure that rounds to nothing is not nothing.
  const tiny = typeof value === 'number' && value > 0 && said === '0';
  return `${tiny ? findingMessages(language).lessThan(formatNumber(0.1, language)) : said} ${word}`;
}

const unitWords: Readonly<Record<string, BilingualText>> = {
  d: { vi: 'ngày', en: 'days' },
  h: { vi: 'giờ', en: 'hours' },
  min: { vi: 'phút', en: 'minutes' },
  s: { vi: 'giây', en: 'seconds' },
};

const codeColumns = new Map<string, boolean>();

function isCode(group: string, column: string): boolean {
  const name = `${group}.${column}`;
  const known = codeColumns.get(name) ?? isChoice(group, column);
  codeColumns.set(name, known);
  return known;
}

function formatValue(value: FactValue, language: Language): string {
  const words = findingMessages(language);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return formatNumber(value, language);
  if (typeof value === 'string') return value;
  return [...value]
    .map((one) => (typeof one === 'number' ? formatNumber(one, language) : one))
    .join('; ');
}

/** Digits grouped as in Vietnamese (1.234,5) or English (1,234.5), at most one decimal; independent of the machine. */
export function formatNumber(value: number, language: Language): string {
  const [whole = '0', decimals] = (Math.round(value * 10) / 10).toString().split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'vi' ? '.' : ',');
  return decimals ? `${grouped}${language === 'vi' ? ',' : '.'}${decimals}` : grouped;
}

function columnMeta(
  group: string,
  column: string,
): { vi?: string; en?: string; unit?: string } | undefined {
  const type = factRegistry().get(group)?.row.shape[column];
  const meta = type && z.globalRegistry.get(type);
  if (!meta) return undefined;
  return {
    ...(typeof meta.vi === 'string' && { vi: meta.vi }),
    ...(typeof meta.en === 'string' && { en: meta.en }),
    ...(typeof meta.unit === 'string' && { unit: meta.unit }),
  };
}
