import type { AttachProblem } from '../../evidence/statements/attach-files.ts';
import { statementMessages } from '../../evidence/statements/messages.ts';
import type { FileProblem } from '../../files/read-bounded-file.ts';
import type { Language } from '../../locale/language.ts';

/** Sentences of the documents probe. */
export interface DocumentsMessages {
  readonly subject: (file: string) => string;
  readonly sends: (file: string) => string;
  readonly unreadable: (file: string, problem: FileProblem) => string;
  readonly fileNotAttached: (statement: string, file: string, problem: AttachProblem) => string;
  readonly repeated: (statement: string) => string;
  readonly moreNotes: (count: number) => string;
  readonly counted: (statements: number, files: number) => string;
}

const vi: DocumentsMessages = {
  subject: (file) => `tệp xác nhận ${file}`,
  sends: (file) => `Không gửi gì qua mạng; đọc ${file} và các tệp kèm theo nó.`,
  unreadable: (file, problem) => `${file}: ${statementMessages('vi').fileProblem(problem)}.`,
  fileNotAttached: (statement, file, problem) =>
    `${statement}: tệp "${file}" không được đưa vào hồ sơ: ${statementMessages('vi').fileProblem(problem)}.`,
  repeated: (statement) => `${statement}: nội dung được ghi hai lần trong tệp, chỉ tính một lần.`,
  moreNotes: (count) => `Còn ${count} ghi chú khác về các tệp kèm theo.`,
  counted: (statements, files) => `Đọc ${statements} mục và ${files} tệp kèm theo.`,
};

const en: DocumentsMessages = {
  subject: (file) => `statements file ${file}`,
  sends: (file) => `Sends nothing over the network; reads ${file} and the files attached to it.`,
  unreadable: (file, problem) => `${file}: ${statementMessages('en').fileProblem(problem)}.`,
  fileNotAttached: (statement, file, problem) =>
    `${statement}: the file "${file}" is not in the dossier: ${statementMessages('en').fileProblem(problem)}.`,
  repeated: (statement) => `${statement}: written twice in the file, counted once.`,
  moreNotes: (count) => `${count} more notes about attached files.`,
  counted: (statements, files) => `Read ${statements} statements and ${files} attached files.`,
};

/** The sentences in one language. */
export function documentsMessages(language: Language): DocumentsMessages {
  return language === 'vi' ? vi : en;
}
