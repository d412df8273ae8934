/** RFC 3339 in local time with its offset: `2026-11-22T08:15:00.123+07:00`. */
export function formatLocalTimestamp(moment: Date): string {
  const offset = -moment.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const shifted = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
  return `${shifted}${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
}

/** The local calendar day: `2026-11-22`. */
export function formatLocalDay(moment: Date): string {
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
