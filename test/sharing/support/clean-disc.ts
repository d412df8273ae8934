import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checklistFolder } from '../../../src/project-folders.ts';
import { checkShared } from '../../../src/sharing/check-shared.ts';
import { loadSharingRules } from '../../../src/sharing/load-rules.ts';
import {
  encodeFile,
  makeCtSeries,
  planStudy,
  type SyntheticObject,
} from '../../../src/synthetic/index.ts';
import { listImages, makeDicomdir } from '../../media/support/make-dicomdir.ts';

/** The day on which test discs are checked: the day after the study. */
export const checkedOn = '2026-01-06';

/** A disc of one CT study with its DICOMDIR and a viewer, the message with its result, and the record of the HIS. */
export interface Disc {
  objects: SyntheticObject[];
  /** Further files, or others in place of those of the disc. */
  files: Record<string, Buffer | string>;
  /** Taken away after all is written. */
  removed: string[];
  /** What the DICOMDIR lists, before it is encoded. */
  listed: {
    sopClassUid: string;
    sopInstanceUid: string;
    transferSyntaxUid: string;
    fileId: string;
  }[];
  record: string;
  result: string;
}

const study = planStudy({ seed: 'sharing-defects-0001' });

export const name = (index: number): string => `IMAGES/IM${String(index + 1).padStart(4, '0')}`;

const listing = (object: SyntheticObject, index: number): Disc['listed'][number] => ({
  sopClassUid: object.sopClassUid,
  sopInstanceUid: object.sopInstanceUid,
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  fileId: name(index).replace('/', '\\'),
});

/** One HL7 segment with fields by their numbers. */
function segment(id: string, fields: Readonly<Record<number, string>>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [id, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? '')].join('|');
}

/** Nothing is wrong with this one. */
export function makeCleanDisc(slices = 6): Disc {
  const objects = makeCtSeries(study, { slices, rows: 64, columns: 128 });
  const attributes = objects[0]?.attributes ?? {};
  const text = (key: string): string => String(Reflect.get(attributes, key) ?? '');
  const patient = text('PatientName').replace('^', ' ');
  return {
    objects,
    files: { 'index.html': '<p>viewer</p>' },
    removed: [],
    listed: objects.map(listing),
    record: `ma_nguoi_benh,ho_ten,ngay_sinh,gioi_tinh\r\n${text('PatientID')},${patient},${text('PatientBirthDate')},${text('PatientSex')}\r\n`,
    result: [
      'MSH|^~\\&|RIS|BV|HIS|BV|20260105093000||ORU^R01^ORU_R01|1|T|2.5.1||||||UNICODE UTF-8',
      'PID|||RISPACS-TEST||KIEM THU^RISPACS',
      'ORC|RE|||||||||||77^Bùi Thị Chỉ Định',
      segment('OBR', {
        1: '1',
        4: 'CT^CT ngực',
        7: '20260105080000',
        22: '20260105093000',
        24: 'CT',
        25: 'F',
        32: '12^Trần Văn Đọc',
        34: '34^Lê Thị Chụp',
      }),
      'OBX|1|TX|F^Mô tả||Nhu mô phổi bình thường.||||||F',
      'OBX|2|TX|I^Kết luận||Không thấy bất thường.||||||F',
      '',
    ].join('\r'),
  };
}

/** Changes attributes of objects, all of them unless places are named. */
export function change(
  disc: Disc,
  attributes: Readonly<Record<string, unknown>>,
  places?: readonly number[],
): void {
  disc.objects = disc.objects.map((object, index) =>
    places === undefined || places.includes(index)
      ? {
          ...object,
          attributes: { ...object.attributes, ...attributes } as SyntheticObject['attributes'],
        }
      : object,
  );
}

/** Takes an object off the disc and out of its DICOMDIR, as an export that left it out would. */
export function leaveOut(disc: Disc, place: number): void {
  disc.objects = disc.objects.toSpliced(place, 1);
  disc.listed = disc.objects.map(listing);
}

/** Writes a disc into `folder/disc`, with the record and the result beside it. */
export async function writeDisc(folder: string, disc: Disc): Promise<string> {
  const all: Record<string, Buffer | string> = {
    ...Object.fromEntries(disc.objects.map((one, index) => [name(index), encodeFile(one)])),
    DICOMDIR: makeDicomdir({ records: listImages(disc.listed) }),
    ...disc.files,
  };
  const root = join(folder, 'disc');
  for (const [file, bytes] of Object.entries(all)) {
    if (disc.removed.includes(file)) continue;
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), bytes);
  }
  await writeFile(join(folder, 'record.csv'), disc.record);
  await writeFile(join(folder, 'result.hl7'), disc.result);
  return root;
}

/** What a check of a disc says: outcomes by rule, and what it noticed. */
export interface Said {
  readonly rules: Readonly<Record<string, string>>;
  readonly noticed: readonly string[];
  readonly text: string;
}

/** Checks a path with the record and the result beside it. */
export async function check(folder: string, from: string): Promise<Said> {
  const { subjects, notes } = await checkShared({
    rules: await loadSharingRules(checklistFolder('result-sharing-2025')),
    paths: [from],
    record: join(folder, 'record.csv'),
    results: [join(folder, 'result.hl7')],
    isTransfer: false,
    given: { laboratories: [], decisions: [] },
    statements: [],
    checkedOn,
    language: 'vi',
    signal: AbortSignal.timeout(60_000),
    onProgress: () => undefined,
  });
  return {
    rules: Object.fromEntries(
      subjects.flatMap((one) => one.findings.map((finding) => [finding.rule, finding.outcome])),
    ),
    noticed: [...subjects.flatMap((one) => one.notes), ...notes],
    text: JSON.stringify({ subjects, notes }),
  };
}
