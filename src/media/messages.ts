import type { Language } from '../locale/language.ts';
import type { MediaBound } from './limits.ts';
import type { MediaProblem } from './problem.ts';
import type { DirectoryOutcome } from './read-directory.ts';

/** In one sentence: why a medium cannot be read, and what to do. */
export function tellMediaProblem(problem: MediaProblem, language: Language): string {
  const vi = language === 'vi';
  switch (problem.code) {
    case 'missing':
      return vi
        ? 'Không thấy thư mục hoặc tệp ISO ở đường dẫn đã khai; kiểm tra đường dẫn, hoặc đĩa đã đưa vào ổ chưa.'
        : 'There is no folder or ISO file at the given path; check the path, or whether the disc is in the drive.';
    case 'not-a-medium':
      return vi
        ? 'Đường dẫn không phải thư mục cũng không phải tệp thường; hãy trỏ tới thư mục của đĩa hoặc tệp ISO.'
        : 'The path is neither a folder nor a regular file; point it at the folder of the disc or at an ISO file.';
    case 'udf-only':
      return vi
        ? 'Ảnh đĩa này chỉ có hệ thống tệp UDF; UDF chưa đọc được. Gắn (mount) ảnh đĩa rồi trỏ tới thư mục của nó.'
        : 'This image has a UDF file system only, and UDF cannot be read yet. Mount the image and point at its folder.';
    case 'raw-sectors':
      return vi
        ? 'Đây là ảnh đĩa thô với sector 2352 byte (.bin); hãy chép lại đĩa thành tệp ISO.'
        : 'This is a raw image with sectors of 2352 bytes (.bin); copy the disc to an ISO file instead.';
    case 'not-iso':
      return vi
        ? 'Tệp này không phải ảnh đĩa ISO 9660: không có bản mô tả ổ đĩa ở sector 16.'
        : 'This file is not an ISO 9660 image: there is no volume descriptor at sector 16.';
    case 'iso-damaged':
      return vi
        ? 'Bản mô tả ổ đĩa của ảnh ISO bị hỏng.'
        : 'The volume descriptor of the ISO image is damaged.';
    case 'out-of-time':
      return vi
        ? 'Hết thời gian trước khi đọc xong mục lục của đĩa; đĩa quá chậm hoặc quá nhiều tệp.'
        : 'Time ran out before the directory of the medium was read; the medium is too slow or holds too many files.';
    case 'system':
      return vi
        ? `Hệ điều hành không cho đọc đĩa (${problem.systemCode}); kiểm tra quyền đọc và tình trạng đĩa.`
        : `The operating system cannot read the medium (${problem.systemCode}); check permissions and the disc.`;
  }
}

/** In one sentence: what is wrong with the DICOMDIR; `undefined` when it was read. */
export function tellDirectory(directory: DirectoryOutcome, language: Language): string | undefined {
  const vi = language === 'vi';
  if (directory.kind === 'read') return undefined;
  if (directory.kind === 'absent') {
    if (directory.elsewhere) {
      return vi
        ? 'Tệp DICOMDIR nằm trong thư mục con; PS3.10 8.6 đòi DICOMDIR ở thư mục gốc, nên phần mềm xem khác sẽ không thấy.'
        : 'The DICOMDIR lies in a subfolder; PS3.10 8.6 wants it in the root, so other viewers will not find it.';
    }
    return vi
      ? 'Không có tệp DICOMDIR ở thư mục gốc.'
      : 'There is no DICOMDIR in the root of the medium.';
  }
  switch (directory.fault) {
    case 'not-dicom':
      return vi
        ? 'Tệp DICOMDIR không phải tệp DICOM, hoặc phần đầu tệp bị hỏng.'
        : 'The DICOMDIR is not a DICOM file, or its file meta information is damaged.';
    case 'not-a-directory':
      return vi
        ? 'Tệp DICOMDIR là tệp DICOM nhưng không thuộc lớp SOP Media Storage Directory.'
        : 'The DICOMDIR is a DICOM file, but not of the Media Storage Directory SOP class.';
    case 'transfer-syntax':
      return vi
        ? 'DICOMDIR dùng cú pháp truyền khác Explicit VR Little Endian; PS3.10 8.6 không cho phép và công cụ không đọc được.'
        : 'The DICOMDIR is in another transfer syntax than Explicit VR Little Endian, which PS3.10 8.6 does not allow and this tool cannot read.';
    case 'no-sequence':
      return vi
        ? 'DICOMDIR không có dãy bản ghi mục lục (0004,1220).'
        : 'The DICOMDIR has no Directory Record Sequence (0004,1220).';
    case 'too-large':
      return vi
        ? 'DICOMDIR lớn hơn giới hạn của công cụ nên không được đọc.'
        : 'The DICOMDIR is larger than this tool reads.';
    case 'read-error':
      return vi
        ? 'Không đọc được các byte của DICOMDIR: đĩa hỏng hoặc ảnh đĩa bị cắt ngắn.'
        : 'The bytes of the DICOMDIR cannot be read: the disc is damaged or the image is cut short.';
  }
}

/** In one sentence: what a bound that was met means for the counts. */
export function tellBound(bound: MediaBound, language: Language): string {
  const vi = language === 'vi';
  switch (bound) {
    case 'entries':
      return vi
        ? 'Có quá nhiều tệp; phần còn lại không được liệt kê.'
        : 'There are too many files; the rest was not listed.';
    case 'depth':
      return vi
        ? 'Thư mục lồng nhau quá sâu; phần dưới không được liệt kê.'
        : 'Folders nest too deep; what lies below was not listed.';
    case 'directory-bytes':
      return vi ? 'DICOMDIR quá lớn.' : 'The DICOMDIR is too large.';
    case 'records':
      return vi
        ? 'DICOMDIR có quá nhiều bản ghi; phần còn lại không được đọc.'
        : 'The DICOMDIR has too many records; the rest was not read.';
    case 'bytes':
      return vi
        ? 'Đĩa lớn hơn giới hạn đọc; một số tệp không được đọc đến hết.'
        : 'The medium is larger than the bound on reading; some files were not read to their end.';
    case 'time':
      return vi
        ? 'Hết thời gian; các tệp còn lại không được kiểm tra.'
        : 'Time ran out; the remaining files were not checked.';
  }
}
