import type { Facility } from '../facility/schema.ts';

const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/**
 * Whether a moment lies in one of the windows in which the hospital allows load and test data. No window given: any
 * time. A window from 22:00 to 02:00 runs past midnight and belongs to the day it starts on; one whose ends are the same holds no moment. Local time.
 */
export function isInsideWindow(windows: Facility['allowedWindow'], now: Date): boolean {
  if (!windows || windows.length === 0) return true;
  const minute = now.getHours() * 60 + now.getMinutes();
  const today = dayNames[now.getDay()];
  const yesterday = dayNames[(now.getDay() + 6) % 7];
  return windows.some(({ days, from, to }) => {
    const start = minuteOf(from);
    const end = minuteOf(to);
    if (start <= end) return days.some((day) => day === today) && minute >= start && minute < end;
    return (
      (days.some((day) => day === today) && minute >= start) ||
      (days.some((day) => day === yesterday) && minute < end)
    );
  });
}

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
