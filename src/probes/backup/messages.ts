import type { Backup } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';

/** Sentences of the backup probe. */
export function backupMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: 'Không gửi gì qua mạng; đọc tệp kết quả của phần mềm sao lưu đã chép từ máy chủ.',
  foreign: (file: string, kind: Backup['kind']) =>
    `${file} không phải là kết quả ${kind} mà phép đo đọc được; chạy đúng lệnh nêu trong README của phép đo.`,
  notRestored:
    'Sổ sao lưu cho biết đã sao lưu, không cho biết phục hồi được hay không; việc đó cần biên bản phục hồi thử.',
  clockAhead:
    'Có bản sao lưu mang giờ sau giờ thu thập; đồng hồ của máy chủ hoặc máy này sai, nên không tính tuổi của bản đó.',
};

const en: typeof vi = {
  sends:
    'Sends nothing over the network; reads the output of backup software that was copied from a server.',
  foreign: (file, kind) =>
    `${file} is not an output of ${kind} that can be read; run the very command that the README of the probe names.`,
  notRestored:
    'The records tell that a backup was made, not that it can be restored; that takes minutes of a test restore.',
  clockAhead:
    'A backup bears a time after the collection; a clock is wrong, and the age of that backup is left out.',
};
