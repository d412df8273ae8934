import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const count = (vi: string, en: string) => column(z.int().min(0), { vi, en });
const flag = (vi: string, en: string) => column(z.boolean(), { vi, en });

/**
 * A disc, USB stick or ISO image that the hospital exported the challenge study to. A person exported it; this tool
 * compared every object with the original: demonstrated.
 */
export const challengeMediaFacts = defineFactGroup({
  name: 'challenge.media',
  basis: 'demonstrated',
  probes: ['challenge-media'],
  vi: 'Ca thử thách trên đĩa, USB hoặc tệp ISO mà bệnh viện đã kết xuất',
  en: 'The challenge study on a disc, USB stick or ISO image that the hospital exported',
  columns: {
    medium: column(z.string(), {
      vi: 'Mã phương tiện trong facility.yaml',
      en: 'Medium id in facility.yaml',
    }),
    kind: column(z.enum(['folder', 'iso']), {
      vi: 'Thư mục hay tệp ISO',
      en: 'Folder or ISO file',
    }),
    dicomdirFound: flag('Có DICOMDIR ở thư mục gốc', 'A DICOMDIR is in the root'),
    dicomdirListsStudy: flag(
      'DICOMDIR liệt kê ca thử thách',
      'The DICOMDIR lists the challenge study',
    ),
    expected: count('Số đối tượng của ca khi tạo', 'Objects of the study as it was made'),
    listed: count(
      'Số đối tượng gốc mà DICOMDIR trỏ tới và có trên đĩa',
      'Originals that the DICOMDIR refers to and that are there',
    ),
    found: count('Số đối tượng gốc có trên đĩa', 'Originals found on the medium'),
    pixelsEqual: count('Số ảnh có điểm ảnh không đổi', 'Images with unchanged pixel values'),
    pixelsLossy: count('Số ảnh bị nén mất dữ liệu', 'Images that are lossily compressed'),
    pixelsDifferent: count('Số ảnh có điểm ảnh khác', 'Images whose pixel values differ'),
    pixelsUnread: count('Số ảnh không giải nén được', 'Images in a coding not decoded here'),
    seriesComplete: count('Số sê-ri có đủ', 'Series that are whole'),
    seriesPartial: count('Số sê-ri thiếu ảnh', 'Series with images missing'),
    added: count('Số đối tượng khác của chính người bệnh thử', 'Other objects of the test patient'),
    foreign: count(
      'Số đối tượng không phải của người bệnh thử; chỉ đếm',
      'Objects that are not of the test patient; counted only',
    ),
    unreadable: count('Số tệp DICOM không đọc được', 'DICOM files that cannot be read'),
    viewerFound: flag('Có phần mềm xem ảnh trên đĩa', 'A viewer is on the medium'),
    viewers: column(z.array(z.string().max(64)), {
      vi: 'Tên tệp của phần mềm xem ảnh (chỉ nhìn tên, không chạy)',
      en: 'File names of the viewer (by name only, nothing was run)',
    }),
    nonceShown: maybe(z.boolean(), {
      vi: 'Dựng một ảnh trên đĩa thành hình thì đọc được mã một lần của lần đánh giá này',
      en: 'An image of the medium, made into a picture, shows the one-time code of this run',
    }),
    complete: maybe(z.boolean(), {
      vi: 'Đủ cả ca, DICOMDIR liệt kê hết, điểm ảnh không đổi; không có khi còn tệp chưa đọc được',
      en: 'The whole study is there, listed by the DICOMDIR, with unchanged pixels; absent while a file could not be read',
    }),
    capped: flag('Đã dừng ở một giới hạn', 'Stopped at a bound'),
  },
});
export type ChallengeMediaRow = RowOf<typeof challengeMediaFacts>;
export const factGroups = [challengeMediaFacts];
/** What this probe is called in print. */
export const title = { vi: 'Ca thử thách trên đĩa, USB', en: 'Challenge study on exported media' };
