import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../../src/checklist/load.ts';
import type { EvidenceRecord } from '../../../src/evidence/evidence.ts';
import { stepOutcomes } from '../../../src/probes/workflow/step-ids.ts';
import { checklistFolder, defaultChecklist } from '../../../src/project-folders.ts';
import type { Assessment } from '../../../src/report/assessment.ts';
import type { Picture } from '../../../src/report/pictures/picture.ts';
import { writePicture } from '../../../src/report/pictures/write-picture.ts';
import { makeReportView } from '../../../src/report/view-model.ts';
import { fixtureAssessment } from '../fixtures/assessment-for.ts';
import { caseRecord, drillRecord, throughputRecords } from '../fixtures/picture-records.ts';
import { hostileNames, outsideOf } from './support.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));

function viewOf(
  evidence: readonly EvidenceRecord[],
  change: Partial<Assessment> = {},
  language: 'vi' | 'en' = 'vi',
) {
  const assessment = { ...fixtureAssessment(checklist), evidence, ...change };
  return makeReportView({ assessment, checklist, language });
}

function picturesOf({ results, annex }: ReturnType<typeof viewOf>): readonly Picture[] {
  return [
    ...results.charts,
    ...annex.runCharts,
    ...annex.storageCharts,
    ...annex.cases.flatMap(({ pictures }) => pictures),
    ...annex.drills.flatMap(({ pictures }) => pictures),
  ].map(({ picture }) => picture);
}

const wordsOf = ({ marks }: Picture): readonly string[] =>
  marks.flatMap((mark) => (mark.kind === 'text' ? [mark.words] : []));

const forecast = {
  volume: 'kho:/anh',
  freeGiB: 900,
  node: 'pacs',
  days: 14,
  gibPerDayLow: 1,
  gibPerDayHigh: 3,
  daysLeftAtLeast: 300,
  daysLeftAtMost: 900,
  evidence: [],
};
const everything = (name?: string) => [
  caseRecord(name === undefined ? {} : { endpoint: name, observed: name }),
  drillRecord(name),
  ...throughputRecords(name),
];

describe('the pictures of a report', () => {
  it.each(['vi', 'en'] as const)('lie within their edges and have names (%s)', (language) => {
    const pictures = picturesOf(viewOf(everything(), { storageForecast: forecast }, language));
    expect(pictures).toHaveLength(7);
    expect(new Set(pictures.map(({ id }) => id)).size).toBe(7);
    for (const picture of pictures) {
      expect(outsideOf(picture)).toEqual([]);
      expect(picture.title).not.toBe('');
      expect(picture.description).not.toBe('');
      // A landscape page less its margins and headings is 257 by 140 millimetres.
      expect(picture.height / picture.width).toBeLessThan(140 / 257);
    }
  });

  it.each(hostileNames.map((name) => [name.slice(0, 20), name]))(
    'keep to their edges with the name %j',
    (_short, name) => {
      const change = { storageForecast: { ...forecast, volume: name, node: name } };
      for (const picture of picturesOf(viewOf(everything(name), change))) {
        expect(outsideOf(picture)).toEqual([]);
        const svg = writePicture(picture);
        expect(svg).not.toMatch(/<script|[\u202a-\u202e\u2066-\u2069]/);
        expect(svg.length).toBeLessThan(60_000);
      }
    },
  );

  it('are the same for the same model', () => {
    const draw = () => picturesOf(viewOf(everything())).map(writePicture);
    expect(draw()).toEqual(draw());
  });
});

describe('the outcomes of groups', () => {
  it('stand in words under each bar, and each has its own shade', () => {
    const codes = checklist.criteria.map(({ id }) => id);
    const outcomes = ['met', 'not-met', 'undetermined', 'needs-attestation'] as const;
    const assessment = fixtureAssessment(checklist, {
      outcomes: Object.fromEntries(codes.map((id, at) => [id, outcomes[at % 4] ?? 'met'])),
    });
    const { results } = makeReportView({ assessment, checklist, language: 'vi' });
    const [chart] = results.charts;
    if (chart === undefined) throw new Error('no chart');
    const first = wordsOf(chart.picture).find((words) => words.includes('đạt, '));
    expect(first).toMatch(/^\d+ đạt, \d+ không đạt, \d+ chưa đủ bằng chứng, \d+ cần xác nhận/);
    const shades = chart.picture.marks.flatMap((mark) =>
      mark.kind === 'hatch' ? [`hatch ${mark.step}`] : mark.kind === 'rect' ? [mark.fill] : [],
    );
    expect(new Set(shades)).toEqual(new Set(['dark', 'white', 'light', 'hatch 3.2', 'hatch 9']));
    expect(chart.picture.description).toContain('không đạt');
  });
});

describe('the chart of a throughput', () => {
  const [lan, line] = viewOf(throughputRecords()).annex.runCharts;

  it('has a dot for every run, converted to the wire as the median is', () => {
    expect(lan?.picture.marks.filter(({ kind }) => kind === 'circle')).toHaveLength(6 + 1);
    expect(lan?.picture.description).toContain('999,1');
    expect(lan?.picture.description).toMatch(/các lần đo 999,1; 998,8; 999,3 Mb\/s/);
  });

  it('draws the figure of the circular and that of the tool, as the checklist has them', () => {
    const words = lan === undefined ? [] : wordsOf(lan.picture);
    expect(words).toContain('mức dự thảo yêu cầu: 1.000 Mb/s');
    expect(words.join('|')).toMatch(/ngưỡng do công cụ đặt [^|]*950 Mb\/s/);
    const internet = line === undefined ? [] : wordsOf(line.picture);
    expect(internet).toContain('mức dự thảo yêu cầu: 50 Mb/s');
    expect(internet.join('|')).toMatch(/47,5 Mb\/s/);
  });

  it('says when a measurement does not count, and that runs failed', () => {
    expect(line?.caption).toContain('máy chủ đo nằm trong bệnh viện');
    expect(line?.caption).toContain('1 lần đo không thành');
    expect(lan?.caption).not.toContain('không dùng để xét');
  });
});

describe('the days that storage lasts', () => {
  it('are drawn from the least to the most', () => {
    const [chart] = viewOf([], { storageForecast: forecast }).annex.storageCharts;
    expect(chart?.picture.description).toBe('ít nhất 300 ngày; nhiều nhất 900 ngày');
  });

  it('end at ten years', () => {
    const long = { ...forecast, daysLeftAtLeast: 400_000, daysLeftAtMost: 9_000_000 };
    const [chart] = viewOf([], { storageForecast: long }).annex.storageCharts;
    expect(chart?.picture.description).toBe('ít nhất: hơn mười năm; nhiều nhất: hơn mười năm');
  });
});

describe('the sequence of a test case', () => {
  it('is divided over pictures that fit a page, every step numbered and told', () => {
    const [shown] = viewOf([caseRecord()]).annex.cases;
    expect(shown?.pictures).toHaveLength(2);
    const words = shown?.pictures.flatMap(({ picture }) => wordsOf(picture)) ?? [];
    expect(words).toContain('1. Đối chứng âm');
    expect(words).toContain('16. Xóa dữ liệu thử');
    expect(shown?.pictures[1]?.picture.description).toMatch(/^9\. Tìm ca chụp trong PACS: đúng\./);
  });

  it('tells every outcome in words, and marks what failed and what was not done by shape', () => {
    for (const outcome of stepOutcomes) {
      const record = caseRecord({ outcomes: { adt: outcome } });
      const [shown] = viewOf([record]).annex.cases;
      const [first] = shown?.pictures ?? [];
      if (first === undefined) throw new Error('no picture');
      const lines = first.picture.marks.filter((mark) => mark.kind === 'line');
      const dashed = lines.filter((mark) => mark.dashed === true).length - 5;
      const crosses = lines.filter((mark) => mark.thickness === 2.4).length;
      expect({ outcome, dashed, crosses }).toEqual({
        outcome,
        dashed: outcome === 'not-reached' || outcome === 'not-tried' ? 1 : 0,
        crosses: outcome === 'failed' ? 2 : 0,
      });
    }
  });

  it('leaves out rows that are none of ours', () => {
    const record = caseRecord();
    if (record.kind !== 'probe' || record.state !== 'observed') throw new Error('no record');
    const facts = { 'workflow.step': [{ step: '<script>', outcome: 'passed' }] };
    expect(viewOf([{ ...record, facts }]).annex.cases).toEqual([]);
  });
});

describe('the timeline of a drill', () => {
  it('has the bounds of the outage, the nodes, and the lost objects', () => {
    const [drill] = viewOf([drillRecord()]).annex.drills;
    const [first] = drill?.pictures ?? [];
    if (first === undefined) throw new Error('no picture');
    const words = wordsOf(first.picture);
    for (const one of ['C-ECHO pacs', 'từ 3,8 đến 4,2 s', 'máy B', 'xác nhận 80/80, mất 4'])
      expect(words).toContain(one);
    const black = first.picture.marks.filter(
      (mark) => mark.kind === 'rect' && mark.fill === 'black' && mark.height > 12,
    );
    expect(black).toHaveLength(4);
    expect(drill?.losses[0]?.numbers).toBe('9-11, 40');
    expect(drill?.services[0]?.nodes).toBe('từ A sang B');
    expect(drill?.outages[0]).toMatchObject({ length: 'từ 3,8 đến 4,2 s', failed: '13/14' });
  });

  it('stays drawable with very many services, outages and losses', () => {
    const record = drillRecord();
    if (record.kind !== 'probe' || record.state !== 'observed') throw new Error('no record');
    const [service] = record.facts['drill.service'] ?? [];
    const [outage] = record.facts['drill.outage'] ?? [];
    const [loss] = record.facts['drill.loss'] ?? [];
    const many = Array.from({ length: 900 }, (_, index) => index);
    const facts = {
      'drill.service': many.map((index) => ({ ...service, service: `s${index % 30}` })),
      'drill.outage': many.map((index) => ({ ...outage, service: 's1', fromMs: index * 40 })),
      'drill.loss': many.map(() => ({ ...loss, lostNumbers: many, sent: 900 })),
    };
    const [drill] = viewOf([{ ...record, facts }]).annex.drills;
    expect(drill?.pictures.length).toBeLessThanOrEqual(4);
    for (const { picture } of drill?.pictures ?? []) {
      expect(outsideOf(picture)).toEqual([]);
      expect(writePicture(picture).length).toBeLessThan(1_000_000);
    }
    expect(drill?.more).toContain('dòng khác');
  });
});
