import type { Language } from '../../locale/language.ts';
import type { SharingMatchRow, SharingResultRow } from '../../probes/sharing/facts.ts';
import type { StudyRows } from './describe-study.ts';
import type { DirectoryProblems } from './read-surroundings.ts';

/** What was noticed around a study, beside its own rows. */
export interface Noticed {
  readonly directory?: DirectoryProblems | undefined;
  readonly match?: readonly SharingMatchRow[] | undefined;
  readonly results?: readonly Pick<
    SharingResultRow,
    | 'form'
    | 'hasDescription'
    | 'hasConclusion'
    | 'namesPerformer'
    | 'namesReader'
    | 'signature'
    | 'verified'
  >[];
}

type Line = readonly [applies: boolean, vi: string, en: string];

/** Names each defect in a sentence of its own; nothing about a clean study. No patient data, no UID, no file name. */
export function tellStudy(rows: StudyRows, noticed: Noticed, language: Language): string[] {
  const lines = [
    ...tellObjects(rows),
    ...tellDirectory(noticed.directory),
    ...tellPatient(rows),
    ...tellTimes(rows),
    ...tellSigns(rows),
    ...rows.series.flatMap(tellSeries),
    ...(noticed.match ?? []).flatMap(tellMatch),
    ...(noticed.results ?? []).flatMap(tellResult),
  ];
  return lines.filter(([applies]) => applies).map(([, vi, en]) => (language === 'vi' ? vi : en));
}

const some = (count: number | undefined): count is number => (count ?? 0) > 0;

function tellObjects({ study }: StudyRows): Line[] {
  return [
    [
      some(study.unreadableObjects),
      `${study.unreadableObjects} đối tượng DICOM hỏng hoặc bị cắt cụt, không đọc được.`,
      `${study.unreadableObjects} DICOM objects are broken or cut short.`,
    ],
    [
      some(study.incompletePixels),
      `${study.incompletePixels} ảnh có dữ liệu điểm ảnh ngắn hơn kích thước khai, hoặc không có.`,
      `${study.incompletePixels} images have less pixel data than their size needs, or none.`,
    ],
    [
      some(study.conflictingObjects),
      `${study.conflictingObjects} tệp trùng SOP Instance UID với tệp khác nhưng nội dung khác.`,
      `${study.conflictingObjects} files share a SOP Instance UID with another of different content.`,
    ],
    [
      study.part10 === false,
      'Có tệp mà phần đầu tệp (File Meta Information) khai SOP Instance UID khác với nội dung.',
      'In some file the File Meta Information names another SOP Instance UID than the data set.',
    ],
    [
      some(study.unknownSopClasses),
      `${study.unknownSopClasses} đối tượng có SOP Class không thuộc tiêu chuẩn DICOM.`,
      `${study.unknownSopClasses} objects have a SOP Class that is not of the DICOM standard.`,
    ],
    [
      study.declaredCountsMatch === false,
      'Số series hoặc số ảnh đếm được khác số khai trong (0020,1206..1209).',
      'Series or objects counted differ from the numbers declared in (0020,1206..1209).',
    ],
  ];
}

function tellDirectory(problems: DirectoryProblems | undefined): Line[] {
  if (problems === undefined) return [];
  const { missing, outside, unlisted, contradicting } = problems;
  return [
    [problems.unreadable, 'DICOMDIR hỏng, không đọc được.', 'The DICOMDIR is broken.'],
    [
      problems.brokenOff,
      'Các bản ghi của DICOMDIR đứt quãng, hoặc trỏ vòng.',
      'The records of the DICOMDIR break off or point in a circle.',
    ],
    [
      missing > 0,
      `DICOMDIR kê ${missing} tệp không có trên đĩa.`,
      `The DICOMDIR lists ${missing} files that are not on the medium.`,
    ],
    [
      outside > 0,
      `DICOMDIR có ${outside} tên tệp trỏ ra ngoài đĩa; không mở.`,
      `${outside} file names of the DICOMDIR lead out of the medium; they were not opened.`,
    ],
    [
      unlisted > 0,
      `${unlisted} tệp DICOM trên đĩa không có trong DICOMDIR.`,
      `${unlisted} DICOM files on the medium are not in the DICOMDIR.`,
    ],
    [
      contradicting > 0,
      `${contradicting} bản ghi của DICOMDIR khai khác tệp mà nó trỏ tới.`,
      `${contradicting} records of the DICOMDIR contradict the file they refer to.`,
    ],
  ];
}

function tellPatient({ study }: StudyRows): Line[] {
  return [
    [
      study.patients > 1,
      `Trong một ca chụp có thông tin của ${study.patients} người bệnh khác nhau.`,
      `One study names ${study.patients} different patients.`,
    ],
    [!study.nameFilled, 'Có ảnh không có họ tên người bệnh.', 'Some image has no patient name.'],
    [!study.patientIdFilled, 'Có ảnh không có mã người bệnh.', 'Some image has no Patient ID.'],
    [
      study.birthDateFilled === false,
      'Có ảnh không có ngày sinh.',
      'Some image has no birth date.',
    ],
    [study.sexFilled === false, 'Có ảnh không có giới tính.', 'Some image has no sex.'],
    [
      study.charsetRight === false,
      'Tên người bệnh không đọc được đúng theo bảng mã khai trong (0008,0005).',
      'The patient name does not fit the character set declared in (0008,0005).',
    ],
    [
      study.perhapsNationalId,
      'Mã người bệnh gồm 12 chữ số, có thể là số định danh cá nhân.',
      'The Patient ID has 12 digits and may be the national identity number.',
    ],
  ];
}

function tellTimes({ study }: StudyRows): Line[] {
  return [
    [
      study.timeFilled === false,
      'Có ảnh thiếu ngày hoặc giờ chụp.',
      'Some image lacks the date or time of the examination.',
    ],
    [
      study.timePlausible === false,
      'Ngày giờ chụp không hợp lý: sai dạng, ở tương lai, trước ngày sinh, hoặc giờ thu nhận cách ngày chụp quá một ngày.',
      'Dates or times are not plausible: malformed, in the future, before birth, or acquired more than a day from the study.',
    ],
  ];
}

function tellSigns({ study }: StudyRows): Line[] {
  return [
    [
      some(study.derivedObjects),
      `${study.derivedObjects} ảnh khai là ảnh dẫn xuất hoặc thứ cấp.`,
      `${study.derivedObjects} images say that they are derived or secondary.`,
    ],
    [
      some(study.lossyObjects),
      `${study.lossyObjects} ảnh đã nén mất dữ liệu.`,
      `${study.lossyObjects} images were compressed with loss.`,
    ],
    [
      some(study.croppedObjects),
      `${study.croppedObjects} ảnh có kích thước khác các ảnh cùng series.`,
      `${study.croppedObjects} images have another size than the rest of their series.`,
    ],
  ];
}

function tellSeries(one: StudyRows['series'][number]): Line[] {
  const at = `Series ${one.series} (${one.modality})`;
  const uneven = one.evenSpacing === false;
  return [
    [
      some(one.numberGaps),
      `${at}: khuyết số ảnh ở ${one.numberGaps} chỗ.`,
      `${at}: image numbers are missing in ${one.numberGaps} places.`,
    ],
    [
      some(one.repeatedNumbers),
      `${at}: ${one.repeatedNumbers} số ảnh bị lặp.`,
      `${at}: ${one.repeatedNumbers} image numbers occur twice.`,
    ],
    [
      uneven,
      one.missingSlices
        ? `${at}: khoảng cách lát không đều, có thể thiếu ${one.missingSlices} lát.`
        : `${at}: khoảng cách lát không đều.`,
      one.missingSlices
        ? `${at}: uneven slices, ${one.missingSlices} may be missing.`
        : `${at}: uneven slices.`,
    ],
  ];
}

const FIELDS = {
  name: ['Họ tên', 'The name'],
  'patient-id': ['Mã người bệnh', 'The Patient ID'],
  'birth-date': ['Ngày sinh', 'The birth date'],
  sex: ['Giới tính', 'The sex'],
} as const;

function tellMatch({ field, verdict }: SharingMatchRow): Line[] {
  const [vi, en] = FIELDS[field];
  return [
    [
      verdict === 'different',
      `${vi} trên ảnh khác hồ sơ bệnh án.`,
      `${en} on the images differs from the medical record.`,
    ],
    [
      verdict === 'without-diacritics',
      `${vi} trên ảnh chỉ giống hồ sơ bệnh án khi bỏ dấu.`,
      `${en} on the images equals the medical record only without diacritics.`,
    ],
  ];
}

function tellResult(result: NonNullable<Noticed['results']>[number]): Line[] {
  const form = result.form.toUpperCase();
  return [
    [
      result.hasDescription === false,
      `Phiếu kết quả (${form}) không có phần mô tả.`,
      `The written result (${form}) has no description.`,
    ],
    [
      result.hasConclusion === false,
      `Phiếu kết quả (${form}) không có phần kết luận.`,
      `The written result (${form}) has no conclusion.`,
    ],
    [
      result.namesPerformer === false,
      `Phiếu kết quả (${form}) không có tên người thực hiện.`,
      `The written result (${form}) does not name who performed the examination.`,
    ],
    [
      result.namesReader === false,
      `Phiếu kết quả (${form}) không có tên bác sĩ chẩn đoán.`,
      `The written result (${form}) does not name the diagnosing doctor.`,
    ],
    [
      result.signature === 'broken',
      `Phiếu kết quả (${form}) đã đổi nội dung sau khi ký.`,
      `The written result (${form}) was changed after it was signed.`,
    ],
    [
      result.verified === false,
      `Phiếu kết quả (${form}) chưa được bác sĩ xác nhận trong hệ thống.`,
      `The written result (${form}) was not verified by a doctor in the system.`,
    ],
  ];
}
