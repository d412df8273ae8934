import path from 'node:path';
import { projectFolder } from '../../../src/project-folders.ts';

/** The table that comes with the tool. */
export const tableFile = path.join(projectFolder, 'checklists', 'support-lifecycle.yaml');
