import type { FileProblem } from '../../../files/read-bounded-file.ts';
import type { Language } from '../../../locale/language.ts';

const mebibyte = 1024 * 1024;

/** Sentences on files that were carried here from servers. */
export function collectedMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  unreadable: (file: string, problem: FileProblem): string => {
    switch (problem.code) {
      case 'missing':
        return `Không tìm thấy tệp ${file}; chạy lệnh nêu trong README của phép đo trên máy chủ rồi chép kết quả tới đúng tên này.`;
      case 'not-a-file':
        return `${file} không phải là một tệp thường.`;
      case 'too-large':
        return `Tệp ${file} lớn hơn ${problem.maxBytes / mebibyte} MiB, không phải kết quả của lệnh cần chạy.`;
      case 'system':
        return `Không đọc được tệp ${file} (${problem.systemCode}).`;
    }
  },
  carried: (file: string, modified: string) =>
    `Tệp ${file} do người chép tới, ghi lần cuối lúc ${modified} theo máy này; tệp không chứng minh được nó từ máy chủ nào và chưa bị sửa.`,
};

const en: typeof vi = {
  unreadable: (file, problem) => {
    switch (problem.code) {
      case 'missing':
        return `The file ${file} was not found; run the command that the README of the probe names on the server and carry its output here under this name.`;
      case 'not-a-file':
        return `${file} is not a regular file.`;
      case 'too-large':
        return `The file ${file} is larger than ${problem.maxBytes / mebibyte} MiB and not the output of the command.`;
      case 'system':
        return `The file ${file} cannot be read (${problem.systemCode}).`;
    }
  },
  carried: (file, modified) =>
    `The file ${file} was carried here by a person, last written at ${modified} by this computer’s account; it does not prove from which server it is, or that it is unchanged.`,
};
