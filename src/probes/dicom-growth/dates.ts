const DAY_MS = 86_400_000;

/** A calendar day both as facts and as DICOM write it. */
export interface Day {
  /** `YYYY-MM-DD`. */
  readonly iso: string;
  /** `YYYYMMDD` (PS3.5 6.2, DA). */
  readonly da: string;
}

function makeDay(ms: number): Day {
  const iso = new Date(ms).toISOString().slice(0, 10);
  return { iso, da: iso.replaceAll('-', '') };
}

/** The full days before a day, the latest first. */
export function listDaysBefore(assessedOn: string, count: number): Day[] {
  const today = Date.parse(`${assessedOn}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => makeDay(today - (index + 1) * DAY_MS));
}

/** The last day that lies more than one year back: a study of it has been kept longer than one year. */
export function lastDayOverOneYear(assessedOn: string): Day {
  const date = new Date(`${assessedOn}T00:00:00Z`);
  // 29 February becomes 1 March of the year before, as Date counts.
  date.setUTCFullYear(date.getUTCFullYear() - 1);
  return makeDay(date.getTime() - DAY_MS);
}
