/** A table older than this is warned about: makers move dates, and new versions are missing. Our figure, in days. */
export const oldTableDays = 180;

const dayMs = 24 * 60 * 60 * 1000;

/** Whole days from the table's date to another day, both `YYYY-MM-DD`; never below 0. */
export function countTableAgeDays(reviewedOn: string, day: string): number {
  const age = Date.parse(`${day}T00:00:00Z`) - Date.parse(`${reviewedOn}T00:00:00Z`);
  return Math.max(0, Math.round(age / dayMs));
}
