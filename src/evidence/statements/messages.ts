import type { Language } from '../../locale/language.ts';
import type { AttachProblem } from './attach-files.ts';

/** Sentences about statements files and the files attached to them. */
export interface StatementMessages {
  readonly yamlSyntax: (detail: string) => string;
  readonly tooLarge: (maxMiB: number) => string;
  readonly notUtf8: string;
  readonly tooDeep: string;
  readonly aliases: string;
  readonly tags: string;
  readonly directives: string;
  readonly unprintable: string;
  readonly duplicateKey: (key: string) => string;
  readonly notMapping: string;
  readonly missing: (path: string, expected: string) => string;
  readonly unknownKey: (key: string, place: string) => string;
  readonly wrongValue: (path: string, expected: string) => string;
  readonly tooMany: (path: string) => string;
  readonly located: (file: string, line: number, column: number, message: string) => string;
  readonly fileProblem: (problem: AttachProblem) => string;
}

const mebibyte = 1024 * 1024;

const vi: StatementMessages = {
  yamlSyntax: (detail) => `sai cú pháp YAML (${detail})`,
  tooLarge: (max) => `tệp lớn hơn ${max} MiB`,
  notUtf8: 'tệp không ở bảng mã UTF-8; hãy lưu lại với bảng mã UTF-8',
  tooDeep: 'các mục lồng nhau quá sâu',
  aliases: 'không dùng neo (&) và tham chiếu (*) của YAML; hãy viết đầy đủ nội dung',
  tags: 'không dùng thẻ kiểu (!) của YAML; hãy viết giá trị bình thường, nếu cần thì trong dấu nháy',
  directives: 'không dùng chỉ thị (%) của YAML; hãy bỏ dòng này',
  unprintable: 'có ký tự điều khiển không in được; hãy gõ lại phần này',
  duplicateKey: (key) => `mục "${key}" được viết hai lần`,
  notMapping: 'tệp phải gồm các mục như schemaVersion, attestations, documents',
  missing: (path, expected) => `thiếu ${path}: cần ${expected}`,
  unknownKey: (key, place) => `không có mục nào tên "${key}" trong ${place}; hãy kiểm tra chính tả`,
  wrongValue: (path, expected) => `${path} chưa đúng: cần ${expected}`,
  tooMany: (path) => `${path} quá dài hoặc có quá nhiều phần tử`,
  located: (file, line, column, message) => `${file}, dòng ${line}, cột ${column}: ${message}`,
  fileProblem: (problem) => {
    switch (problem.code) {
      case 'missing':
        return 'không tìm thấy tệp';
      case 'not-a-file':
        return 'đây không phải là một tệp thường';
      case 'too-large':
        return `tệp lớn hơn ${problem.maxBytes / mebibyte} MiB`;
      case 'system':
        return `không đọc được tệp (${problem.systemCode})`;
      case 'not-inside':
        return 'tệp phải nằm trong thư mục của tệp xác nhận';
      case 'ambiguous-name':
        return 'có nhiều tệp trùng tên, chỉ khác cách mã hóa dấu; hãy đổi tên';
      case 'empty':
        return 'tệp rỗng';
      case 'wrong-type':
        return 'tệp không phải là PDF, PNG, JPEG hoặc văn bản UTF-8';
      case 'total-too-large':
        return `tổng dung lượng các tệp kèm theo vượt ${problem.maxBytes / mebibyte} MiB`;
    }
  },
};

const en: StatementMessages = {
  yamlSyntax: (detail) => `not valid YAML (${detail})`,
  tooLarge: (max) => `the file is larger than ${max} MiB`,
  notUtf8: 'the file is not UTF-8; save it again as UTF-8',
  tooDeep: 'the entries are nested too deeply',
  aliases: 'YAML anchors (&) and aliases (*) are not accepted; write the content out',
  tags: 'YAML tags (!) are not accepted; write a plain value, in quotes if needed',
  directives: 'YAML directives (%) are not accepted; remove this line',
  unprintable: 'there is a control character that cannot be printed; type this part again',
  duplicateKey: (key) => `"${key}" is written twice`,
  notMapping: 'the file must hold entries such as schemaVersion, attestations, documents',
  missing: (path, expected) => `${path} is missing: expected ${expected}`,
  unknownKey: (key, place) => `there is no entry "${key}" in ${place}; check the spelling`,
  wrongValue: (path, expected) => `${path} is not right: expected ${expected}`,
  tooMany: (path) => `${path} is too long or has too many items`,
  located: (file, line, column, message) => `${file}, line ${line}, column ${column}: ${message}`,
  fileProblem: (problem) => {
    switch (problem.code) {
      case 'missing':
        return 'the file was not found';
      case 'not-a-file':
        return 'this is not a regular file';
      case 'too-large':
        return `the file is larger than ${problem.maxBytes / mebibyte} MiB`;
      case 'system':
        return `the file could not be read (${problem.systemCode})`;
      case 'not-inside':
        return 'the file must lie inside the folder of the statements file';
      case 'ambiguous-name':
        return 'several files share this name and differ only in accent encoding; rename them';
      case 'empty':
        return 'the file is empty';
      case 'wrong-type':
        return 'the file is not a PDF, PNG, JPEG or UTF-8 text';
      case 'total-too-large':
        return `the attached files together exceed ${problem.maxBytes / mebibyte} MiB`;
    }
  },
};

/** The sentences in one language. */
export function statementMessages(language: Language): StatementMessages {
  return language === 'vi' ? vi : en;
}
