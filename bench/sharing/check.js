import { runSharingCheck } from '../../src/sharing/run-check.ts';

const { report } = await runSharingCheck({
  paths: [process.argv[2] ?? ''],
  results: [],
  isTransfer: false,
  checkedOn: '2026-01-06',
  language: 'vi',
  signal: AbortSignal.timeout(600_000),
  onProgress: () => undefined,
});
const study = report.subjects[0]?.facts['sharing.study']?.[0];
console.log(
  JSON.stringify({
    objects: study?.objects,
    series: study?.series,
    // Kilobytes, of the whole process (getrusage).
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
