import type { FileProblem } from '../../files/read-bounded-file.ts';
import type { Language } from '../../locale/language.ts';
import type { InventoryProblem } from './inventory.ts';
import type { ReadingPart } from './readings.ts';

/** Sentences of the host probe. */
export interface HostMessages {
  readonly subjectThis: (id: string) => string;
  readonly subjectInventory: (id: string, file: string) => string;
  readonly subjectNone: (id: string) => string;
  readonly sendsThis: string;
  readonly sendsInventory: (file: string) => string;
  readonly sendsNone: string;
  readonly notConfigured: (id: string) => string;
  readonly unreadable: (file: string, problem: FileProblem) => string;
  readonly invalid: (file: string, problem: InventoryProblem) => string;
  readonly inventoryUnused: (file: string) => string;
  readonly carried: (hostname: string, collectedAt: string, collector: string) => string;
  readonly readFrom: (hostname: string) => string;
  /** `seen`: fingerprint of the key that signed; absent when the file bears no signature. */
  readonly notTheKey: (file: string, seen: string | undefined) => string;
  readonly signedBy: (fingerprint: string, isExpected: boolean) => string;
  readonly unsigned: string;
  readonly unreadableDisplays: (count: number) => string;
  readonly unknownModels: (models: readonly string[]) => string;
  readonly noGsdf: string;
  readonly missing: (parts: readonly ReadingPart[]) => string;
}

const mebibyte = 1024 * 1024;

const partsVi: Readonly<Record<ReadingPart, string>> = {
  machine: 'loại máy',
  os: 'hệ điều hành',
  cpu: 'bộ xử lý',
  memory: 'bộ nhớ',
  volumes: 'vùng lưu trữ',
  ports: 'cổng mạng',
  displays: 'màn hình',
};
const partsEn: Readonly<Record<ReadingPart, string>> = {
  machine: 'kind of machine',
  os: 'operating system',
  cpu: 'processor',
  memory: 'memory',
  volumes: 'storage volumes',
  ports: 'network ports',
  displays: 'displays',
};

const vi: HostMessages = {
  subjectThis: (id) => `${id} (máy đang chạy rispacs)`,
  subjectInventory: (id, file) => `${id} (tệp kiểm kê ${file})`,
  subjectNone: (id) => `${id} (chưa có kiểm kê)`,
  sendsThis: 'Không gửi gì qua mạng; đọc cấu hình của máy đang chạy rispacs.',
  sendsInventory: (file) => `Không gửi gì qua mạng; đọc tệp kiểm kê ${file}.`,
  sendsNone: 'Không làm gì: máy này chưa có tệp kiểm kê.',
  notConfigured: (id) =>
    `Chưa có kiểm kê của máy ${id} (cách làm: chạy "rispacs host --out ${id}.json" trên máy đó, chép tệp về, rồi ghi "inventory: ${id}.json" vào facility.yaml).`,
  unreadable: (file, problem) => {
    switch (problem.code) {
      case 'missing':
        return `Không tìm thấy tệp kiểm kê ${file}.`;
      case 'not-a-file':
        return `${file} không phải là một tệp thường.`;
      case 'too-large':
        return `Tệp kiểm kê ${file} lớn hơn ${problem.maxBytes / mebibyte} MiB.`;
      case 'system':
        return `Không đọc được tệp kiểm kê ${file} (${problem.systemCode}).`;
    }
  },
  invalid: (file, problem) => {
    switch (problem.code) {
      case 'too-large':
        return `Tệp kiểm kê ${file} quá lớn.`;
      case 'not-json':
        return `${file} không phải là tệp JSON trọn vẹn (cách làm: chép lại tệp do rispacs host ghi).`;
      case 'too-deep':
        return `${file} có các mục lồng nhau quá sâu, không phải tệp do rispacs host ghi.`;
      case 'other-kind':
        return `${file} không phải là tệp kiểm kê do rispacs host ghi.`;
      case 'other-version':
        return `${file} do một phiên bản rispacs khác ghi (cách làm: chạy lại rispacs host cùng phiên bản).`;
      case 'not-as-expected':
        return `${file} có mục không đúng dạng (${problem.where}) (cách làm: chạy lại rispacs host trên máy đó).`;
      case 'signature-wrong':
        return `Chữ ký của tệp kiểm kê ${file} không khớp với nội dung: tệp đã bị sửa hoặc hỏng sau khi ký (cách làm: chép lại, hoặc chạy lại rispacs host trên máy đó).`;
    }
  },
  notTheKey: (file, seen) =>
    seen === undefined
      ? `Tệp kiểm kê ${file} không có chữ ký, trong khi tệp cơ sở nêu khóa phải dùng (keyFingerprint) (cách làm: chạy lại rispacs host với khóa đó).`
      : `Tệp kiểm kê ${file} do khóa khác ký (${seen}), không phải khóa nêu trong tệp cơ sở (keyFingerprint) (cách làm: đối chiếu dấu vân tay đã ghi khi chạy rispacs host).`,
  signedBy: (fingerprint, isExpected) =>
    isExpected
      ? `Chữ ký đúng, của khóa nêu trong tệp cơ sở (${fingerprint}).`
      : `Chữ ký đúng với nội dung. Dấu vân tay của khóa, cần đối chiếu với dấu đã ghi tại chính máy đó: ${fingerprint}.`,
  unsigned: 'Tệp kiểm kê không có chữ ký: không cho biết tệp có bị sửa sau khi ghi hay không.',
  unreadableDisplays: (count) => `${count} màn hình gửi EDID hỏng, không đọc được.`,
  unknownModels: (models) =>
    `Kiểu màn hình chưa có trong bảng, chưa biết dùng để làm gì: ${models.join(', ')}.`,
  noGsdf:
    'EDID cho biết kiểu màn hình, không cho biết màn hình còn theo đường cong GSDF hay không; việc đó cần báo cáo đo.',
  inventoryUnused: (file) => `Tệp kiểm kê ${file} không dùng vì máy này được đọc trực tiếp.`,
  carried: (hostname, collectedAt, collector) =>
    `Kiểm kê do ${collector} ghi lúc ${collectedAt} trên máy tự xưng là "${hostname}"; tệp được chép tới, không chứng minh được đó đúng là máy này.`,
  readFrom: (hostname) => `Đọc trực tiếp trên máy có tên "${hostname}".`,
  missing: (parts) => `Không đọc được: ${parts.map((part) => partsVi[part]).join(', ')}.`,
};

const en: HostMessages = {
  subjectThis: (id) => `${id} (the computer that runs rispacs)`,
  subjectInventory: (id, file) => `${id} (inventory ${file})`,
  subjectNone: (id) => `${id} (no inventory yet)`,
  sendsThis: 'Sends nothing over the network; reads the computer that runs rispacs.',
  sendsInventory: (file) => `Sends nothing over the network; reads the inventory ${file}.`,
  sendsNone: 'Does nothing: there is no inventory of this computer yet.',
  notConfigured: (id) =>
    `There is no inventory of ${id} yet (to do: run "rispacs host --out ${id}.json" on it, carry the file here, and write "inventory: ${id}.json" in facility.yaml).`,
  unreadable: (file, problem) => {
    switch (problem.code) {
      case 'missing':
        return `The inventory ${file} was not found.`;
      case 'not-a-file':
        return `${file} is not a regular file.`;
      case 'too-large':
        return `The inventory ${file} is larger than ${problem.maxBytes / mebibyte} MiB.`;
      case 'system':
        return `The inventory ${file} could not be read (${problem.systemCode}).`;
    }
  },
  invalid: (file, problem) => {
    switch (problem.code) {
      case 'too-large':
        return `The inventory ${file} is too large.`;
      case 'not-json':
        return `${file} is not whole JSON (to do: copy the file written by rispacs host again).`;
      case 'too-deep':
        return `${file} is nested too deeply to be a file written by rispacs host.`;
      case 'other-kind':
        return `${file} is not an inventory written by rispacs host.`;
      case 'other-version':
        return `${file} was written by another version of rispacs (to do: run rispacs host again with this one).`;
      case 'not-as-expected':
        return `${file} has an entry of the wrong form (${problem.where}) (to do: run rispacs host on that computer again).`;
      case 'signature-wrong':
        return `The signature of the inventory ${file} does not fit its content: it was changed or damaged after it was signed (to do: copy it again, or run rispacs host on that computer again).`;
    }
  },
  notTheKey: (file, seen) =>
    seen === undefined
      ? `The inventory ${file} bears no signature, while the facility file names the key to use (keyFingerprint) (to do: run rispacs host again with that key).`
      : `The inventory ${file} was signed by another key (${seen}) than the facility file names (keyFingerprint) (to do: compare the fingerprint that was noted when rispacs host ran).`,
  signedBy: (fingerprint, isExpected) =>
    isExpected
      ? `The signature fits, by the key that the facility file names (${fingerprint}).`
      : `The signature fits the content. Fingerprint of the key, to be compared with the one noted at that computer: ${fingerprint}.`,
  unsigned:
    'The inventory bears no signature: it cannot be told whether it was changed after it was written.',
  unreadableDisplays: (count) => `${count} displays sent a damaged EDID that cannot be read.`,
  unknownModels: (models) =>
    `Display models that the table does not know, so it is not known what they are for: ${models.join(', ')}.`,
  noGsdf:
    'An EDID tells the model of a display, not whether it still follows the GSDF curve; that takes a measurement report.',
  inventoryUnused: (file) =>
    `The inventory ${file} was not used, because this computer was read directly.`,
  carried: (hostname, collectedAt, collector) =>
    `Inventory written by ${collector} at ${collectedAt} on a computer that calls itself "${hostname}"; a carried file does not prove that it is this computer.`,
  readFrom: (hostname) => `Read directly on the computer named "${hostname}".`,
  missing: (parts) => `Could not be read: ${parts.map((part) => partsEn[part]).join(', ')}.`,
};

/** The sentences in one language. */
export function hostMessages(language: Language): HostMessages {
  return language === 'vi' ? vi : en;
}
