import { formatLocalTimestamp } from '../../../locale/local-time.ts';

const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/**
 * A moment as tools write it: RFC 3339 (also with nine decimals, also without an offset, then local time), `date`'s
 * form, `/Date(ms)/` of Windows PowerShell 5.1 alone or in an object, or seconds since 1970.
 */
export function readMoment(value: unknown): Date | undefined {
  if (typeof value === 'number') return believe(value * 1000);
  if (typeof value === 'object' && value !== null && 'value' in value) {
    return typeof value.value === 'string' ? readMoment(value.value) : undefined;
  }
  if (typeof value !== 'string' || value.length > 60) return undefined;
  const text = value.trim();
  const microsoft = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (microsoft !== undefined) return believe(Number(microsoft));
  const iso =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
      text,
    );
  if (iso) {
    const [, day, time, decimals, offset = ''] = iso;
    const thousandths = decimals === undefined ? '' : `.${decimals.slice(0, 3).padEnd(3, '0')}`;
    const zone = offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase();
    return believe(Date.parse(`${day}T${time}${thousandths}${zone}`));
  }
  // C's asctime, as crm_mon writes it; later versions append the offset.
  const spoken =
    /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d \d{4}(?: ([+-]\d\d):?(\d\d))?$/.exec(
      text,
    );
  return spoken ? believe(Date.parse(text.replace(/([+-]\d\d):(\d\d)$/, 'GMT$1$2'))) : undefined;
}

/** RFC 3339 with the offset of this computer. */
export function writeMoment(moment: Date): string {
  return formatLocalTimestamp(moment);
}

function believe(milliseconds: number): Date | undefined {
  return milliseconds >= earliest && milliseconds < latest ? new Date(milliseconds) : undefined;
}
