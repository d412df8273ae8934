import type { Backup } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';

/** Sentences of the backup probe. */
export type BackupMessages = typeof vi;

/** Sentences of the backup probe in one language. */
export function backupMessages(language: Language): BackupMessages {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: 'Không gửi gì qua mạng; đọc tệp kết quả của phần mềm sao lưu đã chép từ máy chủ.',
  sendsRestored: (studies: number) =>
    `Hỏi bản đã phục hồi bằng C-FIND xem có ${studies} ca thử của công cụ hay không, theo Study Instance UID; không hỏi gì về người bệnh.`,
  sameAsLive: (at: string, node: string) =>
    `${at} chính là nút DICOM ${node} đang chạy, không phải bản phục hồi (cách làm: phục hồi ra một máy khác rồi ghi địa chỉ máy đó).`,
  restoredSilent: (at: string, detail: string) =>
    `Bản phục hồi ở ${at} không cho biết có ca thử hay không: ${detail}.`,
  restoredFound: (at: string, found: number, asked: number) =>
    `Bản phục hồi ở ${at} có ${found}/${asked} ca thử của công cụ.`,
  foreignStudy: (count: number) =>
    `${count} ca mang đúng UID nhưng không phải của người bệnh thử; không tính là ca thử của công cụ.`,
  restoredLimit:
    'Ca thử có mặt cho biết dữ liệu đã về được từ bản sao lưu; không cho biết mọi dữ liệu đều về, và máy này do bệnh viện nêu là bản phục hồi.',
  foreign: (file: string, kind: Backup['kind']) =>
    `${file} không phải là kết quả ${kind} mà phép đo đọc được (cách làm: chạy đúng lệnh nêu trong README của phép đo).`,
  notRestored:
    'Sổ sao lưu cho biết đã sao lưu, không cho biết phục hồi được hay không; việc đó cần biên bản phục hồi thử.',
  clockAhead:
    'Có bản sao lưu mang giờ sau giờ thu thập; đồng hồ của máy chủ hoặc máy này sai, nên không tính tuổi của bản đó.',
};

const en: BackupMessages = {
  sends:
    'Sends nothing over the network; reads the output of backup software that was copied from a server.',
  sendsRestored: (studies) =>
    `Asks the restored copy by C-FIND whether it has ${studies} test studies of ours, by Study Instance UID; asks nothing about patients.`,
  sameAsLive: (at, node) =>
    `${at} is the live DICOM node ${node}, no restored copy; restore to another machine and give its address.`,
  restoredSilent: (at, detail) =>
    `The restored copy at ${at} does not tell whether it has the test study: ${detail}.`,
  restoredFound: (at, found, asked) =>
    `The restored copy at ${at} has ${found} of ${asked} test studies of ours.`,
  foreignStudy: (count) =>
    `${count} studies bear the UID but are not of the test patient; they do not count as ours.`,
  restoredLimit:
    'The test study being there shows that data came back from the backup; not that all of it did, and that this machine is the restored copy is the word of the hospital.',
  foreign: (file, kind) =>
    `${file} is not an output of ${kind} that can be read (to do: run the very command that the README of the probe names).`,
  notRestored:
    'The records tell that a backup was made, not that it can be restored; that takes minutes of a test restore.',
  clockAhead:
    'A backup bears a time after the collection; a clock is wrong, and the age of that backup is left out.',
};
