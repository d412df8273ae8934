import type { Language } from '../locale/language.ts';
import type { Removal } from './judge-removal.ts';
import type { OpenItem } from './prepare-items.ts';

/** Why an item ended as it did. */
export type ItemNote =
  | Removal['note']
  | Extract<OpenItem, { kind: 'by-hand' }>['note']
  | 'foreign'
  | 'notTried';

/** Sentences of `cleanup`. */
export function cleanupMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  notes: {
    cancelled: 'đã hủy; danh sách chờ không còn chỉ định này',
    unknownToRis: 'RIS trả lời không có chỉ định này và danh sách chờ cũng không có',
    leftInWorklist: 'RIS đã nhận bản tin hủy nhưng danh sách chờ vẫn còn chỉ định này',
    leftUnverified:
      'RIS đã nhận bản tin hủy nhưng chưa kiểm lại được trong danh sách chờ (không có nút worklist, nút không trả lời, hoặc chỉ định không hiện ở đó)',
    cancelRefused: 'RIS không nhận bản tin hủy',
    noAnswer: 'đã gửi bản tin hủy nhưng RIS không trả lời',
    notReached: 'không kết nối được tới RIS, chưa gửi được bản tin hủy',
    byHand: 'công cụ không có cách tự xóa loại dữ liệu này',
    endpointUnknown: 'tệp cơ sở không có điểm nối HL7 mang mã này',
    tlsUnusable: 'chưa dùng được tệp TLS để kết nối',
    foreign: 'mục này không phải do công cụ ghi (nhật ký đã bị sửa); không gửi gì, không đụng tới',
    notTried: 'chưa thử trong lần chạy này',
  } satisfies { readonly [N in ItemNote]: string },
  states: {
    planned: 'không rõ đã gửi hay chưa',
    sent: 'đã gửi, chưa rõ đã hủy',
    left: 'còn lại',
    'removed-verified': 'đã xóa và kiểm tra lại',
  },
  nothingOpen: (folder: string) =>
    `Nhật ký của ${folder} không có dữ liệu thử nào còn lại; không gửi gì.`,
  found: (folder: string, count: number) =>
    `${folder}: ${count} mục trong nhật ký chưa được xác nhận là đã xóa.`,
  willCancel: (address: string, worklist: string | undefined) =>
    worklist === undefined
      ? `gửi lại bản tin hủy tới ${address}; không có danh sách chờ để kiểm lại`
      : `gửi lại bản tin hủy tới ${address}, rồi hỏi lại danh sách chờ ${worklist}`,
  willNot: (why: string) => `không gửi gì: ${why}`,
  foreignItem: (position: number, field: string) =>
    `Mục thứ ${position} của nhật ký: trường ${field} không thể do công cụ này ghi.`,
  promise: 'Lệnh này chỉ hủy những mục trên; không tạo gì mới, không đụng tới dữ liệu nào khác.',
  ask: (count: number) => `Gửi ${count} bản tin hủy? (có/không) [không]: `,
  declined: 'Không gửi gì theo yêu cầu; nhật ký giữ nguyên.',
  nobodyToAsk: (count: number) =>
    `Cần xác nhận trước khi gửi ${count} bản tin hủy, nhưng đây không phải cửa sổ dòng lệnh: thêm --yes để gửi, hoặc --dry-run để chỉ xem.`,
  dropped: 'Đã bỏ phần nhập thừa.',
  useFacility: 'Nếu địa chỉ hoặc tệp TLS đã đổi, chạy lại với --facility TỆP.',
  unreadable: (count: number) =>
    `${count} dòng của nhật ký không đọc được (bị cắt khi mất điện, hoặc bị sửa); không dọn được những gì ghi ở đó.`,
  foreignEnd: (count: number) =>
    `${count} mục không phải do công cụ ghi: nhật ký đã bị sửa. Lấy lại bản gốc của hồ sơ rồi chạy lại.`,
  ended: (gone: number, left: number) =>
    left === 0
      ? `Đã xóa và kiểm tra lại ${gone} mục; không còn dữ liệu thử nào.`
      : `Đã xóa và kiểm tra lại ${gone} mục; còn ${left} mục.`,
  makeList: (folder: string) =>
    `Lập danh sách để ký và xóa tay: rispacs cleanup ${folder} --dry-run --list danh-sach-xoa.pdf`,
  listWritten: (file: string) => `Danh sách cần xóa: ${file}`,
  noList: 'Không còn gì để xóa, nên không lập danh sách.',
  noPdf: (why: string) => `Chưa lập được bản PDF (${why}); mở bản HTML bằng trình duyệt rồi in.`,
  listName: (file: string) =>
    `--list cần tên tệp kết thúc bằng .pdf hoặc .html, không phải "${file}".`,
  listExists: (file: string) => `${file} đã có; chọn tên khác với --list, hoặc xóa tệp cũ.`,
  listUnwritable: (file: string, code: string) =>
    `Không ghi được ${file} (${code}); kiểm tra thư mục và quyền ghi.`,
  reportsOld: (folder: string) =>
    `Báo cáo đã in trước đây không còn đúng; lập lại: rispacs report ${folder}`,
  notJudged: (why: string) => `Chưa xét lại được hồ sơ: ${why}`,
};

const en: typeof vi = {
  notes: {
    cancelled: 'cancelled; the worklist no longer shows this order',
    unknownToRis: 'the RIS answers that it has no such order, and the worklist shows none',
    leftInWorklist: 'the RIS took the cancel but the worklist still shows this order',
    leftUnverified:
      'the RIS took the cancel but the worklist could not confirm it (no worklist node, no answer, or the order does not show there)',
    cancelRefused: 'the RIS did not take the cancel',
    noAnswer: 'the cancel was sent but the RIS did not answer',
    notReached: 'the RIS could not be reached; the cancel was not sent',
    byHand: 'this tool has no way to remove data of this kind',
    endpointUnknown: 'the facility file has no HL7 endpoint of this id',
    tlsUnusable: 'the TLS files for the connection cannot be used',
    foreign: 'this tool did not write this entry (the journal was edited); nothing is sent',
    notTried: 'not tried in this run',
  },
  states: {
    planned: 'not known whether it was sent',
    sent: 'sent, not known to be cancelled',
    left: 'left',
    'removed-verified': 'removed and verified',
  },
  nothingOpen: (folder) => `The journal of ${folder} has no test data left; nothing is sent.`,
  found: (folder, count) => `${folder}: ${count} journal entries are not known to be removed.`,
  willCancel: (address, worklist) =>
    worklist === undefined
      ? `send the cancel to ${address} again; there is no worklist to verify it with`
      : `send the cancel to ${address} again, then ask the worklist ${worklist}`,
  willNot: (why) => `nothing is sent: ${why}`,
  foreignItem: (position, field) =>
    `Journal entry ${position}: this tool cannot have written its field ${field}.`,
  promise:
    'This command only cancels the items above; it creates nothing and touches nothing else.',
  ask: (count) => `Send ${count} cancel message(s)? (yes/no) [no]: `,
  declined: 'Nothing was sent, as asked; the journal is unchanged.',
  nobodyToAsk: (count) =>
    `${count} cancel message(s) need a confirmation, but this is not a terminal: add --yes to send them, or --dry-run to look only.`,
  dropped: 'Superfluous input was dropped.',
  useFacility: 'If an address or a TLS file has changed, run again with --facility FILE.',
  unreadable: (count) =>
    `${count} line(s) of the journal cannot be read (cut short by a power failure, or edited); what they named cannot be cleaned up.`,
  foreignEnd: (count) =>
    `${count} entries were not written by this tool: the journal was edited. Restore the original dossier and run again.`,
  ended: (gone, left) =>
    left === 0
      ? `${gone} item(s) removed and verified; no test data is left.`
      : `${gone} item(s) removed and verified; ${left} left.`,
  makeList: (folder) =>
    `Write a list for removal by hand: rispacs cleanup ${folder} --dry-run --list removal-list.pdf`,
  listWritten: (file) => `Removal list: ${file}`,
  noList: 'Nothing is left to remove, so no list was written.',
  noPdf: (why) => `No PDF was made (${why}); open the HTML in a browser and print it.`,
  listName: (file) => `--list takes a file name ending in .pdf or .html, not "${file}".`,
  listExists: (file) => `${file} exists; choose another name with --list, or remove it.`,
  listUnwritable: (file, code) =>
    `Cannot write ${file} (${code}); check the folder and its permissions.`,
  reportsOld: (folder) =>
    `Reports made before are out of date; make them again: rispacs report ${folder}`,
  notJudged: (why) => `The dossier could not be judged again: ${why}`,
};
