import path from 'node:path';
import { loadChecklist } from '../../src/checklist/load.ts';
import { type Side, sideSchema } from '../../src/history/side-schema.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

/** The checklist that comes along, and two small editions of which the later extends the earlier. */
export const checklist = await loadChecklist(checklistFolder(defaultChecklist));
export const editionFolder = (id: string): string =>
  path.resolve(import.meta.dirname, 'editions', id);
export const earlierEdition = await loadChecklist(editionFolder('small-2021'));
export const laterEdition = await loadChecklist(editionFolder('small-2027'));

export const asSide = (value: unknown): Side => sideSchema.parse(JSON.parse(JSON.stringify(value)));

/** An assessment by any checklist, as read back. */
export function sideBy(edition: typeof checklist, options: FixtureOptions = {}): Side {
  return asSide(fixtureAssessment(edition, { target: 'advanced', ...options }));
}
