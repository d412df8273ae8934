import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeDataset } from '../../src/protocols/dicom/index.ts';
import { encodeFile, type SyntheticObject } from '../../src/synthetic/index.ts';
import {
  change,
  check,
  type Disc,
  leaveOut,
  makeCleanDisc,
  name,
  writeDisc,
} from './support/clean-disc.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-defects-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clean: Readonly<Record<string, string>> = {
  'dq-01': 'needs-attestation',
  'dq-02': 'met',
  'dq-03': 'met',
  'dq-04': 'met',
  'dq-05': 'for-doctor',
  'dq-06': 'met',
  'dq-07': 'not-relevant',
  'dq-08': 'met',
  'dq-09': 'met',
  'dq-10': 'met',
  'dq-11': 'met',
  'dq-12': 'met',
  'dq-14': 'met',
  'dq-15': 'met',
  'dq-16': 'for-doctor',
  'dq-17': 'not-concluded',
};

function at(disc: Disc, place: number): SyntheticObject {
  const object = disc.objects[place];
  if (object === undefined) throw new Error(`no object ${place}`);
  return object;
}

/** A file with other bytes in place of some of its own, which have to be as many. */
function swapBytes(file: Buffer, from: string, to: string): Buffer {
  const place = file.indexOf(from, 0, 'utf8');
  if (place < 0 || Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error(from);
  const copy = Buffer.from(file);
  copy.write(to, place, 'utf8');
  return copy;
}

/** Number of Study Related Instances (0020,1208), put in front of Samples per Pixel. */
function declareObjects(file: Buffer, count: string): Buffer {
  const place = file.indexOf(Buffer.from([0x28, 0, 2, 0, 0x55, 0x53]));
  const declared = encodeDataset(
    [{ tag: 0x00201208, vr: 'IS', text: count }],
    'explicit-little-endian',
  );
  return Buffer.concat([file.subarray(0, place), declared, file.subarray(place)]);
}

interface Defect {
  readonly name: string;
  readonly injure: (disc: Disc) => void;
  /** Rules that say something else than of a clean disc. */
  readonly rules: Readonly<Record<string, string>>;
  /** One for each thing noticed. */
  readonly noticed: readonly RegExp[];
}

const defects: readonly Defect[] = [
  {
    name: 'a missing slice',
    injure: (disc) => leaveOut(disc, 2),
    rules: { 'dq-06': 'signal' },
    noticed: [/khuyết số ảnh ở 1 chỗ/, /có thể thiếu 1 lát/],
  },
  {
    name: 'a missing slice, the others numbered anew',
    injure: (disc) => {
      leaveOut(disc, 2);
      for (const index of disc.objects.keys()) change(disc, { InstanceNumber: index + 1 }, [index]);
    },
    rules: { 'dq-06': 'signal' },
    noticed: [/có thể thiếu 1 lát/],
  },
  {
    name: 'an image number twice',
    injure: (disc) => change(disc, { InstanceNumber: 3 }, [3]),
    rules: { 'dq-06': 'signal' },
    noticed: [/khuyết số ảnh ở 1 chỗ/, /1 số ảnh bị lặp/],
  },
  {
    name: 'another patient’s image on the disc',
    injure: (disc) => change(disc, { PatientID: 'RISPACS-TEST-2' }, [5]),
    rules: { 'dq-10': 'not-met' },
    noticed: [/2 người bệnh khác nhau/],
  },
  {
    name: 'a swapped patient',
    injure: (disc) => change(disc, { PatientID: 'RISPACS-TEST-2', PatientName: 'NGƯỜI^KHÁC' }),
    rules: { 'dq-14': 'not-met' },
    noticed: [/Họ tên trên ảnh khác hồ sơ/, /Mã người bệnh trên ảnh khác hồ sơ/],
  },
  {
    name: 'stripped diacritics',
    injure: (disc) => change(disc, { PatientName: 'KIEM THU^RISPACS' }),
    rules: { 'dq-14': 'signal' },
    noticed: [/Họ tên trên ảnh chỉ giống hồ sơ bệnh án khi bỏ dấu/],
  },
  {
    name: 'another birth date in the record',
    injure: (disc) => {
      disc.record = disc.record.replace(/,\d{8},/, ',19010203,');
    },
    rules: { 'dq-14': 'not-met' },
    noticed: [/Ngày sinh trên ảnh khác hồ sơ/],
  },
  {
    name: 'another sex in the record',
    injure: (disc) => {
      disc.record = disc.record.replace(/,(M|F|O)?\r\n$/, (end) =>
        end[1] === 'F' ? ',M\r\n' : ',F\r\n',
      );
    },
    rules: { 'dq-14': 'not-met' },
    noticed: [/Giới tính trên ảnh khác hồ sơ/],
  },
  {
    name: 'a name in another character set than declared',
    injure: (disc) => {
      for (const [index, object] of disc.objects.entries())
        disc.files[name(index)] = swapBytes(encodeFile(object), 'ISO_IR 192', 'ISO_IR 100');
    },
    rules: { 'dq-08': 'not-met', 'dq-14': 'not-met' },
    noticed: [/không đọc được đúng theo bảng mã/, /Họ tên trên ảnh khác hồ sơ/],
  },
  {
    name: 'no patient name',
    injure: (disc) => change(disc, { PatientName: '' }),
    rules: { 'dq-10': 'not-met', 'dq-14': 'not-met' },
    noticed: [/không có họ tên/, /Họ tên trên ảnh khác hồ sơ/],
  },
  {
    name: 'no birth date',
    injure: (disc) => change(disc, { PatientBirthDate: '' }),
    rules: { 'dq-10': 'not-met', 'dq-14': 'not-met' },
    noticed: [/không có ngày sinh/, /Ngày sinh trên ảnh khác hồ sơ/],
  },
  {
    name: 'no Patient ID',
    injure: (disc) => change(disc, { PatientID: '' }),
    rules: { 'dq-11': 'not-met', 'dq-14': 'not-met' },
    noticed: [/không có mã người bệnh/, /Mã người bệnh trên ảnh khác hồ sơ/],
  },
  {
    name: 'no time of examination',
    injure: (disc) => change(disc, { StudyTime: '' }),
    rules: { 'dq-12': 'not-met' },
    noticed: [/thiếu ngày hoặc giờ chụp/],
  },
  {
    name: 'no acquisition time',
    injure: (disc) => change(disc, { AcquisitionTime: '', ContentTime: '' }, [1]),
    rules: { 'dq-12': 'not-met' },
    noticed: [/thiếu ngày hoặc giờ chụp/],
  },
  {
    name: 'an examination in the future',
    injure: (disc) => change(disc, { StudyDate: '20270101' }),
    rules: { 'dq-12': 'not-met' },
    noticed: [/Ngày giờ chụp không hợp lý/],
  },
  {
    name: 'an examination before birth',
    injure: (disc) => {
      change(disc, { PatientBirthDate: '20260131' });
      disc.record = disc.record.replace(/,\d{8},/, ',20260131,');
    },
    rules: { 'dq-12': 'not-met' },
    noticed: [/Ngày giờ chụp không hợp lý/],
  },
  {
    name: 'lossy compression',
    injure: (disc) => change(disc, { LossyImageCompression: '01' }, [0, 1]),
    rules: { 'dq-15': 'signal' },
    noticed: [/2 ảnh đã nén mất dữ liệu/],
  },
  {
    name: 'derived images',
    injure: (disc) => change(disc, { ImageType: 'DERIVED\\SECONDARY\\AXIAL' }, [4]),
    rules: { 'dq-15': 'signal' },
    noticed: [/1 ảnh khai là ảnh dẫn xuất/],
  },
  {
    name: 'a cropped image',
    injure: (disc) => change(disc, { Rows: 32 }, [3]),
    rules: { 'dq-15': 'signal' },
    noticed: [/1 ảnh có kích thước khác/],
  },
  {
    name: 'pixel data shorter than declared',
    injure: (disc) => change(disc, { Rows: 128 }),
    rules: { 'dq-04': 'not-met' },
    noticed: [/6 ảnh có dữ liệu điểm ảnh ngắn hơn/],
  },
  {
    name: 'an image without its pixels',
    injure: (disc) => {
      const { pixels: _, ...bare } = at(disc, 1);
      disc.objects[1] = bare;
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/1 ảnh có dữ liệu điểm ảnh ngắn hơn/],
  },
  {
    name: 'a truncated file',
    injure: (disc) => {
      disc.files[name(5)] = encodeFile(at(disc, 5)).subarray(0, 3_000);
    },
    rules: { 'dq-04': 'not-met', 'dq-08': 'undetermined' },
    noticed: [/1 đối tượng DICOM hỏng/, /1 tệp DICOM hỏng/],
  },
  {
    name: 'a file of garbage after its prefix',
    injure: (disc) => {
      disc.files[name(5)] = Buffer.concat([
        encodeFile(at(disc, 5)).subarray(0, 500),
        Buffer.alloc(5_000, 0xa5),
      ]);
    },
    rules: { 'dq-04': 'not-met', 'dq-08': 'undetermined' },
    noticed: [/1 đối tượng DICOM hỏng/, /1 tệp DICOM hỏng/],
  },
  {
    name: 'one UID with two contents',
    injure: (disc) => {
      const other = Buffer.from(encodeFile(at(disc, 0)));
      other[other.length - 100] = (other[other.length - 100] ?? 0) ^ 0xff;
      disc.files['IMAGES/IM0099'] = other;
      const [first] = disc.listed;
      if (first) disc.listed.push({ ...first, fileId: 'IMAGES\\IM0099' });
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/1 tệp trùng SOP Instance UID/],
  },
  {
    name: 'file meta information of another object',
    injure: (disc) => {
      const { sopInstanceUid } = at(disc, 2);
      const file = encodeFile(at(disc, 2));
      const last = sopInstanceUid.at(-1) === '1' ? '2' : '1';
      // Only the first occurrence, which is that of the meta information.
      disc.files[name(2)] = swapBytes(file, sopInstanceUid, sopInstanceUid.slice(0, -1) + last);
    },
    rules: { 'dq-04': 'not-met', 'dq-08': 'not-met' },
    noticed: [/File Meta Information/, /1 bản ghi của DICOMDIR khai khác/],
  },
  {
    name: 'a private SOP class',
    injure: (disc) => {
      const file = encodeFile(at(disc, 0));
      const uid = '1.2.840.10008.5.1.4.1.1.2';
      const other = '1.2.840.99999.5.1.4.1.1.2';
      disc.files[name(0)] = swapBytes(swapBytes(file, uid, other), uid, other);
      const [first] = disc.listed;
      if (first) disc.listed[0] = { ...first, sopClassUid: other };
    },
    rules: { 'dq-08': 'undetermined' },
    noticed: [/1 đối tượng có SOP Class không thuộc tiêu chuẩn/],
  },
  {
    name: 'a number of objects that is not true',
    injure: (disc) => {
      for (const [index, object] of disc.objects.entries())
        disc.files[name(index)] = declareObjects(encodeFile(object), '40');
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/khác số khai trong \(0020,1206..1209\)/],
  },
  {
    name: 'a DICOMDIR that lists a file that is not there',
    injure: (disc) => {
      disc.removed.push(name(5));
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/DICOMDIR kê 1 tệp không có/],
  },
  {
    name: 'a file that the DICOMDIR does not list',
    injure: (disc) => {
      disc.listed.pop();
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/1 tệp DICOM trên đĩa không có trong DICOMDIR/],
  },
  {
    name: 'a DICOMDIR that points out of the disc',
    injure: (disc) => {
      const [first] = disc.listed;
      if (first) disc.listed.push({ ...first, fileId: '..\\..\\etc\\passwd' });
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/1 tên tệp trỏ ra ngoài đĩa/],
  },
  {
    name: 'a DICOMDIR whose record is of another object',
    injure: (disc) => {
      const [first] = disc.listed;
      if (first) disc.listed[0] = { ...first, sopInstanceUid: '2.25.9' };
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/1 bản ghi của DICOMDIR khai khác/],
  },
  {
    name: 'a broken DICOMDIR',
    injure: (disc) => {
      disc.files.DICOMDIR = Buffer.concat([
        Buffer.alloc(128),
        Buffer.from('DICMxx'),
        Buffer.alloc(50),
      ]);
    },
    rules: { 'dq-04': 'not-met' },
    noticed: [/DICOMDIR hỏng/],
  },
  {
    name: 'a disc without a viewer',
    injure: (disc) => {
      disc.removed.push('index.html');
    },
    rules: { 'dq-09': 'signal' },
    noticed: [],
  },
  {
    name: 'a result without a conclusion',
    injure: (disc) => {
      disc.result = disc.result.replace(/OBX\|2.*\r/, '');
    },
    rules: { 'dq-02': 'not-met' },
    noticed: [/\(HL7\) không có phần kết luận/],
  },
  {
    name: 'a result that nobody verified',
    injure: (disc) => {
      disc.result = disc.result.replace('|CT|F|', '|CT|P|');
    },
    rules: { 'dq-03': 'undetermined' },
    noticed: [/\(HL7\) chưa được bác sĩ xác nhận/],
  },
  {
    name: 'a result that does not name who read it',
    injure: (disc) => {
      disc.result = disc.result.replace('12^Trần Văn Đọc', '');
    },
    rules: { 'dq-03': 'needs-attestation' },
    noticed: [/không có tên bác sĩ chẩn đoán/],
  },
];

describe('a disc by our own writer', () => {
  it('is clean when nothing is wrong with it, and nothing of the patient is told', async () => {
    const said = await check(folder, await writeDisc(folder, makeCleanDisc()));
    expect(said.rules).toEqual(clean);
    expect(said.noticed).toEqual([]);
    expect(said.text).not.toMatch(/KIỂM|KIEM|RISPACS-TEST|2\.25\.|Trần Văn|Lê Thị|Bùi Thị|disc/);
  });

  it('has at least 25 defects here', () => expect(defects.length).toBeGreaterThanOrEqual(25));

  it.each(defects)('$name is found and named, and nothing else is', async (defect) => {
    const disc = makeCleanDisc();
    defect.injure(disc);
    const said = await check(folder, await writeDisc(folder, disc));
    expect(said.rules).toEqual({ ...clean, ...defect.rules });
    expect(said.noticed).toEqual(defect.noticed.map((one) => expect.stringMatching(one)));
  });
});
