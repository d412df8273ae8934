import type { FactRow } from '../../src/evidence/evidence.ts';
import type { SharingOutcome } from '../../src/sharing/sharing-finding.ts';

/** A clean CT study, its result, its record and a transfer: every column that a probe could know. */
export const cleanRows = {
  'sharing.study': {
    study: 'ca-1',
    source: 'media',
    modalities: ['CT'],
    series: 1,
    objects: 40,
    unreadableObjects: 0,
    incompletePixels: 0,
    conflictingObjects: 0,
    patients: 1,
    part10: true,
    unknownSopClasses: 0,
    charsetRight: true,
    nameFilled: true,
    birthDateFilled: true,
    sexFilled: true,
    patientIdFilled: true,
    issuerFilled: true,
    perhapsNationalId: false,
    timeFilled: true,
    timePlausible: true,
    ageDays: 3,
    declaredCountsMatch: true,
    directoryMatches: true,
    viewerOnMedia: true,
    derivedObjects: 0,
    lossyObjects: 0,
    croppedObjects: 0,
  },
  'sharing.series': {
    study: 'ca-1',
    series: 1,
    modality: 'CT',
    objects: 40,
    numberGaps: 0,
    repeatedNumbers: 0,
    evenSpacing: true,
    missingSlices: 0,
  },
  'sharing.run': { study: 'ca-1', run: 1, frames: 24, time: '09:30:00' },
  'sharing.sides': {
    study: 'ca-1',
    senderSeries: 1,
    receiverSeries: 1,
    senderObjects: 40,
    receiverObjects: 40,
    missingObjects: 0,
    strangeObjects: 0,
    pixelsCompared: 40,
    pixelsNotCompared: 0,
    pixelsDifferent: 0,
    lossyCopies: 0,
  },
  'sharing.match': { study: 'ca-1', field: 'name', verdict: 'exact' },
  'sharing.result': {
    study: 'ca-1',
    form: 'pdf',
    hasDescription: true,
    hasConclusion: true,
    namesPerformer: true,
    namesReader: true,
    signature: 'intact',
    verified: true,
    signedOn: '2026-11-20',
  },
  'sharing.transfer': { package: 'goi-1', hasResult: true, hasImages: true },
  'sharing.laboratory': {
    pair: 'a-b',
    senderLevel: 3,
    receiverLevel: 2,
    senderAtLeastReceiver: true,
  },
  'sharing.technique': {
    pair: 'a-b',
    technique: 'Glucose',
    performedOn: '2026-11-20',
    inScope: true,
    validThen: true,
  },
  'sharing.decision': {
    about: 'ca-1',
    subject: 'reuse',
    decision: 'repeat',
    reason: 'too-old',
    by: 'BS. Trần Thị Bình',
    on: '2026-11-21',
  },
} as const satisfies Readonly<Record<string, FactRow>>;

type Group = keyof typeof cleanRows;
type Paper = { readonly kind: string; readonly level?: number; readonly expires?: string };
/** `null` takes a column away: not known. */
type Change = Readonly<Record<string, FactRow[string] | null>>;
export interface SharingCase {
  readonly name: string;
  readonly outcome: SharingOutcome;
  /** Rows of a group, each as it differs from the clean one; a group that is not named has no rows. */
  readonly facts?: { readonly [G in Group]?: readonly Change[] };
  readonly papers?: readonly Paper[];
  readonly attested?: boolean;
}

const study = (change: Change = {}) => ({ 'sharing.study': [change] });
const series = (change: Change = {}) => ({ 'sharing.series': [change] });
const result = (...changes: readonly Change[]) => ({ 'sharing.result': changes });
const nothing: SharingCase = { name: 'chưa đọc được gì', outcome: 'undetermined' };

const bothLevels: readonly Paper[] = [
  { kind: 'lab-level-sender', level: 3 },
  { kind: 'lab-level-receiver', level: 2 },
];

/** What each rule must say to which facts. */
export const sharingCases: Readonly<Record<string, readonly SharingCase[]>> = {
  'xn-01': [
    {
      name: 'mức 3 đã công bố',
      outcome: 'met',
      papers: [{ kind: 'lab-level-sender', level: 3 }],
    },
    {
      name: 'mức 0',
      outcome: 'not-met',
      papers: [{ kind: 'lab-level-sender', level: 0 }],
    },
    { name: 'không có giấy tờ', outcome: 'needs-attestation' },
    {
      name: 'công bố đã hết hạn',
      outcome: 'needs-attestation',
      papers: [{ kind: 'lab-level-sender', level: 3, expires: '2026-11-01' }],
    },
  ],
  'xn-02': [
    {
      name: 'phòng nhận chưa xếp mức, có công bố',
      outcome: 'met',
      papers: [{ kind: 'lab-level-receiver', level: 0 }],
    },
    { name: 'không có giấy tờ', outcome: 'needs-attestation' },
  ],
  'xn-03': [
    {
      name: 'mức 3 gửi, mức 2 nhận, có giấy tờ của cả hai',
      outcome: 'met',
      facts: { 'sharing.laboratory': [{}] },
      papers: bothLevels,
    },
    {
      name: 'mức chỉ do người gõ vào, không có giấy tờ',
      outcome: 'needs-attestation',
      facts: { 'sharing.laboratory': [{}] },
    },
    {
      name: 'phòng gửi chưa xếp mức theo giấy tờ',
      outcome: 'not-met',
      facts: { 'sharing.laboratory': [{ senderLevel: 0, receiverLevel: 0 }] },
      papers: [{ kind: 'lab-level-sender', level: 0 }],
    },
    {
      name: 'chưa xếp mức chỉ theo lời người gõ',
      outcome: 'undetermined',
      facts: { 'sharing.laboratory': [{ senderLevel: 0, receiverLevel: 0 }] },
    },
    {
      name: 'phòng gửi thấp hơn phòng nhận: dự thảo không cấm',
      outcome: 'signal',
      facts: { 'sharing.laboratory': [{ senderLevel: 1, senderAtLeastReceiver: false }] },
    },
    {
      name: 'không biết mức của phòng nhận',
      outcome: 'undetermined',
      facts: { 'sharing.laboratory': [{ receiverLevel: null, senderAtLeastReceiver: null }] },
    },
  ],
  'xn-04': [
    {
      name: 'mức gửi không thấp hơn, có giấy tờ của cả hai',
      outcome: 'met',
      facts: { 'sharing.laboratory': [{}] },
      papers: bothLevels,
    },
    {
      name: 'mức gửi thấp hơn: không buộc, không cấm',
      outcome: 'signal',
      facts: { 'sharing.laboratory': [{ senderLevel: 1, senderAtLeastReceiver: false }] },
    },
    nothing,
  ],
  'xn-05': [
    {
      name: 'có trong danh mục, còn hạn',
      outcome: 'met',
      facts: { 'sharing.technique': [{}] },
      papers: [{ kind: 'iso-15189', expires: '2028-01-01' }],
    },
    {
      name: 'không có trong danh mục',
      outcome: 'not-met',
      facts: { 'sharing.technique': [{ inScope: false }] },
      papers: [{ kind: 'iso-15189', expires: '2028-01-01' }],
    },
    {
      name: 'hết hạn vào ngày thực hiện',
      outcome: 'not-met',
      facts: { 'sharing.technique': [{ validThen: false }] },
      papers: [{ kind: 'iso-15189', expires: '2028-01-01' }],
    },
    { name: 'phòng gửi không nêu ISO 15189', outcome: 'not-relevant' },
    {
      name: 'có chứng chỉ, chưa biết kỹ thuật',
      outcome: 'undetermined',
      papers: [{ kind: 'iso-15189', expires: '2028-01-01' }],
    },
  ],
  'xn-06': [
    { name: 'chưa hỏi bác sĩ', outcome: 'for-doctor' },
    {
      name: 'bác sĩ đã quyết định',
      outcome: 'decided',
      facts: { 'sharing.decision': [{ subject: 'laboratory', decision: 'use', reason: null }] },
    },
    {
      name: 'quyết định về ảnh không trả lời thay',
      outcome: 'for-doctor',
      facts: { 'sharing.decision': [{}] },
    },
  ],
  'xn-07': [
    { name: 'không có danh mục', outcome: 'not-concluded' },
    {
      name: 'số liệu nào cũng không kết luận',
      outcome: 'not-concluded',
      facts: { 'sharing.technique': [{}] },
    },
  ],
  'dq-01': [
    {
      name: 'có giấy phép',
      outcome: 'met',
      papers: [{ kind: 'operating-licence' }],
    },
    { name: 'có xác nhận kèm tệp', outcome: 'met', attested: true },
    { name: 'không có gì', outcome: 'needs-attestation' },
    {
      name: 'giấy phép hết hạn',
      outcome: 'needs-attestation',
      papers: [{ kind: 'operating-licence', expires: '2026-10-01' }],
    },
  ],
  'dq-02': [
    { name: 'đủ ba phần', outcome: 'met', facts: { ...study(), ...result({}) } },
    {
      name: 'phiếu không có kết luận',
      outcome: 'not-met',
      facts: { ...study(), ...result({ hasConclusion: false }) },
    },
    {
      name: 'phiếu không có mô tả',
      outcome: 'not-met',
      facts: { ...study(), ...result({ hasDescription: false }) },
    },
    {
      name: 'một phiếu thiếu kết luận, phiếu khác có',
      outcome: 'met',
      facts: { ...study(), ...result({ hasConclusion: false }, {}) },
    },
    {
      name: 'phiếu là ảnh chụp, không đọc được chữ',
      outcome: 'undetermined',
      facts: { ...study(), ...result({ hasDescription: null, hasConclusion: null }) },
    },
    { name: 'chỉ có ảnh', outcome: 'undetermined', facts: study() },
  ],
  'dq-03': [
    { name: 'ký số còn nguyên, đủ tên', outcome: 'met', facts: result({}) },
    {
      name: 'nội dung đổi sau khi ký',
      outcome: 'signal',
      facts: result({ signature: 'broken' }),
    },
    {
      name: 'không ký, không xác nhận trong hệ thống',
      outcome: 'signal',
      facts: result({ signature: 'none', verified: false }),
    },
    {
      name: 'bản giấy, có người xác nhận kèm bản chụp',
      outcome: 'met',
      attested: true,
    },
    {
      name: 'ký số nhưng chưa thấy tên bác sĩ',
      outcome: 'undetermined',
      facts: result({ namesPerformer: null, namesReader: null }),
    },
    nothing,
  ],
  'dq-04': [
    { name: 'đọc được cả, khớp số khai', outcome: 'met', facts: study() },
    {
      name: 'hai nơi giống nhau từng điểm ảnh',
      outcome: 'met',
      facts: {
        ...study({ declaredCountsMatch: null, directoryMatches: null }),
        'sharing.sides': [{}],
      },
    },
    {
      name: 'một ảnh chưa so được điểm ảnh',
      outcome: 'undetermined',
      facts: {
        ...study({ declaredCountsMatch: null, directoryMatches: null }),
        'sharing.sides': [{ pixelsCompared: 39, pixelsNotCompared: 1 }],
      },
    },
    {
      name: 'chỉ hỏi C-FIND, không đọc ảnh',
      outcome: 'undetermined',
      facts: study({ unreadableObjects: null, incompletePixels: null, conflictingObjects: null }),
    },
    { name: 'một đối tượng hỏng', outcome: 'not-met', facts: study({ unreadableObjects: 1 }) },
    { name: 'điểm ảnh thiếu', outcome: 'not-met', facts: study({ incompletePixels: 1 }) },
    {
      name: 'trùng UID khác nội dung',
      outcome: 'not-met',
      facts: study({ conflictingObjects: 1 }),
    },
    {
      name: 'thiếu so với số khai',
      outcome: 'not-met',
      facts: study({ declaredCountsMatch: false }),
    },
    { name: 'DICOMDIR không khớp', outcome: 'not-met', facts: study({ directoryMatches: false }) },
    {
      name: 'nơi nhận thiếu ảnh',
      outcome: 'not-met',
      facts: { ...study(), 'sharing.sides': [{ missingObjects: 2 }] },
    },
    {
      name: 'điểm ảnh hai nơi khác nhau',
      outcome: 'not-met',
      facts: { ...study(), 'sharing.sides': [{ pixelsDifferent: 1 }] },
    },
    {
      name: 'đọc được nhưng không có gì để đối chiếu',
      outcome: 'undetermined',
      facts: study({ declaredCountsMatch: null, directoryMatches: null }),
    },
    nothing,
  ],
  'dq-05': [
    { name: 'chưa hỏi', outcome: 'for-doctor', facts: study() },
    {
      name: 'bác sĩ thấy không rõ',
      outcome: 'decided',
      facts: {
        'sharing.decision': [{ subject: 'legibility', decision: 'not-clear', reason: null }],
      },
    },
  ],
  'dq-06': [
    { name: 'số liên tục, lát cách đều', outcome: 'met', facts: series() },
    { name: 'khuyết số ảnh', outcome: 'signal', facts: series({ numberGaps: 1 }) },
    { name: 'lát không đều', outcome: 'signal', facts: series({ evenSpacing: false }) },
    {
      name: 'không có vị trí lát cắt',
      outcome: 'undetermined',
      facts: series({ evenSpacing: null }),
    },
    { name: 'ca chỉ có X quang', outcome: 'not-relevant', facts: series({ modality: 'CR' }) },
    nothing,
  ],
  'dq-07': [
    { name: 'bác sĩ xác nhận', outcome: 'met', facts: series({ modality: 'XA' }), attested: true },
    {
      name: 'lần chụp chỉ một khung',
      outcome: 'signal',
      facts: { ...series({ modality: 'XA' }), 'sharing.run': [{ frames: 1 }] },
    },
    {
      name: 'đã liệt kê, chưa ai kết luận',
      outcome: 'needs-attestation',
      facts: { ...series({ modality: 'XA' }), 'sharing.run': [{}, { run: 2 }] },
    },
    { name: 'ca CT', outcome: 'not-relevant', facts: series() },
  ],
  'dq-08': [
    { name: 'Part 10, bảng mã đúng', outcome: 'met', facts: study() },
    { name: 'tên không có chữ ngoài ASCII', outcome: 'met', facts: study({ charsetRight: null }) },
    { name: 'không phải Part 10', outcome: 'not-met', facts: study({ part10: false }) },
    { name: 'bảng mã sai', outcome: 'not-met', facts: study({ charsetRight: false }) },
    {
      name: 'SOP Class lạ',
      outcome: 'undetermined',
      facts: study({ unknownSopClasses: 3 }),
    },
    {
      name: 'đọc từ PACS, không qua tệp',
      outcome: 'met',
      facts: study({ source: 'pacs', part10: null }),
    },
    nothing,
  ],
  'dq-09': [
    { name: 'có phần mềm xem trên đĩa', outcome: 'met', facts: study() },
    {
      name: 'tìm được trong PACS nơi nhận',
      outcome: 'met',
      facts: study({ viewerOnMedia: null, retrievable: true }),
    },
    {
      name: 'đĩa không có phần mềm xem',
      outcome: 'signal',
      facts: study({ viewerOnMedia: false }),
    },
    {
      name: 'PACS nơi nhận không có',
      outcome: 'signal',
      facts: study({ viewerOnMedia: null, retrievable: false }),
    },
    {
      name: 'thư mục, chưa hỏi PACS',
      outcome: 'undetermined',
      facts: study({ viewerOnMedia: null }),
    },
  ],
  'dq-10': [
    { name: 'đủ', outcome: 'met', facts: study() },
    { name: 'thiếu họ tên', outcome: 'not-met', facts: study({ nameFilled: false }) },
    { name: 'thiếu ngày sinh', outcome: 'not-met', facts: study({ birthDateFilled: false }) },
    { name: 'thiếu giới tính', outcome: 'not-met', facts: study({ sexFilled: false }) },
    { name: 'hai người bệnh trong một ca', outcome: 'not-met', facts: study({ patients: 2 }) },
    nothing,
  ],
  'dq-11': [
    { name: 'có mã', outcome: 'met', facts: study() },
    { name: 'không có mã', outcome: 'not-met', facts: study({ patientIdFilled: false }) },
    nothing,
  ],
  'dq-12': [
    { name: 'có, hợp lý', outcome: 'met', facts: study() },
    {
      name: 'thiếu giờ chụp',
      outcome: 'not-met',
      facts: study({ timeFilled: false, timePlausible: null }),
    },
    { name: 'ở tương lai', outcome: 'not-met', facts: study({ timePlausible: false }) },
    { name: 'chưa so được', outcome: 'undetermined', facts: study({ timePlausible: null }) },
    {
      name: 'PACS không trả giờ thu nhận',
      outcome: 'undetermined',
      facts: study({ timeFilled: null }),
    },
  ],
  'dq-13': [
    { name: 'đủ hai thành phần', outcome: 'met', facts: { 'sharing.transfer': [{}] } },
    {
      name: 'thiếu phiếu kết quả',
      outcome: 'not-met',
      facts: { 'sharing.transfer': [{ hasResult: false }] },
    },
    {
      name: 'thiếu hình ảnh',
      outcome: 'not-met',
      facts: { 'sharing.transfer': [{ hasImages: false }] },
    },
    nothing,
  ],
  'dq-14': [
    {
      name: 'giống hệt và giống sau NFC',
      outcome: 'met',
      facts: { 'sharing.match': [{ verdict: 'nfc' }, { field: 'patient-id' }] },
    },
    {
      name: 'mã người bệnh khác',
      outcome: 'not-met',
      facts: { 'sharing.match': [{}, { field: 'patient-id', verdict: 'different' }] },
    },
    {
      name: 'chỉ giống khi bỏ dấu',
      outcome: 'signal',
      facts: { 'sharing.match': [{ verdict: 'without-diacritics' }, { field: 'patient-id' }] },
    },
    {
      name: 'hồ sơ không ghi giới tính',
      outcome: 'undetermined',
      facts: {
        'sharing.match': [{}, { field: 'patient-id' }, { field: 'sex', verdict: 'absent' }],
      },
    },
    { name: 'chỉ so được họ tên', outcome: 'undetermined', facts: { 'sharing.match': [{}] } },
    nothing,
  ],
  'dq-15': [
    { name: 'không có dấu hiệu', outcome: 'met', facts: study() },
    {
      name: 'PACS không trả các mục về nén và dẫn xuất',
      outcome: 'undetermined',
      facts: study({ derivedObjects: null, lossyObjects: null, croppedObjects: null }),
    },
    { name: 'ảnh dẫn xuất', outcome: 'signal', facts: study({ derivedObjects: 2 }) },
    { name: 'nén mất dữ liệu', outcome: 'signal', facts: study({ lossyObjects: 40 }) },
    { name: 'ảnh khác cỡ', outcome: 'signal', facts: study({ croppedObjects: 1 }) },
    {
      name: 'nơi nhận có ảnh mà nơi gửi không có',
      outcome: 'signal',
      facts: { ...study(), 'sharing.sides': [{ strangeObjects: 1 }] },
    },
    nothing,
  ],
  'dq-16': [
    { name: 'chưa hỏi', outcome: 'for-doctor' },
    {
      name: 'chụp lại vì quá lâu',
      outcome: 'decided',
      facts: { 'sharing.decision': [{}] },
    },
  ],
  'dq-17': [{ name: 'không có danh mục', outcome: 'not-concluded', facts: study() }],
};
