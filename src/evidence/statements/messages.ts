import type { Language } from '../../locale/language.ts';
import type { AttachProblem } from './attach-files.ts';

/** Sentences about a statements file as a file, and about the files attached to it. */
export interface StatementMessages {
  readonly fileProblem: (problem: AttachProblem) => string;
}

const mebibyte = 1024 * 1024;

const vi: StatementMessages = {
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
