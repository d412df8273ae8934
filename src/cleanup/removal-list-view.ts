import type { Facility } from '../facility/schema.ts';
import { formatLocalDay, formatLocalTimestamp } from '../locale/local-time.ts';
import { TEST_PATIENT_NAME } from '../protocols/hl7/test-patient.ts';
import { formatDate, formatTime } from '../report/format.ts';
import { effectNames } from '../report/labels.ts';
import { mapStrings } from '../report/map-strings.ts';
import { printableText } from '../report/printable-text.ts';
import { describeState, type ItemResult } from './describe-items.ts';
import { addressOfEffect } from './place-address.ts';
import type { Journal } from './read-journal.ts';

/** What the list is made from. */
export interface RemovalListInput {
  readonly facility: Facility;
  /** Of the dossier. */
  readonly assessedOn: string;
  readonly toolVersion: string;
  /** Everything that is not known to be removed. */
  readonly results: readonly ItemResult[];
  /** As it is now, after the last attempt. */
  readonly journal: Journal;
  readonly now: Date;
}

const blank = '................................';
const mostRows = 1_000;
const mostIdentifiers = 20;
const longestValue = 80;

const identifierNames: { readonly [name: string]: string | undefined } = {
  patientId: 'Mã người bệnh',
  placerOrderNumber: 'Số phiếu chỉ định',
  accessionNumber: 'Số truy cập (Accession Number)',
  requestedProcedureId: 'Mã thủ thuật yêu cầu',
  scheduledStepId: 'Mã bước chụp',
  studyInstanceUid: 'Study Instance UID',
  sopInstanceUid: 'SOP Instance UID',
  scheduledAt: 'Giờ hẹn',
  visitNumber: 'Số lượt khám',
  message: 'Bản tin đã gửi',
  instances: 'Số đối tượng DICOM đã gửi',
};

/** For programs, not for the person who looks for the data. */
const unprinted: ReadonlySet<string> = new Set(['removal', 'storedBy', 'uidAssignedBy']);

const whatToDo: { readonly [kind: string]: string | undefined } = {
  order:
    'Hủy hoặc xóa chỉ định trong RIS và HIS; kiểm tra danh sách chờ của thiết bị, viện phí và thống kê',
  study: 'Xóa ca chụp trong hệ thống này và ở những nơi nó tự chuyển tiếp tới',
  mpps: 'Đóng (DISCONTINUED) hoặc xóa bước chụp đã báo (MPPS) trong hệ thống này',
  message: 'Hủy lượt khám hoặc xóa những gì bản tin đã tạo trong RIS và HIS',
  report: 'Xóa kết quả trong RIS, HIS và hồ sơ bệnh án điện tử',
};

/** The removal list as values for its template. Always Vietnamese: it is a paper of a Vietnamese hospital. */
export function makeRemovalListView(input: RemovalListInput) {
  const { facility, results, journal, now } = input;
  const ours = results.filter((one) => one.ours !== undefined);
  const foreign = results.length - ours.length;
  const view = {
    toolVersion: input.toolVersion,
    simulated: facility.simulated === true,
    superior: facility.facility.parentBody?.toLocaleUpperCase('vi') ?? '',
    issuer: facility.facility.name.toLocaleUpperCase('vi'),
    place: facility.facility.place ?? '................',
    assessedOn: formatDate(input.assessedOn, 'vi'),
    listedAt: formatTime(formatLocalTimestamp(now), 'vi'),
    listedOn: formatDate(formatLocalDay(now), 'vi'),
    patient: `${TEST_PATIENT_NAME.family}^${TEST_PATIENT_NAME.given}`,
    count: ours.length,
    more: Math.max(0, ours.length - mostRows),
    rows: ours.slice(0, mostRows).map((one, index) => viewRow(one, index + 1, input)),
    foreign:
      foreign === 0
        ? ''
        : `Ngoài ra, nhật ký có ${foreign} mục không phải do công cụ ghi. Công cụ không gửi gì cho các mục đó và không in định danh của chúng ở đây; cần đối chiếu với bản gốc của hồ sơ.`,
    unreadable:
      journal.unreadableLines === 0
        ? ''
        : `Nhật ký có ${journal.unreadableLines} dòng không đọc được; nếu dòng đó từng ghi dữ liệu thử thì không có trong danh sách này.`,
    forward:
      facility.testData && facility.testData.autoForward.length > 0
        ? `PACS tự chuyển tiếp tới: ${facility.testData.autoForward.join('; ')}.`
        : '',
    administrator: facility.testData?.administrator ?? '',
    vendor: facility.product?.vendor ?? '',
    journalSha256: journal.sha256 ?? '',
    blank,
  };
  return mapStrings(view, printableText);
}

/** What the template is given. */
export type RemovalListView = ReturnType<typeof makeRemovalListView>;

function viewRow(result: ItemResult, ordinal: number, { facility, journal }: RemovalListInput) {
  const entry = journal.entries.find((one) => one.position === result.position);
  const ours = result.ours;
  return {
    ordinal,
    system: ours?.system ?? '',
    address: entry ? addressOfEffect(entry.effect, facility) : '',
    kind: effectNames[ours?.kind ?? '']?.vi ?? ours?.kind ?? '',
    identifiers: groupIdentifiers(ours?.identifiers ?? {}),
    when: ours ? formatTime(ours.journalledAt, 'vi') : '',
    known: entry ? describeState(entry, 'vi') : '',
    why: result.note ? result.message : '',
    remove: whatToDo[ours?.kind ?? ''] ?? 'Xóa dữ liệu thử này',
  };
}

/** Identifiers of the same value stand together: our orders carry one number in several places. */
function groupIdentifiers(identifiers: Readonly<Record<string, string>>) {
  const groups = new Map<string, string[]>();
  const printed = Object.entries(identifiers).filter(([name]) => !unprinted.has(name));
  for (const [name, value] of printed.slice(0, mostIdentifiers)) {
    const shown = name === 'scheduledAt' ? localTime(value) : clip(value);
    groups.set(shown, [...(groups.get(shown) ?? []), identifierNames[name] ?? clip(name)]);
  }
  return [...groups].map(([value, names]) => ({
    value,
    name: names.map((one, index) => (index === 0 ? one : lowerFirst(one))).join(', '),
  }));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);
}

function localTime(value: string): string {
  const moment = new Date(value);
  return Number.isNaN(moment.getTime())
    ? clip(value)
    : formatTime(formatLocalTimestamp(moment), 'vi');
}

function clip(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
