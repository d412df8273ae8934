import type { Language } from '../locale/language.ts';
import type { EntryProblem } from './check-entry.ts';

const words: Readonly<Record<EntryProblem, readonly [vi: string, en: string]>> = {
  encrypted: ['được mã hóa bằng mật khẩu', 'is encrypted'],
  compression: ['nén theo kiểu không dùng trong hồ sơ', 'is compressed in a way no dossier uses'],
  'name-encoding': ['có tên không phải UTF-8', 'has a name that is not UTF-8'],
  'name-too-long': [
    'có tên rỗng, quá dài hoặc quá nhiều cấp',
    'has an empty, too long or too deep name',
  ],
  'control-character': ['có ký tự điều khiển trong tên', 'has control characters in its name'],
  absolute: ['có đường dẫn tuyệt đối', 'has an absolute path'],
  parent: ['có ".." hoặc phần rỗng trong đường dẫn', 'has ".." or an empty part in its path'],
  backslash: ['có dấu \\ trong tên', 'has a backslash in its name'],
  'drive-letter': ['có chữ cái ổ đĩa trong tên', 'has a drive letter in its name'],
  'reserved-name': [
    'có tên mà Windows dành riêng hoặc không nhận',
    'has a name that Windows reserves or does not take',
  ],
  'symbolic-link': ['là liên kết tượng trưng', 'is a symbolic link'],
  'special-file': ['không phải tệp thường', 'is not a regular file'],
  duplicate: ['xuất hiện hai lần', 'is there twice'],
  'differs-in-case': [
    'chỉ khác một tên khác ở chữ hoa, chữ thường',
    'differs from another name only in case',
  ],
  'differs-in-unicode': [
    'chỉ khác một tên khác ở cách mã hóa dấu (NFC/NFD)',
    'differs from another name only in Unicode normalisation (NFC/NFD)',
  ],
  'file-and-folder': ['vừa là tệp vừa là thư mục', 'is both a file and a folder'],
  'too-large': ['phình quá lớn khi giải nén', 'grows too large when unpacked'],
  'several-folders': [
    'nằm ngoài thư mục duy nhất của hồ sơ',
    'lies outside of the one folder of the dossier',
  ],
};

/** One sentence that names the entry and what is wrong with it. */
export function describeEntryProblem(
  problem: EntryProblem,
  name: string,
  language: Language,
): string {
  const shown = name.replaceAll(/\p{C}/gu, '?').slice(0, 200);
  const [vi, en] = words[problem];
  return language === 'vi'
    ? `Không mở tệp ZIP: mục "${shown}" ${vi}.`
    : `The ZIP file is not opened: the entry "${shown}" ${en}.`;
}
