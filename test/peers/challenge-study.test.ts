import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Challenge,
  compareStudyFolder,
  judgePicture,
  listObjects,
  type PictureVerdict,
  readPicture,
} from '../../src/challenge/index.ts';
import { loadSymbolReader } from '../../src/challenge/read/read-symbols.ts';
import { WINDOW_CODE } from '../../src/challenge/study/ct-layout.ts';
import { parseNonce } from '../../src/challenge/study/nonce.ts';
import {
  type DicomWebConnection,
  openDicomWeb,
  retrieveRendered,
  storeInstances,
} from '../../src/protocols/dicomweb/index.ts';
import { encodeFile, type SyntheticObject, writeObjects } from '../../src/synthetic/index.ts';
import { makeDemo, objectsOf, showImage } from '../challenge/support/demo.ts';
import { missingPrograms, runProgram } from './support/dicom-peers.ts';
import { missingWebOrthanc, startWebOrthanc, type WebOrthanc } from './support/web-orthanc.ts';

const verifiers = missingPrograms('dciodvfy', 'dcentvfy');
const renderers = missingPrograms('dcmj2pnm');

/** Megabytes that making and writing the whole study may take. */
const MAX_MEMORY_MB = 600;

let folder: string;
let challenge: Challenge;
let paths: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-challenge-'));
  challenge = (await makeDemo('peer-seed-0001')).challenge;
  paths = (await writeObjects(folder, listObjects(challenge))).map(({ path }) => path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const complaints = (output: string): string[] =>
  output.split('\n').filter((line) => /error|warning/i.test(line));

describe('the files of a challenge study', () => {
  it.skipIf(verifiers)(`conform to their IODs${verifiers ? ` (${verifiers})` : ''}`, async () => {
    for (const path of paths) {
      const { exitCode, output } = await runProgram('dciodvfy', [path]);
      expect(complaints(output), basename(path)).toEqual([]);
      expect(exitCode, output).toBe(0);
    }
  });

  it.skipIf(verifiers)(`are one study${verifiers ? ` (${verifiers})` : ''}`, async () => {
    const { output } = await runProgram('dcentvfy', paths);
    expect(complaints(output)).toEqual([]);
  });

  it('are those of their recipe', async () => {
    const comparison = await compareStudyFolder(folder, challenge);
    expect(comparison).toEqual({ objects: 423, same: 423, differences: [] });
  });

  it(`take less than ${MAX_MEMORY_MB} MB to make and write`, async () => {
    const script = fileURLToPath(new URL('../challenge/support/write-study.ts', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(20);
    expect(Number(stdout)).toBeLessThan(MAX_MEMORY_MB);
  });
});

describe('the images of a challenge study', () => {
  it('all carry their QR, each frame its own', async () => {
    const read = await loadSymbolReader();
    const unread: string[] = [];
    for (const { key, objects } of challenge.series) {
      for (const [index, object] of objects.entries()) {
        const frames = Number(object.attributes.NumberOfFrames ?? 1);
        for (let frame = 0; frame < frames; frame += 1) {
          const imageNumber = key === 'us' ? frame + 1 : index + 1;
          const symbols = await read(showImage(object, frame), {
            threshold: 'local',
            denoise: false,
          });
          const found = symbols.map(({ text }) => parseNonce(text));
          const isThere = found.some(
            (nonce) => nonce?.series === key && nonce.imageNumber === imageNumber,
          );
          if (!isThere) unread.push(`${object.name} ${frame}`);
        }
      }
    }
    expect(unread).toEqual([]);
  });
});

async function judge(bytes: Uint8Array): Promise<PictureVerdict> {
  return judgePicture(await readPicture(bytes), challenge);
}

describe.skipIf(renderers)(`DCMTK's rendering${renderers ? ` (${renderers})` : ''}`, () => {
  it('shows which image it is, in every series', async () => {
    for (const { key, objects } of challenge.series) {
      const path = join(folder, `${objects[0]?.name}.dcm`);
      const picture = join(folder, `${key}.jpg`);
      // The window of the file; a US clip has none.
      const window = key === 'us' ? [] : ['+Wi', '1'];
      const { exitCode, output } = await runProgram('dcmj2pnm', ['+oj', ...window, path, picture]);
      expect(exitCode, output).toBe(0);
      expect(await judge(await readFile(picture)), key).toMatchObject({
        kind: 'evidence',
        images: [{ series: key, imageNumber: 1 }],
        codes: [],
      });
    }
  });
});

describe.skipIf(missingWebOrthanc)(`Orthanc's rendering${missingWebOrthanc ?? ''}`, () => {
  let peer: WebOrthanc;
  let connection: DicomWebConnection;
  let ct: SyntheticObject;
  beforeAll(async () => {
    peer = await startWebOrthanc();
    connection = await openDicomWeb({
      baseUrl: peer.webUrl,
      credentials: { kind: 'basic', user: peer.user, password: peer.password },
    });
    const found = objectsOf(challenge, 'ct')[74];
    if (found === undefined) throw new Error('no image');
    ct = found;
    const stored = await storeInstances(connection, { files: [encodeFile(ct)] });
    if (stored.kind !== 'answered') throw new Error(JSON.stringify(stored));
  });
  afterAll(async () => {
    await connection.close();
    await peer.stop();
  });

  async function render(window: { center: number; width: number }, quality: number) {
    const outcome = await retrieveRendered(connection, {
      study: ct.studyInstanceUid,
      series: ct.seriesInstanceUid,
      instance: ct.sopInstanceUid,
      window,
      quality,
    });
    if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
    return outcome.bytes;
  }

  it('shows which image it is, and in a narrow window the code', async () => {
    expect(await judge(await render({ center: 40, width: 400 }, 40))).toMatchObject({
      images: [{ series: 'ct', imageNumber: 75 }],
      codes: [],
    });
    expect(await judge(await render(WINDOW_CODE.window, 75))).toMatchObject({
      images: [{ series: 'ct', imageNumber: 75 }],
      codes: [{ function: 'window' }],
    });
    for (const usual of [
      { center: 480, width: 2500 },
      { center: -600, width: 1500 },
      { center: 1024, width: 4096 },
      { center: 14_488, width: 31_024 },
    ]) {
      expect(await judge(await render(usual, 100))).toMatchObject({ codes: [] });
    }
  });
});
