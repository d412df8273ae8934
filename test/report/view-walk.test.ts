import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import type { Language } from '../../src/locale/language.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { type AttachedData, nothingAttached } from '../../src/report/attached/read-attached.ts';
import type { AttachedPicture } from '../../src/report/attached/read-pictures.ts';
import { writeJpegSource } from '../../src/report/pictures/write-jpeg-source.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { makeReportView } from '../../src/report/view-model.ts';
import { walkSource } from '../../src/report/view-walk-facts.ts';
import { walkSteps } from '../../src/report/walk-steps.ts';
import { walkSource as recordedSource } from '../../src/walkthrough/record-script.ts';
import { listTasks } from '../../src/walkthrough/tasks/list-tasks.ts';
import { makeDemo } from '../challenge/support/demo.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';
import { storedFile, taskRow, viewerRecord, walkRecord } from './fixtures/walk-records.ts';
import { hostileNames } from './pictures/support.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const printed: AttachedPicture = {
  ...{ ok: true, jpeg: '/9j/4AAQ==', width: 640, height: 400, readWidth: 1280, readHeight: 800 },
};

const assess = (evidence: readonly EvidenceRecord[]) => ({
  ...fixtureAssessment(checklist),
  evidence,
});

function annexOf(
  evidence: readonly EvidenceRecord[],
  attached: Partial<AttachedData> = {},
  language: Language = 'vi',
) {
  const { annex } = makeReportView({
    ...{ assessment: assess(evidence), checklist, language },
    attached: { ...nothingAttached, ...attached },
  });
  return annex;
}

describe('the script of a guided walk', () => {
  it('has the steps that the walk asks for, under the same names', async () => {
    const { challenge } = await makeDemo();
    const tasks = listTasks(challenge, checklist).filter(({ check }) => check.kind !== 'statement');
    expect(walkSteps.map(({ task, title }) => [task, title])).toEqual(
      tasks.map(({ id, title }) => [id, title]),
    );
    expect(walkSteps.map(({ criterion, function: name }) => [criterion, name])).toEqual(
      tasks.map((task) => [task.criterion, task.function]),
    );
    expect(walkSource).toBe(recordedSource);
  });

  it('is printed step by step, with what was expected and received, and what was left out', () => {
    const rows = [
      taskRow('pacs-09.rotate'),
      taskRow('pacs-11.reference-lines'),
      taskRow('pacs-12.length'),
      taskRow('pacs-16.mip', { result: 'cannot-show' }),
    ];
    const [walk] = annexOf([walkRecord(rows)]).walks;
    expect(walk?.counts).toContain('3 bước đã trình diễn và kiểm đúng');
    expect(walk?.steps).toHaveLength(walkSteps.length);
    const tell = (name: string) => {
      const found = walk?.steps.find((one) => one.name === name);
      return [found?.code, found?.result, found?.checked, found?.deviation, found?.at].join(' | ');
    };
    expect(tell('Xoay ảnh')).toBe(
      'PACS-09 | Kiểm đúng | Ảnh chụp; đọc được mã của lượt này: CT, ảnh 30 |  | 09:14 22/11/2026',
    );
    expect(tell('Đường định vị lát cắt')).toContain('| Mã đúng: 4LJN; đã gõ: 4LJN |');
    expect(tell('Đo chiều dài')).toContain(
      'Biết trước: 147,07 mm; đã đo: 146,5; gõ chưa đúng trước đó: 2 lần | -0,4 % (±1,4 mm)',
    );
    expect(tell('Hình chiếu cường độ tối đa (MIP)')).toContain('| Không làm được |');
    expect(tell('Lật ảnh')).toBe('PACS-09 | Không làm | Không có kết quả trong lượt này. |  | ');
  });

  it('leads to the criteria of Annex I, and they lead to it', async () => {
    const record = walkRecord([taskRow('pacs-09.rotate'), taskRow('pacs-12.length')]);
    const base = fixtureAssessment(checklist);
    const assessment = {
      ...base,
      evidence: [record],
      findings: base.findings.map((one) =>
        one.criterion === 'pacs-12' ? { ...one, evidence: [record.id] } : one,
      ),
    };
    const html = await renderHtml({ assessment, checklist, language: 'vi' });
    const body = html.slice(html.indexOf('<body'));
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of body.matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(target);
    const row = (id: string) => body.slice(body.indexOf(`id="${id}"`)).split('</tr>')[0];
    expect(row('walk-1-pacs-12')).toContain('href="#pacs-12"');
    expect(row('pacs-12')).toMatch(/href="#walk-1(-pacs-12)?"/);
  });

  it('tells who performed, who chose the seed, and how to make the study again', () => {
    const own = walkRecord([taskRow('pacs-09.rotate')]);
    const path = `attachments/${'ab'.repeat(32)}.json`;
    const recipes = (runCode?: string) => ({
      recipes: new Map([
        [own.id, { ok: true as const, path, seed: 'demo-seed-0001', ...(runCode && { runCode }) }],
      ]),
    });
    const [walk] = annexOf([own], recipes('A7H94GZG')).walks;
    expect(walk?.facts.map(({ value }) => value)).toContain('Trần Thị Hà, Trưởng khoa');
    expect(walk?.facts.map(({ value }) => value)).toContain('2 ở mọi bước');
    expect(walk?.limit).toContain('có thể dựng các mã ở nơi khác');
    expect(walk?.redo).toMatchObject({ seed: 'demo-seed-0001', problem: '' });
    expect(walk?.redo.commands[0]).toContain(`make --recipe ${path}`);
    expect(annexOf([own], recipes('ZZZZZZZZ')).walks[0]?.redo.problem).toContain('ZZZZZZZZ');
    expect(annexOf([own], recipes()).walks[0]?.redo.problem).toContain('phiên bản khác');
    expect(annexOf([own]).walks[0]?.redo.problem).toContain('Không đọc được công thức');

    const council = taskRow('pacs-09.rotate', { seedIssuedBy: 'council' });
    expect(annexOf([walkRecord([council])]).walks[0]?.limit).toContain('do Hội đồng cấp');
    const alone = taskRow('pacs-09.flip', { seedIssuedBy: 'council', witnesses: 0 });
    const [mixed] = annexOf([walkRecord([council, alone])], {}, 'en').walks;
    expect(mixed?.limit).toContain('could render the codes elsewhere');
    expect(mixed?.facts.map(({ value }) => value)).toContain('0 to 2, by step');
  });

  it('names what its witnesses attested', () => {
    const attestation: EvidenceRecord = {
      kind: 'attestation',
      id: 'attestation-1',
      for: ['pacs-01'],
      statement: 'Lượt thử thách A7H94GZG. Đã trình diễn: tìm ca.',
      by: { name: 'Trần Thị Hà', role: 'Trưởng khoa' },
      date: '2026-11-22',
      witnesses: [{ name: 'Lê Văn An', role: 'Bác sĩ' }],
      source: walkSource,
      attachments: [],
    };
    const walk = walkRecord([taskRow('pacs-09.rotate')]);
    const tell = (record: EvidenceRecord) => annexOf([walk, record]).walks[0]?.statements;
    expect(tell(attestation)).toMatchObject([
      { criteria: [{ code: 'PACS-01', target: 'pacs-01' }], witnesses: '1' },
    ]);
    expect(tell({ ...attestation, source: 'attest.yaml' })).toEqual([]);
    expect(tell({ ...attestation, statement: 'Lượt thử thách ZZZZZZZZ.' })).toEqual([]);
  });
});

describe('the screenshots of a report', () => {
  const file = storedFile(Buffer.from('x'), 'pacs-09.rotate.png');
  const { sha256 } = file.attachment;
  const walk = walkRecord([taskRow('pacs-09.rotate', { pictureSha256: sha256 })], [file]);

  it('have a caption, an alternative text, and a number that their step names', () => {
    const annex = annexOf([walk], { pictures: new Map([[sha256, printed]]) });
    expect(annex.shots.figures).toMatchObject([
      {
        anchor: 'shot-1',
        label: 'Hình 1.',
        caption: 'PACS-09 Xoay ảnh; lượt A7H94GZG; 1.280 × 800 điểm ảnh',
        hash: `SHA-256 ${sha256.slice(0, 12)}`,
        alt: 'Ảnh chụp trình xem ở bước Xoay ảnh, lượt A7H94GZG, cho thấy CT, ảnh 30. Phần ngoài ảnh thử đã tô đen.',
        problem: '',
      },
    ]);
    const step = annex.walks[0]?.steps.find(({ name }) => name === 'Xoay ảnh');
    expect(step?.figures).toEqual([{ anchor: 'shot-1', number: '1' }]);
  });

  it.each(['missing', 'damaged', 'unnamed', 'unreadable', 'too-large', 'of-statement'] as const)(
    'say why they are not there: %s',
    async (problem) => {
      const pictures = new Map([[sha256, { ok: false as const, problem }]]);
      const html = await renderHtml({
        ...{ assessment: assess([walk]), checklist, language: 'vi' },
        attached: { ...nothingAttached, pictures },
      });
      expect(html.match(/<p class="no-shot">Không in(?: được)?: /g)).toHaveLength(1);
      expect(html.includes('<img')).toBe(false);
    },
  );

  it('are named by their hash where they were not read', () => {
    expect(annexOf([walk]).shots).toMatchObject({
      figures: [],
      rest: [{ name: 'PACS-09 Xoay ảnh', sha256 }],
    });
  });

  it('come into the page only as JPEG that was encoded here', async () => {
    const html = await renderHtml({
      ...{ assessment: assess([walk]), checklist, language: 'vi' },
      attached: { ...nothingAttached, pictures: new Map([[sha256, printed]]) },
    });
    const sources = [...html.matchAll(/ src="([^"]*)"/g)].map(([, source]) => source);
    expect(sources).toEqual(['data:image/jpeg;base64,/9j/4AAQ==']);
    expect(() => writeJpegSource(undefined)).toThrow(RangeError);
    for (const jpeg of ['', 'PHN2Zz4=', '/9j/4"onerror=1', '/9j/4AAQ\n', 'javascript:alert(1)'])
      expect(() => writeJpegSource({ ...printed, jpeg })).toThrow(RangeError);
  });

  it('show those of a web viewer, beside how it ended', () => {
    const shot = storedFile(Buffer.from('y'), 'viewer-xem-anh-phone.png');
    const pictures = new Map([[shot.attachment.sha256, printed]]);
    const annex = annexOf([viewerRecord(shot)], { pictures }, 'en');
    expect(annex.viewers).toMatchObject([
      { screen: 'phone, 390 × 844', outcome: 'shows the test study', isBad: false },
    ]);
    expect(annex.viewers[0]?.figures).toEqual([{ anchor: 'shot-1', number: '1' }]);
    expect(annex.shots.figures[0]?.alt).toContain('Web viewer xem-anh on a phone screen');
  });

  it.each(hostileNames.map((name) => [name.slice(0, 20), name]))(
    'show %j in captions and steps as text',
    async (_short, name) => {
      const evidenceOf = (text: string) => {
        const shot = storedFile(Buffer.from('z'), `viewer-${text}-phone.png`);
        const row = taskRow('pacs-09.rotate', {
          ...{ pictureSha256: sha256, runCode: text, examiner: text, imageRef: text, typed: text },
          ...{ expectedText: text },
        });
        const odd = taskRow(text, { criterion: text, kind: 'code', typed: text });
        return {
          evidence: [walkRecord([row, odd], [file]), viewerRecord(shot, text)],
          pictures: new Map([
            [sha256, printed],
            [shot.attachment.sha256, printed],
          ]),
        };
      };
      const render = async (text: string) => {
        const { evidence, pictures } = evidenceOf(text);
        const html = await renderHtml({
          ...{ assessment: assess(evidence), checklist, language: 'vi' },
          attached: { ...nothingAttached, pictures },
        });
        return html.slice(html.indexOf('<main'), html.indexOf('</main>'));
      };
      const tags = (html: string) =>
        [...html.matchAll(/<\/?(?!span)[a-z][^>]*>/g)].map(([tag]) => tag.split(/[\s>]/)[0]);
      const body = await render(name);
      expect(tags(body)).toEqual(tags(await render('ordinary')));
      expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      expect(body).not.toContain('W'.repeat(601));
    },
  );
});

describe('what became of the challenge study elsewhere', () => {
  it('is told in a line for each fact', () => {
    const base = walkRecord([]);
    const record = (probe: string, facts: EvidenceRecord & { kind: 'probe' }): EvidenceRecord => ({
      ...facts,
      id: probe,
      probe,
    });
    const pixels = { pixelsEqual: 420, pixelsLossy: 3, pixelsDifferent: 0, pixelsUnread: 0 };
    const evidence: EvidenceRecord[] = [
      record('challenge-archive', {
        ...base,
        facts: {
          'challenge.archive': [
            {
              ...{ archive: 'pacs', route: 'get', foundBy: ['study-uid'], studyUidKept: true },
              ...{ listed: 423, retrieved: 423, originals: 423, added: 0, complete: false },
              ...pixels,
            },
          ],
          'challenge.artefact': [
            {
              ...{ archive: 'pacs', kind: 'structured-report', sopClass: '1.2', value: 146.5 },
              ...{ inOtherStudy: false, quantity: 'length', expected: 147.07, tolerance: 1.4 },
              ...{ ourReferences: 1, otherReferences: 0, within: true },
            },
          ],
        },
      }),
      record('challenge-media', {
        ...base,
        facts: { 'challenge.media': [{ medium: 'not a row' }] },
      }),
    ];
    const { lines } = annexOf(evidence).challenge;
    expect(lines.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'Kho pacs: lấy về 423 trên 423 đối tượng kho liệt kê (C-GET); 420 trên 423 ảnh gốc có điểm ảnh không đổi (3 bị nén mất dữ liệu); chưa đủ hoặc đã đổi',
      'Lưu thêm trong kho pacs: báo cáo có cấu trúc (SR); chiều dài; 146,5 mm, biết trước 147,07 mm, cho phép ±1,4 mm: trong sai lệch cho phép',
    ]);
    expect(annexOf(evidence, {}, 'en').challenge.lines).toHaveLength(2);
  });
});
