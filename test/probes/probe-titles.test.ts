import { describe, expect, it } from 'vitest';
import { probeTitles } from '../../src/probes/fact-groups.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { probeLoaders } from '../../src/probes/registry.ts';

const names = new Set([
  ...Object.keys(probeLoaders),
  ...[...factRegistry().values()].flatMap(({ probes }) => probes),
]);

describe('what a probe is called in print', () => {
  it.each([...names])('%s has a short title in both languages', (name) => {
    const { vi = '', en = '' } = probeTitles[name] ?? {};
    for (const title of [vi, en]) {
      expect(title).not.toBe('');
      expect(title).not.toBe(name);
      expect(title.length).toBeLessThan(60);
    }
  });
});
