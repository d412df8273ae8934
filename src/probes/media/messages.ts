import type { Language } from '../../locale/language.ts';
import type { ViewerSign } from '../../media/find-viewer.ts';

/** Sentences of the media probe in one language. */
export type MediaWords = typeof vi;

/** Sentences of the media probe. */
export function mediaMessages(language: Language): MediaWords {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends:
    'Không gửi gì qua mạng; đọc thư mục hoặc tệp ISO, đếm và so với DICOMDIR. Không chạy phần mềm nào trên đĩa, không giữ dữ liệu người bệnh.',
  viewer: (signs: readonly ViewerSign[]) =>
    signs.length === 0
      ? 'Không thấy dấu hiệu của phần mềm xem ảnh trên đĩa.'
      : `Dấu hiệu của phần mềm xem ảnh (chỉ nhìn tên, không chạy): ${signs.map((sign) => viSigns[sign]).join('; ')}.`,
  autorunLeadsNowhere: 'autorun.inf gọi một chương trình không có trên đĩa.',
  leadingOutside: (count: number) =>
    `${count} bản ghi của DICOMDIR trỏ ra ngoài đĩa (.. hoặc đường dẫn tuyệt đối); không lần theo.`,
  lenientNames: (count: number) =>
    `${count} tệp chỉ khớp File ID khi bỏ qua chữ hoa, chữ thường hoặc số phiên bản (;1).`,
  notReadThrough: (count: number) =>
    `${count} tệp chỉ đọc phần đầu: cú pháp truyền công cụ không đọc được, hoặc đã hết giới hạn đọc.`,
  specialEntries: (count: number) =>
    `${count} liên kết hoặc tệp đặc biệt trong thư mục không được lần theo.`,
  damagedFolders: (count: number) =>
    `${count} thư mục không đọc được, bị hỏng hoặc chứa chính nó; tệp bên trong không được tính.`,
  truncated: 'Ảnh đĩa ngắn hơn kích thước ghi trong bản mô tả ổ đĩa: có thể bị cắt ngắn khi chép.',
  brokenOff: 'DICOMDIR bị đứt giữa dãy bản ghi mục lục.',
  notExplicit: 'DICOMDIR không ở Explicit VR Little Endian như PS3.10 8.6 đòi hỏi.',
  nameSpace: (names: string) =>
    `File ID chỉ khớp với tên ${names}, không khớp tên ISO 9660 thường (PS3.12 F).`,
  ours: 'Mọi ảnh trên đĩa mang mã người bệnh thử của RISPACS.',
  notOurs:
    'Đĩa có ảnh không phải của ca thử RISPACS; công cụ chỉ đếm, không giữ gì về người bệnh. Nên kết xuất đĩa của ca thử để kiểm tra.',
};

const viSigns: Readonly<Record<ViewerSign, string>> = {
  autorun: 'autorun.inf gọi một chương trình có trên đĩa',
  'windows-program': 'chương trình Windows (*.exe)',
  'mac-program': 'chương trình macOS (*.app)',
  'web-page': 'trang web index.html ở thư mục gốc',
};

const en: MediaWords = {
  sends:
    'Sends nothing; reads the folder or ISO file, counts, and compares with the DICOMDIR. Runs no program of the medium and keeps nothing about a patient.',
  viewer: (signs) =>
    signs.length === 0
      ? 'There is no sign of a viewer on the medium.'
      : `Signs of a viewer (by name only, nothing was run): ${signs.map((sign) => enSigns[sign]).join('; ')}.`,
  autorunLeadsNowhere: 'autorun.inf starts a program that is not on the medium.',
  leadingOutside: (count) =>
    `${count} records of the DICOMDIR lead out of the medium (.. or an absolute path); they were not followed.`,
  lenientNames: (count) =>
    `${count} files match their File ID only without regard to case or version number (;1).`,
  notReadThrough: (count) =>
    `Of ${count} files only the beginning was read: their transfer syntax cannot be read here, or the bound on reading was met.`,
  specialEntries: (count) => `${count} links or special files in the folder were not followed.`,
  damagedFolders: (count) =>
    `${count} folders cannot be read, are damaged or contain themselves; files in them do not count.`,
  truncated:
    'The image is shorter than its volume descriptor says: it may have been cut short when copied.',
  brokenOff: 'The DICOMDIR breaks off within its directory records.',
  notExplicit: 'The DICOMDIR is not in Explicit VR Little Endian as PS3.10 8.6 demands.',
  nameSpace: (names) => `File IDs match ${names} names only, not plain ISO 9660 names (PS3.12 F).`,
  ours: 'Every image on the medium carries the test patient id of RISPACS.',
  notOurs:
    'The medium holds images that are not of the RISPACS test study; they were only counted, and nothing of a patient is kept. Better export the test study for this check.',
};

const enSigns: Readonly<Record<ViewerSign, string>> = {
  autorun: 'autorun.inf starts a program that is on the medium',
  'windows-program': 'a Windows program (*.exe)',
  'mac-program': 'a macOS program (*.app)',
  'web-page': 'a web page index.html in the root',
};
