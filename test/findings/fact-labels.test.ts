import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelRow } from '../../src/findings/fact-labels.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { sampleRows } from '../criteria/support/sample-rows.ts';

const rules = ['infrastructure', 'workstation', 'ris', 'pacs', 'standards', 'quality', 'security']
  .map((name) => readFileSync(path.join(checklistFolder(defaultChecklist), `${name}.yaml`), 'utf8'))
  .join('\n');

describe('what a finding calls the thing that a fact is about', () => {
  it.each(Object.entries(sampleRows).filter(([group]) => rules.includes(`${group}`)))(
    '%s has a name in print',
    (_, row) => {
      expect(labelRow(row)).not.toBe('?');
    },
  );
});
