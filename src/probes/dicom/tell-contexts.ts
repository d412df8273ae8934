import type { Language } from '../../locale/language.ts';
import {
  describeSopClass,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type StoredKind,
} from '../../protocols/dicom/index.ts';
import type { DicomContextRow } from './facts.ts';
import { tellSyntaxes } from './tell-syntaxes.ts';

const uncompressed: readonly string[] = [IMPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN];
/** Classes of one kind, or refused ones of one service, named one by one; the rest are counted. */
const mostNamed = 8;

type Service = NonNullable<DicomContextRow['service']> | 'other';

const vi = {
  title: (accepted: number, asked: number) =>
    `Lớp SOP nút nhận: ${accepted} trong ${asked} lớp đã hỏi`,
  legend: 'LE là little endian; SV1 là JPEG Lossless Selection Value 1 (1.2.840.10008.1.2.4.70)',
  same: 'như trên',
  sameAs: (name: string) => `như ${name}`,
  uncompressedOnly: 'Lưu trữ, chỉ hỏi cú pháp không nén (implicit LE, explicit LE)',
  refused: (count: number) => `Không nhận (${count})`,
  more: (count: number) => `và ${count} lớp nữa (xem --json)`,
  byGet: (count: number, asked: number) => `Gửi được qua C-GET: ${count} trong ${asked} lớp ảnh`,
  services: {
    verification: 'Kiểm tra kết nối',
    query: 'Truy vấn',
    retrieve: 'Lấy ảnh',
    worklist: 'Danh sách chờ',
    'procedure-step': 'Bước thủ thuật (MPPS)',
    commitment: 'Cam kết lưu trữ',
    availability: 'Thông báo ảnh đã sẵn sàng',
    print: 'In phim',
    media: 'Ghi đĩa',
    workitem: 'Công việc (UPS)',
    storage: 'Lưu trữ',
    other: 'Lớp ngoài bảng',
  } satisfies Record<Service, string>,
  kinds: {
    image: 'Ảnh',
    'moving-image': 'Ảnh động',
    report: 'Báo cáo có cấu trúc, ảnh khóa',
    'presentation-state': 'Trạng thái trình bày',
    document: 'Tài liệu',
    derived: 'Phân vùng, đăng ký ảnh, bản đồ',
    waveform: 'Dạng sóng',
    radiotherapy: 'Xạ trị',
    other: 'Khác',
  } satisfies Record<StoredKind, string>,
};

const en: typeof vi = {
  title: (accepted, asked) => `SOP classes the node accepts: ${accepted} of ${asked} asked`,
  legend: 'LE is little endian; SV1 is JPEG Lossless Selection Value 1 (1.2.840.10008.1.2.4.70)',
  same: 'as above',
  sameAs: (name) => `as ${name}`,
  uncompressedOnly: 'Storage, asked in uncompressed syntaxes only (implicit LE, explicit LE)',
  refused: (count) => `Refused (${count})`,
  more: (count) => `and ${count} more (see --json)`,
  byGet: (count, asked) => `Sends by C-GET: ${count} of ${asked} image classes`,
  services: {
    verification: 'Verification',
    query: 'Query',
    retrieve: 'Retrieve',
    worklist: 'Worklist',
    'procedure-step': 'Procedure step (MPPS)',
    commitment: 'Storage commitment',
    availability: 'Instance availability',
    print: 'Print',
    media: 'Media creation',
    workitem: 'Work items (UPS)',
    storage: 'Storage',
    other: 'Outside our table',
  },
  kinds: {
    image: 'Images',
    'moving-image': 'Moving images',
    report: 'Structured reports, key objects',
    'presentation-state': 'Presentation states',
    document: 'Documents',
    derived: 'Segmentations, registrations, maps',
    waveform: 'Waveforms',
    radiotherapy: 'Radiotherapy',
    other: 'Other',
  },
};

/** All rows of one class. */
interface ClassRows {
  readonly uid: string;
  readonly name: string;
  readonly service: Service;
  readonly rows: readonly DicomContextRow[];
}

/**
 * The matrix as a person reads it: a line for each class the node accepts with its syntaxes in words, one line for each
 * kind of the storage classes that were asked uncompressed only, then what it refused.
 */
export function tellContexts(rows: readonly DicomContextRow[], language: Language): string[] {
  if (rows.length === 0) return [];
  const words = language === 'vi' ? vi : en;
  const classes = [...Map.groupBy(rows, (row) => row.sopClass)].map(([uid, members]): ClassRows => {
    const [{ sopClassName: name = uid, service = 'other' as const } = {}] = members;
    return { uid, name, service, rows: members };
  });
  const accepted = classes.filter((one) => one.rows.some((row) => row.accepted));
  const refused = classes.filter((one) => !accepted.includes(one));
  const plain = accepted.filter(isAskedUncompressed);
  const single = accepted.filter((one) => !plain.includes(one));
  const byGet = accepted.flatMap(
    (one) => one.rows.find((row) => row.sendsByGet !== undefined) ?? [],
  );
  return [
    words.title(accepted.length, classes.length),
    ...indent([
      ...tellSingly(single, words),
      ...tellByKind(plain, words),
      ...(byGet.length > 0
        ? [words.byGet(byGet.filter((row) => row.sendsByGet).length, byGet.length)]
        : []),
      ...tellRefused(refused, words),
      words.legend,
    ]),
  ];
}

function isAskedUncompressed({ service, rows }: ClassRows): boolean {
  return (
    service === 'storage' &&
    rows.every((row) => row.accepted && uncompressed.includes(row.transferSyntax))
  );
}

function tellSingly(classes: readonly ClassRows[], words: typeof vi): string[] {
  return [...Map.groupBy(classes, ({ service }) => service)].flatMap(([service, members]) => {
    const firstWith = new Map<string, string>();
    let before = '';
    return [
      words.services[service],
      ...indent(
        members.map(({ name, rows }) => {
          const syntaxes = tellSyntaxes(rows.filter((row) => row.accepted));
          const like = firstWith.get(syntaxes);
          const shown =
            syntaxes === before
              ? words.same
              : like === undefined
                ? syntaxes
                : words.sameAs(shortenName(like));
          if (like === undefined) firstWith.set(syntaxes, name);
          before = syntaxes;
          return `${name}: ${shown}`;
        }),
      ),
    ];
  });
}

function tellByKind(classes: readonly ClassRows[], words: typeof vi): string[] {
  if (classes.length === 0) return [];
  const kinds = Map.groupBy(classes, ({ uid }) => describeSopClass(uid)?.kind ?? 'other');
  return [
    words.uncompressedOnly,
    ...indent(
      [...kinds].map(
        ([kind, members]) =>
          `${words.kinds[kind]} (${members.length}): ${listNames(members, words)}`,
      ),
    ),
  ];
}

function tellRefused(classes: readonly ClassRows[], words: typeof vi): string[] {
  if (classes.length === 0) return [];
  const services = Map.groupBy(classes, ({ service }) => service);
  return [
    words.refused(classes.length),
    ...indent(
      [...services].map(
        ([service, members]) => `${words.services[service]}: ${listNames(members, words)}`,
      ),
    ),
  ];
}

function listNames(classes: readonly ClassRows[], words: typeof vi): string {
  const names = classes.map(({ name }) => shortenName(name));
  const more = names.length - mostNamed;
  return [...names.slice(0, mostNamed), ...(more > 0 ? [words.more(more)] : [])].join('; ');
}

function shortenName(name: string): string {
  return name.replace(/ Storage(?= - |$)/, '').replace(' Information Model', '');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
