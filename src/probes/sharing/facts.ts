import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Facts about one imaging study, one transfer or one pair of laboratories, for the draft circular on result sharing. */

const count = (vi: string, en: string) => column(z.int().min(0), { vi, en });
const flag = (vi: string, en: string) => column(z.boolean(), { vi, en });
const perhaps = (vi: string, en: string) => maybe(z.boolean(), { vi, en });
const perhapsCount = (vi: string, en: string) => maybe(z.int().min(0), { vi, en });

/** Where a study was read. */
export const studySources = ['folder', 'media', 'pacs'] as const;

/**
 * One study as it was found: no name, no number of a patient, no UID. Asked of a PACS by C-FIND only, a study leaves out what
 * only its objects can tell, and every optional key that the PACS did not answer.
 */
export const sharingStudyFacts = defineFactGroup({
  name: 'sharing.study',
  basis: 'inspected',
  probes: ['sharing'],
  vi: 'Một ca chụp được đọc để kiểm tra',
  en: 'One study that was read to be checked',
  columns: {
    study: column(z.string(), {
      vi: 'Ca chụp: số thứ tự hoặc mã băm có khóa của Study Instance UID',
      en: 'The study: its ordinal, or a keyed hash of its Study Instance UID',
    }),
    source: column(z.enum(studySources), {
      vi: 'Đọc từ: thư mục, đĩa hoặc USB, PACS',
      en: 'Read from: folder, media, PACS',
    }),
    modalities: column(z.array(z.string()), { vi: 'Các modality', en: 'Modalities' }),
    series: count('Số series', 'Series'),
    objects: count('Số đối tượng DICOM đọc được', 'DICOM objects read'),
    unreadableObjects: perhapsCount(
      'Số đối tượng DICOM hỏng, không đọc được',
      'DICOM objects that are broken',
    ),
    incompletePixels: perhapsCount(
      'Số ảnh có dữ liệu điểm ảnh không đủ',
      'Images whose pixel data is not complete',
    ),
    conflictingObjects: perhapsCount(
      'Số đối tượng trùng SOP Instance UID nhưng khác nội dung',
      'Objects with the same SOP Instance UID and different content',
    ),
    patients: count('Số người bệnh khác nhau trong ca', 'Different patients within the study'),
    part10: perhaps(
      'Mọi tệp đúng dạng DICOM Part 10; không có khi ca không đọc từ tệp',
      'Every file is DICOM Part 10; absent when the study was not read from files',
    ),
    unknownSopClasses: perhapsCount(
      'Số đối tượng có SOP Class không thuộc tiêu chuẩn',
      'Objects whose SOP Class is not of the standard',
    ),
    charsetRight: perhaps(
      'Bảng mã khai trong (0008,0005) khớp với chữ; không có khi tên không có chữ ngoài ASCII',
      'The character set of (0008,0005) fits the text; absent when no name has letters beyond ASCII',
    ),
    nameFilled: flag('Có họ tên người bệnh ở mọi đối tượng', 'Patient name in every object'),
    birthDateFilled: perhaps('Có ngày sinh ở mọi đối tượng', 'Birth date in every object'),
    sexFilled: perhaps('Có giới tính ở mọi đối tượng', 'Sex in every object'),
    patientIdFilled: flag('Có mã người bệnh ở mọi đối tượng', 'Patient ID in every object'),
    issuerFilled: perhaps(
      'Có nơi cấp mã người bệnh (0010,0021)',
      'Issuer of Patient ID (0010,0021)',
    ),
    perhapsNationalId: flag(
      'Mã người bệnh gồm 12 chữ số, có thể là số định danh cá nhân',
      'The Patient ID has 12 digits and may be the national identity number',
    ),
    timeFilled: perhaps(
      'Có ngày giờ chụp (ca, thu nhận) ở mọi ảnh',
      'Date and time (study, acquisition) in every image',
    ),
    timePlausible: perhaps(
      'Ngày giờ chụp hợp lý: không ở tương lai, không trước ngày sinh, thu nhận gần ngày chụp',
      'Times are plausible: not in the future, not before birth, acquisition near the study date',
    ),
    ageDays: maybe(z.int(), {
      unit: 'days',
      vi: 'Số ngày từ khi chụp tới ngày kiểm tra',
      en: 'Days from the study to the day of checking',
    }),
    declaredCountsMatch: perhaps(
      'Số series, số ảnh khai trong (0020,1206..1209) đúng như đếm được; không có khi không khai',
      'Counts declared in (0020,1206..1209) are as counted; absent when none are declared',
    ),
    directoryMatches: perhaps(
      'DICOMDIR kê đúng các tệp có trên đĩa; không có khi không đọc từ đĩa',
      'DICOMDIR lists exactly the files on the disc; absent when not read from media',
    ),
    viewerOnMedia: perhaps(
      'Có phần mềm xem trên đĩa; không có khi không đọc từ đĩa',
      'A viewer is on the disc; absent when not read from media',
    ),
    retrievable: perhaps(
      'PACS nhận tìm thấy ca này qua C-FIND; không có khi không hỏi',
      'The receiving PACS finds the study by C-FIND; absent when it was not asked',
    ),
    derivedObjects: perhapsCount(
      'Số ảnh khai DERIVED hoặc SECONDARY, hoặc có mô tả dẫn xuất',
      'Images said to be DERIVED or SECONDARY, or with a derivation',
    ),
    lossyObjects: perhapsCount('Số ảnh đã nén mất dữ liệu', 'Images compressed with loss'),
    croppedObjects: perhapsCount(
      'Số ảnh có kích thước khác các ảnh cùng series',
      'Images of another size than the rest of their series',
    ),
  },
});

/** One series of the study. */
export const sharingSeriesFacts = defineFactGroup({
  name: 'sharing.series',
  basis: 'inspected',
  probes: ['sharing'],
  vi: 'Một series của ca chụp',
  en: 'One series of the study',
  columns: {
    study: column(z.string(), { vi: 'Ca chụp', en: 'The study' }),
    series: column(z.int().min(1), { vi: 'Series thứ', en: 'Ordinal of the series' }),
    modality: column(z.string(), { vi: 'Modality', en: 'Modality' }),
    objects: count('Số đối tượng', 'Objects'),
    numberGaps: maybe(z.int().min(0), {
      vi: 'Số chỗ khuyết trong dãy Instance Number',
      en: 'Gaps in the sequence of Instance Numbers',
    }),
    repeatedNumbers: maybe(z.int().min(0), {
      vi: 'Số Instance Number bị lặp',
      en: 'Instance Numbers that occur more than once',
    }),
    evenSpacing: perhaps(
      'Các lát cắt cách đều; không có khi không có vị trí lát cắt hoặc không phải một chồng lát',
      'Slices are evenly spaced; absent where there are no slice positions or no single stack',
    ),
    missingSlices: maybe(z.int().min(0), {
      vi: 'Số lát có thể thiếu, suy từ khoảng cách',
      en: 'Slices that may be missing, told from their distances',
    }),
  },
});

/** One angiographic run. */
export const sharingRunFacts = defineFactGroup({
  name: 'sharing.run',
  basis: 'inspected',
  probes: ['sharing'],
  vi: 'Một lần chụp (thì) của DSA',
  en: 'One run of a DSA study',
  columns: {
    study: column(z.string(), { vi: 'Ca chụp', en: 'The study' }),
    run: column(z.int().min(1), { vi: 'Lần thứ', en: 'Ordinal of the run' }),
    frames: count('Số khung hình', 'Frames'),
    time: maybe(z.string(), { vi: 'Giờ thu nhận HH:MM:SS', en: 'Acquisition time HH:MM:SS' }),
  },
});

/** The same study at the sending and at the receiving side. */
export const sharingSidesFacts = defineFactGroup({
  name: 'sharing.sides',
  basis: 'measured',
  probes: ['sharing'],
  vi: 'Cùng một ca chụp ở nơi gửi và nơi nhận',
  en: 'The same study at the sending and the receiving side',
  columns: {
    study: column(z.string(), { vi: 'Ca chụp', en: 'The study' }),
    senderSeries: count('Số series ở nơi gửi', 'Series at the sender'),
    receiverSeries: count('Số series ở nơi nhận', 'Series at the receiver'),
    senderObjects: count('Số đối tượng ở nơi gửi', 'Objects at the sender'),
    receiverObjects: count('Số đối tượng ở nơi nhận', 'Objects at the receiver'),
    missingObjects: maybe(z.int().min(0), {
      vi: 'Số đối tượng của nơi gửi không có ở nơi nhận, theo UID',
      en: 'Objects of the sender that the receiver lacks, by UID',
    }),
    strangeObjects: maybe(z.int().min(0), {
      vi: 'Số đối tượng ở nơi nhận mà nơi gửi không có, theo UID',
      en: 'Objects at the receiver that the sender lacks, by UID',
    }),
    pixelsCompared: maybe(z.int().min(0), {
      vi: 'Số ảnh đã so từng điểm ảnh; không có khi không được phép lấy ảnh',
      en: 'Images compared pixel by pixel; absent when images may not be fetched',
    }),
    pixelsNotCompared: maybe(z.int().min(0), {
      vi: 'Số ảnh chưa so được từng điểm ảnh: không lấy về được, hoặc không giải mã được',
      en: 'Images that could not be compared pixel by pixel: not fetched, or not decoded',
    }),
    pixelsDifferent: maybe(z.int().min(0), {
      vi: 'Số ảnh khác điểm ảnh mà không khai nén mất dữ liệu',
      en: 'Images whose pixels differ without a declared lossy compression',
    }),
    lossyCopies: maybe(z.int().min(0), {
      vi: 'Số ảnh ở nơi nhận đã nén mất dữ liệu so với nơi gửi',
      en: 'Images that reached the receiver compressed with loss',
    }),
  },
});

export const matchFields = ['name', 'patient-id', 'birth-date', 'sex'] as const;
export const matchVerdicts = ['exact', 'nfc', 'without-diacritics', 'different', 'absent'] as const;

/** Patient data on the images beside the medical record. Only how they compare is kept, never the values. */
export const sharingMatchFacts = defineFactGroup({
  name: 'sharing.match',
  basis: 'inspected',
  probes: ['sharing'],
  vi: 'Thông tin người bệnh trên ảnh so với hồ sơ bệnh án',
  en: 'Patient data on the images beside the medical record',
  columns: {
    study: column(z.string(), { vi: 'Ca chụp', en: 'The study' }),
    field: column(z.enum(matchFields), {
      vi: 'Thông tin: họ tên, mã người bệnh, ngày sinh, giới tính',
      en: 'Field: name, patient ID, birth date, sex',
    }),
    verdict: column(z.enum(matchVerdicts), {
      vi: 'Kết quả so sánh; giống hệt, giống sau khi chuẩn hóa NFC, chỉ giống khi bỏ dấu (yếu), khác, hồ sơ không có',
      en: 'How they compare; identical, equal after NFC, equal without diacritics only (weak), different, not in the record',
    }),
  },
});

export const resultForms = ['pdf', 'hl7', 'sr', 'cda', 'other'] as const;
export const signatureStates = ['none', 'intact', 'broken', 'unreadable'] as const;

/** The written result that goes with the images. */
export const sharingResultFacts = defineFactGroup({
  name: 'sharing.result',
  basis: 'inspected',
  probes: ['sharing'],
  vi: 'Phiếu kết quả đi kèm hình ảnh',
  en: 'The written result that goes with the images',
  columns: {
    study: column(z.string(), { vi: 'Ca chụp', en: 'The study' }),
    form: column(z.enum(resultForms), { vi: 'Dạng tệp', en: 'Form' }),
    hasDescription: perhaps(
      'Có phần mô tả; không có khi không đọc được chữ',
      'Has a description; absent when its text cannot be read',
    ),
    hasConclusion: perhaps(
      'Có phần kết luận; không có khi không đọc được chữ',
      'Has a conclusion; absent when its text cannot be read',
    ),
    namesPerformer: perhaps(
      'Có tên bác sĩ hoặc người thực hiện',
      'Names who performed the examination',
    ),
    namesReader: perhaps('Có tên bác sĩ chẩn đoán', 'Names the diagnosing doctor'),
    namesOrderer: perhaps(
      'Có tên bác sĩ chỉ định (HL7 ORC-12)',
      'Names the doctor who ordered it (HL7 ORC-12)',
    ),
    signature: maybe(z.enum(signatureStates), {
      vi: 'Chữ ký số; không có, còn nguyên vẹn, nội dung đã đổi sau khi ký, không đọc được',
      en: 'Digital signature; none, intact, changed after signing, not readable',
    }),
    verified: perhaps(
      'Đã được xác nhận trong hệ thống (SR VERIFIED hoặc HL7 OBR-25 F)',
      'Verified in the system (SR VERIFIED, or HL7 OBR-25 F)',
    ),
    signedOn: maybe(z.iso.date(), { vi: 'Ngày ký', en: 'Date of signing' }),
  },
});

/** What was handed over when the patient was transferred. */
export const sharingTransferFacts = defineFactGroup({
  name: 'sharing.transfer',
  basis: 'inspected',
  probes: ['sharing'],
  vi: 'Gói dữ liệu gửi khi chuyển người bệnh',
  en: 'The package sent when a patient is transferred',
  columns: {
    package: column(z.string(), { vi: 'Gói', en: 'The package' }),
    hasResult: flag('Có phiếu kết quả', 'Has the written result'),
    hasImages: flag('Có dữ liệu ảnh điện tử', 'Has the images in electronic form'),
  },
});

/** Published quality level of a laboratory under QĐ 2429/QĐ-BYT. */
export const sharingLaboratoryFacts = defineFactGroup({
  name: 'sharing.laboratory',
  basis: 'attested',
  probes: ['sharing'],
  vi: 'Mức chất lượng phòng xét nghiệm gửi và phòng nhận',
  en: 'Quality levels of the sending and the receiving laboratory',
  columns: {
    pair: column(z.string(), { vi: 'Cặp phòng xét nghiệm', en: 'Pair of laboratories' }),
    senderLevel: maybe(z.int().min(0).max(5), {
      vi: 'Mức đã công bố của phòng gửi; 0 là chưa xếp mức',
      en: 'Published level of the sender; 0 is not ranked',
    }),
    receiverLevel: maybe(z.int().min(0).max(5), {
      vi: 'Mức đã công bố của phòng nhận; 0 là chưa xếp mức',
      en: 'Published level of the receiver; 0 is not ranked',
    }),
    senderAtLeastReceiver: perhaps(
      'Mức của phòng gửi không thấp hơn phòng nhận',
      'The sender is at no lower level than the receiver',
    ),
  },
});

/** One laboratory technique against the sender's accredited scope. */
export const sharingTechniqueFacts = defineFactGroup({
  name: 'sharing.technique',
  basis: 'attested',
  probes: ['sharing'],
  vi: 'Một kỹ thuật xét nghiệm so với phạm vi ISO 15189 của phòng gửi',
  en: 'One laboratory technique beside the sender’s ISO 15189 scope',
  columns: {
    pair: column(z.string(), { vi: 'Cặp phòng xét nghiệm', en: 'Pair of laboratories' }),
    technique: column(z.string(), { vi: 'Kỹ thuật', en: 'Technique' }),
    performedOn: column(z.iso.date(), { vi: 'Ngày thực hiện', en: 'Performed on' }),
    inScope: flag('Có trong danh mục được công nhận', 'In the accredited scope'),
    validThen: perhaps(
      'Chứng chỉ còn hạn vào ngày thực hiện',
      'The certificate was valid on that day',
    ),
  },
});

export const decisionSubjects = ['laboratory', 'legibility', 'reuse'] as const;
export const reuseReasons = [
  'clinical-change',
  'too-old',
  'poor-or-incomplete',
  'identity-doubt',
] as const;

/** What a clinician decided. Recorded, never concluded by the tool. */
export const sharingDecisionFacts = defineFactGroup({
  name: 'sharing.decision',
  basis: 'attested',
  probes: ['sharing'],
  vi: 'Quyết định của bác sĩ, có người và ngày',
  en: 'A clinician’s decision, with who and when',
  columns: {
    about: column(z.string(), {
      vi: 'Về ca chụp hoặc cặp phòng xét nghiệm nào',
      en: 'About which study or pair',
    }),
    subject: column(z.enum(decisionSubjects), {
      vi: 'Về: dùng kết quả xét nghiệm, ảnh rõ ràng, dùng lại hay chụp lại',
      en: 'Subject: use of laboratory results, legible images, use or repeat',
    }),
    decision: column(z.enum(['use', 'repeat', 'clear', 'not-clear']), {
      vi: 'Quyết định: dùng lại, làm lại, rõ, không rõ',
      en: 'Decision: use, repeat, clear, not clear',
    }),
    reason: maybe(z.enum(reuseReasons), {
      vi: 'Lý do chụp lại theo điểm 2.4',
      en: 'Reason to repeat, point 2.4',
    }),
    by: column(z.string(), { vi: 'Bác sĩ', en: 'Doctor' }),
    on: column(z.iso.date(), { vi: 'Ngày', en: 'On' }),
  },
});

export const standings = ['contradicted', 'open', 'nothing-against'] as const;

/** What a check came to, for the annex of a dossier. It never touches the RIS-PACS level. */
export const sharingVerdictFacts = defineFactGroup({
  name: 'sharing.verdict',
  basis: 'inspected',
  probes: ['sharing'],
  vi: 'Kết quả kiểm tra điều kiện dùng kết quả liên thông, theo dự thảo riêng; không ảnh hưởng mức RIS-PACS',
  en: 'Result of a check of the conditions for shared results, by a draft of its own; no effect on the RIS-PACS level',
  columns: {
    edition: column(z.string(), { vi: 'Bản dự thảo', en: 'Edition of the draft' }),
    checkedOn: column(z.iso.date(), { vi: 'Ngày kiểm tra', en: 'Checked on' }),
    subject: column(z.string(), {
      vi: 'Ca chụp, gói chuyển hoặc cặp phòng xét nghiệm; ca của kiểm mẫu chỉ mang mã băm',
      en: 'Study, package or pair of laboratories; studies of an audit by their hash only',
    }),
    about: column(z.enum(['study', 'transfer', 'laboratory']), { vi: 'Loại', en: 'Kind' }),
    standing: column(z.enum(standings), {
      vi: 'Có điều kiện bị trái, còn điều chưa rõ, hoặc không thấy gì trái',
      en: 'A condition is contradicted, something is open, or nothing is against it',
    }),
    met: count('Số điều kiện đáp ứng', 'Conditions met'),
    notMet: column(z.array(z.string()), { vi: 'Các điều kiện bị trái', en: 'Contradicted' }),
    signals: column(z.array(z.string()), { vi: 'Các dấu hiệu cần xem', en: 'Signs to weigh' }),
    open: count('Số điều kiện chưa xác định', 'Conditions undetermined'),
    forDoctor: count('Số điều bác sĩ quyết định', 'Questions for a doctor'),
  },
});

export type SharingVerdictRow = RowOf<typeof sharingVerdictFacts>;
export type SharingStudyRow = RowOf<typeof sharingStudyFacts>;
export type SharingSeriesRow = RowOf<typeof sharingSeriesFacts>;
export type SharingRunRow = RowOf<typeof sharingRunFacts>;
export type SharingSidesRow = RowOf<typeof sharingSidesFacts>;
export type SharingMatchRow = RowOf<typeof sharingMatchFacts>;
export type SharingResultRow = RowOf<typeof sharingResultFacts>;
export type SharingTransferRow = RowOf<typeof sharingTransferFacts>;
export type SharingLaboratoryRow = RowOf<typeof sharingLaboratoryFacts>;
export type SharingTechniqueRow = RowOf<typeof sharingTechniqueFacts>;
export type SharingDecisionRow = RowOf<typeof sharingDecisionFacts>;
export const factGroups = [
  sharingStudyFacts,
  sharingSeriesFacts,
  sharingRunFacts,
  sharingSidesFacts,
  sharingMatchFacts,
  sharingResultFacts,
  sharingTransferFacts,
  sharingLaboratoryFacts,
  sharingTechniqueFacts,
  sharingDecisionFacts,
  sharingVerdictFacts,
];
/** What this probe is called in print. */
export const title = { vi: 'Liên thông kết quả', en: 'Sharing of results' };
