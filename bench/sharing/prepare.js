import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeFile, makeCtSeries, planStudy } from '../../src/synthetic/index.ts';

const [folder = '', count = '5000'] = process.argv.slice(2);
const perSeries = 500;
const study = planStudy({ seed: 'bench-sharing-0001' });
mkdirSync(folder, { recursive: true });
for (let from = 0; from < Number(count); from += perSeries) {
  const slices = Math.min(perSeries, Number(count) - from);
  const key = `ct-${from}`;
  const series = makeCtSeries(study, {
    slices,
    key,
    seriesNumber: from / perSeries + 1,
    sliceSpacingMm: 1,
  });
  for (const [index, object] of series.entries())
    writeFileSync(
      path.join(folder, `IM${String(from + index).padStart(5, '0')}`),
      encodeFile(object),
    );
}
