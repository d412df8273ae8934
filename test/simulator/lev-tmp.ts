import { judgeHospital, outcomesOf } from '/work/main/test/simulator/support/judge-hospital.ts';
import { mkdtemp } from 'node:fs/promises';
const [profile, allow, faults]=process.argv.slice(2);
const folder=await mkdtemp('/tmp/lev-');
const t=Date.now();
const a=await judgeHospital({folder, profile, allow, ...(faults?{faults:faults.split(',')}:{})});
console.log(Date.now()-t,'ms', a.verdict.level, a.verdict.status, a.verdict.floor, a.verdict.ceiling, a.simulated);
for (const f of [...a.findings,...a.specialized]) if (f.outcome!=='met'|| !f.simulated) console.log(f.criterion,f.outcome,f.simulated,f.because.slice(0,300));
console.log(folder);
