import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../../src/checklist/load.ts';
import type { EvidenceRecord, FactTables } from '../../../src/evidence/evidence.ts';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { checklistFolder, defaultChecklist } from '../../../src/project-folders.ts';
import { viewRemeasure } from '../../../src/report/remeasure/view-remeasure.ts';
import { renderHtml } from '../../../src/report/render-html.ts';
import { makeViewContext } from '../../../src/report/view-context.ts';
import { fixtureAssessment } from '../fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));

function record(probe: string, subjectId: string, facts: FactTables): EvidenceRecord {
  return {
    kind: 'probe',
    id: `${probe}.${subjectId}`,
    probe,
    probeVersion: 1,
    subject: subjectId,
    subjectId,
    startedAt: '2026-11-22T09:00:00+07:00',
    durationMs: 10,
    notes: [],
    attachments: [],
    state: 'observed',
    facts,
  };
}

const usual = {
  computers: [{ id: 'may-do', name: 'Máy đo', role: 'other', thisComputer: true }],
  dicom: {
    callingAe: 'DANHGIA',
    receive: { host: '10.0.0.9', port: 11112 },
    nodes: [{ id: 'pacs', host: '10.0.0.5', port: 104, calledAe: 'PACS' }],
  },
};

function view(facility: object, evidence: EvidenceRecord[], language: 'vi' | 'en' = 'vi') {
  const assessment = {
    ...fixtureAssessment(checklist),
    facility: facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'Bệnh viện Thử' },
      ...facility,
    }),
    evidence,
  };
  return viewRemeasure(makeViewContext(assessment, checklist, language));
}

const node = { node: 'pacs', role: 'pacs', associationAccepted: true, echoStatus: 0, tls: false };
const query = {
  node: 'pacs',
  role: 'pacs',
  level: 'study',
  status: 0,
  answers: 1,
  keys: ['0008,0052=STUDY', '0010,0020=RISPACS-TEST'],
};

describe('measuring again', () => {
  it('names the measuring computer and the calling AE title that the hospital has to accept', () => {
    const [first] = view(usual, [record('dicom', 'pacs', { 'dicom.node': [node] })]).intro;
    expect(first).toContain('Máy đo (địa chỉ IP 10.0.0.9)');
    expect(first).toContain('AE gọi DANHGIA');
  });

  it.each(['vi', 'en'] as const)(
    'has one command per query, with its key and its figure (%s)',
    (language) => {
      const facts = { 'dicom.node': [node], 'dicom.query': [query] };
      const { rows } = view(usual, [record('dicom', 'pacs', facts)], language);
      expect(rows.flatMap((row) => row.commands)).toEqual([
        ['echoscu -v -aet DANHGIA -aec PACS 10.0.0.5 104'],
        [
          'findscu -v -S -aet DANHGIA -aec PACS -k 0008,0052=STUDY -k 0010,0020=RISPACS-TEST 10.0.0.5 104',
        ],
      ]);
      expect(rows[1]?.figures).toMatch(/: 0000H, (?:1 câu trả lời|answers: 1)$/);
    },
  );

  it('proposes what storescu can propose, and says what the node took and what not', () => {
    const pair = (transferSyntax: string, accepted: boolean) => ({
      node: 'pacs',
      service: 'storage',
      sopClass: '1.2.840.10008.5.1.4.1.1.2',
      sopClassName: 'CT Image Storage',
      transferSyntax,
      accepted,
    });
    const facts = {
      'dicom.context': [
        pair('1.2.840.10008.1.2.1', true),
        pair('1.2.840.10008.1.2.4.90', true),
        pair('1.2.840.10008.1.2.4.80', false),
      ],
    };
    const [row] = view(usual, [record('dicom', 'pacs', facts)]).rows;
    expect(row?.commands).toEqual([
      ['storescu -d -R -xv -aet DANHGIA -aec PACS 10.0.0.5 104 thu.dcm'],
    ]);
    expect(row?.figures).toBe(
      'nhận Explicit VR LE (-xe), JPEG 2000 Lossless (-xv); từ chối JPEG-LS (-xt)',
    );
  });

  it('has what iperf3 needs, both ways, and a tolerance that is said to be ours', () => {
    const path = {
      id: 'duong',
      server: 'iperf3://10.0.0.5:5201',
      between: ['workstation', 'pacs'],
    };
    const facts = {
      'lan.path': [
        {
          path: 'duong',
          upGoodputMbpsRuns: [900, 941, 930],
          downGoodputMbpsRuns: [940, 941],
          upMedianWireEquivalentMbps: 987.8,
          downMedianWireEquivalentMbps: 998.9,
          secondsPerRun: 10,
          omitSeconds: 1,
          streams: 4,
          rateCeilingMbps: 2000,
          wireBytesPerFrame: 1538,
          payloadBytesPerFrame: 1448,
          measuredFrom: '10.0.0.9',
          hostLimited: false,
          withinOneComputer: false,
        },
      ],
    };
    const { rows, intro } = view({ ...usual, lan: { paths: [path] } }, [
      record('lan', 'duong', facts),
    ]);
    expect(rows[0]?.commands).toEqual([
      ['iperf3 -c 10.0.0.5 -p 5201 -t 10 -O 1 -P 4 -b 500000K'],
      ['iperf3 -c 10.0.0.5 -p 5201 -t 10 -O 1 -P 4 -b 500000K -R'],
    ]);
    expect(rows[0]?.conditions).toContain('dữ liệu TCP × 1538/1448');
    expect(rows[0]?.figures).toContain('Gửi: trung vị 930 Mb/s dữ liệu, 987,8 Mb/s trên dây');
    expect(rows[0]?.tolerance).toContain('10 %');
    expect(intro.join(' ')).toContain('do công cụ đặt');
  });

  it('has no secret, and the account of a database only where it can do no harm', () => {
    const database = {
      id: 'csdl',
      product: 'postgresql',
      host: '10.0.0.6',
      password: { env: 'X' },
    };
    const facts = {
      'database.server': [{ database: 'csdl', product: 'PostgreSQL', version: '16.4' }],
    };
    const rowsFor = (user: string) =>
      view({ ...usual, databases: [{ ...database, user }] }, [record('database', 'csdl', facts)])
        .rows;
    expect(rowsFor('doc')[0]?.commands).toEqual([
      ["psql -h 10.0.0.6 -p 5432 -U doc -d postgres -Atc 'select version()'"],
    ]);
    const hostile = rowsFor("doc'; drop table x; --");
    expect(hostile[0]?.commands).toEqual([]);
    expect(hostile[0]?.target).toBe('10.0.0.6:5432');
  });

  it('asks a switch by the way the facility file names, with the secret left to the reader', () => {
    const device = (snmp: object) => ({
      ...usual,
      switches: [{ id: 'sw', host: '10.0.0.2', snmp }],
    });
    const facts = {
      'lan.switch': [{ switch: 'sw', upPorts: 11, slowPorts: 0, ethernetPorts: 24 }],
    };
    const first = (snmp: object) =>
      view(device(snmp), [record('switch', 'sw', facts)]).rows[0]?.commands[1]?.join('\n');
    expect(first({ version: 'v2c', community: { env: 'A' } })).toBe(
      'snmpwalk -v2c -c "$COMMUNITY" 10.0.0.2:161 1.3.6.1.2.1.31.1.1.1.15',
    );
    const v3 = {
      version: 'v3',
      user: 'doc',
      authPassphrase: { env: 'A' },
      privPassphrase: { env: 'B' },
    };
    expect(first(v3)).toContain('-v3 -l authPriv -u doc -a SHA-256 -A "$AUTH_PASSWORD" -x AES');
  });

  it('counts what no single command repeats, and shows no more rows than fit a report', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      id: `n-${index}`,
      host: '10.0.0.5',
      port: 1_000 + index,
      calledAe: 'PACS',
    }));
    const { rows, more, without } = view({ dicom: { nodes: many } }, [
      ...many.map(({ id }) => record('dicom', id, { 'dicom.node': [{ ...node, node: id }] })),
      record('media', 'dia', {}),
    ]);
    expect(rows).toHaveLength(80);
    expect(more).toContain('20');
    expect(without).toMatch(/^1 /);
  });

  it('is the last part of Annex II, and each record leads to its row in Annex III', async () => {
    const base = fixtureAssessment(checklist);
    const evidence = [...base.evidence, record('dicom', 'pacs-main', { 'dicom.node': [node] })];
    const html = await renderHtml({
      assessment: { ...base, evidence },
      checklist,
      language: 'vi',
    });
    const places = ['class="effects"', 'class="remeasure"', 'id="a3"'].map((one) =>
      html.indexOf(one),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    const [, anchor = ''] = /class="remeasure">[\s\S]*?href="#(ev-\d+)"/.exec(html) ?? [];
    expect(html).toContain(`<tr id="${anchor}">`);
  });

  it('leaves out a record whose subject the facility file does not have', () => {
    expect(view(usual, [record('dicom', 'khac', { 'dicom.node': [node] })]).rows).toEqual([]);
  });
});
