import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAssociation, readDataset, readFileMeta } from '../../src/protocols/dicom/index.ts';
import {
  compareDatasets,
  encodeObject,
  makeCompleteStudy,
  makeCtSeries,
  makeUsMultiframe,
  planStudy,
  SYNTHETIC_TRANSFER_SYNTAX,
  type SyntheticObject,
  writeObjects,
} from '../../src/synthetic/index.ts';
import {
  type DicomPeer,
  missingPrograms,
  runProgram,
  startStorescp,
} from './support/dicom-peers.ts';

const ORDER = {
  requestedProcedureId: 'RP-1',
  scheduledProcedureStepId: 'SPS-1',
  performedProcedureStepUid: '1.2.3.4.5',
};

/** Without an order and with one; decomposed letters; the smallest images, with an odd number of pixels where possible. */
const STUDIES: readonly (readonly [string, () => SyntheticObject[]])[] = [
  ['a complete study', () => makeCompleteStudy(planStudy())],
  ['a study for an order', () => makeCompleteStudy(planStudy(ORDER))],
  ['a study in NFD', () => makeCompleteStudy(planStudy({ textForm: 'NFD' }))],
  [
    'small images',
    () => {
      const study = planStudy();
      const size = { rows: 65, columns: 129 };
      return [
        ...makeCtSeries(study, { ...size, slices: 1 }),
        ...makeUsMultiframe(study, { ...size, frames: 3, objects: 2 }),
      ];
    },
  ],
];

/**
 * The one warning of dcentvfy: it takes the Accession Number inside the Referenced Request Sequence of a report
 * (PS3.3 C.17.2, type 2 there) for the series' own, and asks whether it is the study's. The value is the same.
 */
const EXPLAINED =
  /Different information entities for attribute - Element=<AccessionNumber> IE <Study> versus <Series>/;

/** What a verifier complains of, less what is explained above. */
function readComplaints(output: string): string[] {
  return output.split('\n').filter((line) => /error|warning/i.test(line) && !EXPLAINED.test(line));
}

const verifiers = missingPrograms('dciodvfy', 'dcentvfy');
const dcmtk = missingPrograms('dcmdump', 'storescu', 'storescp', 'dsrdump', 'dcm2pdf');

describe.each(STUDIES)('%s', (_, make) => {
  let folder: string;
  let objects: readonly SyntheticObject[];
  let paths: readonly string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rispacs-synthetic-'));
    objects = make();
    paths = (await writeObjects(folder, objects)).map(({ path }) => path);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  // dciodvfy has neither errors nor warnings for any object.
  it.skipIf(verifiers)(`conforms to its IODs${verifiers ? ` (${verifiers})` : ''}`, async () => {
    for (const path of paths) {
      const { exitCode, output } = await runProgram('dciodvfy', [path]);
      expect(readComplaints(output), basename(path)).toEqual([]);
      expect(exitCode, output).toBe(0);
    }
  });

  it.skipIf(verifiers)(`is one study${verifiers ? ` (${verifiers})` : ''}`, async () => {
    const { output } = await runProgram('dcentvfy', paths);
    expect(readComplaints(output)).toEqual([]);
  });

  it.skipIf(dcmtk)(`is read by DCMTK${dcmtk ? ` (${dcmtk})` : ''}`, async () => {
    for (const [index, path] of paths.entries()) {
      const { exitCode, output } = await runProgram('dcmdump', ['+P', 'PatientName', path]);
      expect(exitCode, output).toBe(0);
      const { textForm } = objects[index] ?? { textForm: 'NFC' };
      expect(output).toContain('KIỂM THỬ^RISPACS'.normalize(textForm));
    }
  });
});

describe('the verifiers', () => {
  // Otherwise their silence would prove nothing.
  it.skipIf(verifiers)('do complain', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rispacs-synthetic-'));
    try {
      const [first, second] = makeCtSeries(planStudy({ seed: 'a' }), { slices: 2 });
      if (first === undefined || second === undefined) throw new Error('no slices');
      const { KVP: _, ...attributes } = second.attributes;
      const broken = { ...second, attributes: { ...attributes, PatientBirthDate: '19000102' } };
      const written = await writeObjects(folder, [first, broken]);
      const paths = written.map(({ path }) => path);
      const iod = await runProgram('dciodvfy', paths.slice(1));
      expect(readComplaints(iod.output)).toContainEqual(expect.stringContaining('KVP'));
      const entity = await runProgram('dcentvfy', paths);
      expect(readComplaints(entity.output)).toContainEqual(
        expect.stringContaining('PatientBirthDate'),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(dcmtk)(`a storage SCP of DCMTK${dcmtk ? ` (${dcmtk})` : ''}`, () => {
  let peer: DicomPeer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rispacs-synthetic-'));
    // As received, whatever the SOP class.
    peer = await startStorescp('+xa', '-pm', '+B');
  });
  afterAll(async () => {
    await peer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function expectReceived(objects: readonly SyntheticObject[]): Promise<void> {
    const files = await readdir(peer.folder);
    for (const object of objects) {
      const name = files.find((file) => file.endsWith(object.sopInstanceUid));
      if (name === undefined) throw new Error(`${object.name} did not arrive`);
      const path = join(peer.folder, name);
      const meta = await readFileMeta(path);
      if (!meta.ok) throw new Error(meta.message);
      expect(meta.file.transferSyntaxUid).toBe(SYNTHETIC_TRANSFER_SYNTAX);
      const theirs = (await readFile(path)).subarray(meta.file.dataset.offsetBytes);
      const ours = encodeObject(object);
      expect(theirs.equals(ours), object.name).toBe(true);
      const [left, right] = [ours, theirs].map((bytes) =>
        readDataset(bytes, 'explicit-little-endian'),
      );
      if (!left?.ok || !right?.ok) throw new Error(`${object.name} is unreadable`);
      expect(compareDatasets(left.dataset, right.dataset).differences).toEqual([]);
    }
  }

  it('takes every object from storescu, unchanged', async () => {
    const objects = makeCompleteStudy(planStudy());
    const written = await writeObjects(folder, objects);
    const { exitCode, output } = await runProgram('storescu', [
      ...['-xe', '127.0.0.1', String(peer.port)],
      ...written.map(({ path }) => path),
    ]);
    expect(exitCode, output).toBe(0);
    await expectReceived(objects);
  });

  it('takes every object from our own association, unchanged', async () => {
    const objects = makeCompleteStudy(planStudy());
    const result = await openAssociation({
      host: '127.0.0.1',
      port: peer.port,
      callingAeTitle: 'RISPACS',
      calledAeTitle: 'ANY',
      contexts: [...new Set(objects.map(({ sopClassUid }) => sopClassUid))].map((uid) => ({
        abstractSyntax: uid,
        transferSyntaxes: [SYNTHETIC_TRANSFER_SYNTAX],
      })),
    });
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    for (const object of objects) {
      const outcome = await result.association.store({
        sopClassUid: object.sopClassUid,
        sopInstanceUid: object.sopInstanceUid,
        transferSyntaxUid: SYNTHETIC_TRANSFER_SYNTAX,
        dataset: { kind: 'bytes', bytes: encodeObject(object) },
      });
      expect(outcome, object.name).toMatchObject({ kind: 'status', status: { code: 0 } });
    }
    await result.association.release();
    await expectReceived(objects);
  });

  it('is not needed to read reports and documents', async () => {
    const objects = makeCompleteStudy(planStudy());
    const written = await writeObjects(folder, objects);
    const find = (start: string): string =>
      written.find(({ path }) => basename(path).startsWith(start))?.path ?? '';
    for (const report of ['sr-basic', 'sr-enhanced', 'ko']) {
      const { exitCode, output } = await runProgram('dsrdump', [find(report)]);
      expect(exitCode, output).toBe(0);
      expect(output).toContain('IMAGE:=(CT image,');
    }
    const pdf = join(folder, 'document.pdf');
    const extracted = await runProgram('dcm2pdf', [find('doc'), pdf]);
    expect(extracted.exitCode, extracted.output).toBe(0);
    expect((await readFile(pdf, 'latin1')).startsWith('%PDF-')).toBe(true);
  });
});
