import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const count = (vi: string, en: string) => maybe(z.int().min(0), { vi, en });

/** A disc, USB stick or ISO image that the PACS exported (PS3.10, PS3.11, PS3.12). Counts only, nothing of a patient. */
export const mediaVolumeFacts = defineFactGroup({
  name: 'media.volume',
  basis: 'inspected',
  probes: ['media'],
  vi: 'Đĩa, USB hoặc ảnh đĩa đã kết xuất từ PACS',
  en: 'A disc, USB stick or disc image exported from the PACS',
  columns: {
    medium: column(z.string(), {
      vi: 'Mã phương tiện trong facility.yaml',
      en: 'Medium id in facility.yaml',
    }),
    kind: column(z.enum(['folder', 'iso']), {
      vi: 'Thư mục hay tệp ISO',
      en: 'Folder or ISO file',
    }),
    dicomdirFound: column(z.boolean(), {
      vi: 'Có DICOMDIR ở thư mục gốc (PS3.10 8.6)',
      en: 'A DICOMDIR is in the root (PS3.10 8.6)',
    }),
    dicomdirReadable: maybe(z.boolean(), {
      vi: 'DICOMDIR đọc được đến hết',
      en: 'The DICOMDIR can be read to its end',
    }),
    patients: count('Số người bệnh trong DICOMDIR', 'Patients in the DICOMDIR'),
    studies: count('Số ca chụp trong DICOMDIR', 'Studies in the DICOMDIR'),
    series: count('Số sê-ri trong DICOMDIR', 'Series in the DICOMDIR'),
    images: count(
      'Số ảnh và tài liệu DICOM mà DICOMDIR trỏ tới',
      'Images and documents that the DICOMDIR refers to',
    ),
    recordProblems: count(
      'Số bản ghi mục lục hỏng, trỏ sai chỗ, lặp vòng hoặc không nối vào đâu (PS3.3 F)',
      'Directory records that are damaged, lead nowhere, form a circle or are not linked (PS3.3 F)',
    ),
    missingFiles: count(
      'Số tệp mà DICOMDIR trỏ tới nhưng không có trên đĩa',
      'Files that the DICOMDIR refers to and that are not on the medium',
    ),
    unreadableFiles: count(
      'Số tệp được trỏ tới mà không phải DICOM, bị cắt ngắn hoặc không đọc được',
      'Files referred to that are not DICOM, are cut short or cannot be read',
    ),
    mismatchedFiles: count(
      'Số tệp có SOP class, SOP instance hoặc cú pháp truyền khác với bản ghi của nó',
      'Files whose SOP class, SOP instance or transfer syntax differs from their record',
    ),
    unreferencedFiles: count(
      'Số tệp DICOM không được DICOMDIR trỏ tới',
      'DICOM files that the DICOMDIR does not refer to',
    ),
    illegalFileIds: count(
      'Số File ID trái PS3.10 8.2 (tối đa 8 phần, mỗi phần 1 đến 8 ký tự A-Z, 0-9, _)',
      'File IDs against PS3.10 8.2 (at most 8 components, each of 1 to 8 characters A-Z, 0-9, _)',
    ),
    outsideProfileFiles: count(
      'Số tệp có cú pháp truyền không thuộc cấu hình ứng dụng phương tiện nào của PS3.11',
      'Files in a transfer syntax that no media application profile of PS3.11 has',
    ),
    transferSyntaxes: maybe(z.array(z.string()), {
      vi: 'Các cú pháp truyền của tệp đã đọc; unknown là cú pháp công cụ không biết',
      en: 'Transfer syntaxes of the files read; unknown for one this tool does not know',
    }),
    consistent: maybe(z.boolean(), {
      vi: 'DICOMDIR đọc được và trỏ đúng tới mọi tệp, tệp nào cũng đủ; không có khi một giới hạn hoặc cú pháp truyền làm công cụ không đọc hết được',
      en: 'The DICOMDIR can be read and every entry leads to the right file, whole; absent when a bound or a transfer syntax kept a file from being read',
    }),
    viewerFound: column(z.boolean(), {
      vi: 'Có dấu hiệu của phần mềm xem ảnh trên đĩa (chỉ nhìn tên, không chạy)',
      en: 'There are signs of a viewer on the medium (by name only, nothing is run)',
    }),
    viewerKinds: column(z.array(z.string()), {
      vi: 'Thấy gì: autorun, windows-program, mac-program, web-page',
      en: 'What was found: autorun, windows-program, mac-program, web-page',
    }),
    ours: maybe(z.boolean(), {
      vi: 'Mọi ảnh đều mang mã người bệnh thử của RISPACS; không có nếu còn tệp chưa đọc được',
      en: 'Every image carries the test patient id of RISPACS; absent while a file could not be read',
    }),
    capped: column(z.boolean(), {
      vi: 'Đã dừng ở một giới hạn; các số đếm chỉ là một phần',
      en: 'Stopped at a bound; the counts are a part only',
    }),
  },
});

export type MediaVolumeRow = RowOf<typeof mediaVolumeFacts>;
export const factGroups = [mediaVolumeFacts];
/** What this probe is called in print. */
export const title = { vi: 'Đĩa, USB đã kết xuất', en: 'Exported media' };
