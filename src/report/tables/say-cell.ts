import { sayValue } from '../../checklist/rule-words.ts';
import type { FactRow, FactValue } from '../../evidence/evidence.ts';
import type { Language } from '../../locale/language.ts';
import { statusWords } from '../remeasure/remeasurement.ts';
import type { ViewContext } from '../view-context.ts';

const longestCell = 90;

/** States of a UPS by their letters (RFC 9271 5.1.1, NUT's ups.status). */
const upsStates: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  OL: ['điện lưới', 'on mains'],
  OB: ['ắc quy', 'on battery'],
  LB: ['ắc quy yếu', 'battery low'],
  RB: ['cần thay ắc quy', 'replace battery'],
  CHRG: ['đang nạp', 'charging'],
  DISCHRG: ['đang xả', 'discharging'],
  BYPASS: ['đi tắt', 'bypass'],
  CAL: ['đang hiệu chuẩn', 'calibrating'],
  OFF: ['tắt', 'off'],
  OVER: ['quá tải', 'overloaded'],
  TRIM: ['hạ áp', 'trimming'],
  BOOST: ['nâng áp', 'boosting'],
  FSD: ['đang buộc tắt', 'forced shutdown'],
};

/** One value of a table, as an officer reads it. */
export interface CellInput {
  readonly group: string;
  readonly column: string;
  readonly row: FactRow;
  /** The column holds one of a closed list of codes. */
  readonly isCode: boolean;
}

/** The value in words: codes, statuses, and the states of a UPS; what anybody else wrote stays as it is. */
export function sayCell(context: ViewContext, input: CellInput): string {
  const { group, column, row, isCode } = input;
  const { language } = context;
  const value: FactValue | undefined = row[column];
  if (value === undefined) return '';
  if (typeof value === 'number')
    // DIMSE statuses are hexadecimal in every manual (PS3.7 C); HTTP's are not.
    return column === 'status' && group.startsWith('dicom.')
      ? statusWords(value)
      : context.count(value);
  if (Array.isArray(value)) return context.clip(value.join(', '), longestCell);
  if (typeof value === 'boolean') return sayValue(value, language);
  if (typeof value !== 'string') return '';
  if (isCode) return sayValue(value, language);
  if (column === 'refusal') return context.clip(sayRefusal(value, language), longestCell);
  if (group === 'power.ups' && column === 'status')
    return context.clip(sayUps(value, language), longestCell);
  return context.clip(value, longestCell);
}

function sayUps(status: string, language: Language): string {
  const words = status
    .split(/\s+/)
    .flatMap((letters) => upsStates[letters]?.[language === 'vi' ? 0 : 1] ?? []);
  return words.length === 0 ? status : `${words.join(', ')} (${status})`;
}

/** `0xB000, 1 failed`: a final status and sub-operations that failed (PS3.7 9.1.4.1). */
function sayRefusal(refusal: string, language: Language): string {
  const vi = language === 'vi';
  return refusal
    .split(', ')
    .map((part) => {
      const code = /^0x([0-9a-f]{4})$/i.exec(part)?.[1];
      if (code !== undefined) {
        const status = statusWords(Number.parseInt(code, 16));
        if (/^b/i.test(code)) return `${vi ? 'cảnh báo' : 'warning'} ${status}`;
        return `${vi ? 'mã' : 'status'} ${status}`;
      }
      const failed = /^(\d+) failed$/.exec(part)?.[1];
      if (failed !== undefined)
        return vi ? `${failed} ảnh không lấy được` : `${failed} not fetched`;
      const context = /^context: (.+)$/.exec(part)?.[1];
      if (context === undefined) return part;
      return contextRefusals[context]?.[vi ? 0 : 1] ?? part;
    })
    .join(', ');
}

/** Results of a presentation context (PS3.8 9.3.3.2). */
const contextRefusals: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  'transfer-syntaxes-not-supported': [
    'không nhận cú pháp truyền này',
    'does not take this transfer syntax',
  ],
  'abstract-syntax-not-supported': ['không nhận lớp này', 'does not take this class'],
};
