import type { Language } from '../locale/language.ts';
import type { Removal } from './judge-removal.ts';
import type { OpenItem } from './prepare-items.ts';

/** Why nothing was sent for an item. */
export type PlainNote = Extract<OpenItem, { kind: 'by-hand' }>['note'] | 'foreign' | 'notTried';

/** Sentences of `cleanup`. */
export function cleanupMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  orderNotes: {
    cancelled: 'đã hủy; danh sách chờ không còn chỉ định này',
    unknownToRis: 'RIS trả lời không có chỉ định này và danh sách chờ cũng không có',
    leftInWorklist: 'RIS đã nhận bản tin hủy nhưng danh sách chờ vẫn còn chỉ định này',
    leftUnverified:
      'RIS đã nhận bản tin hủy nhưng chưa kiểm lại được trong danh sách chờ (không có nút worklist, nút không trả lời, hoặc chỉ định không hiện ở đó)',
    cancelRefused: 'RIS không nhận bản tin hủy',
    noAnswer: 'đã gửi bản tin hủy nhưng RIS không trả lời',
    notReached: 'không kết nối được tới RIS, chưa gửi được bản tin hủy',
  } satisfies { readonly [N in Removal['note']]: string },
  notes: {
    byHand: 'công cụ không có cách tự xóa loại dữ liệu này',
    endpointUnknown: 'tệp cơ sở không có điểm nối HL7 mang mã này',
    placeUnknown: 'tệp cơ sở không có nút DICOM hoặc điểm DICOMweb mang mã này',
    tlsUnusable: 'chưa dùng được tệp TLS để kết nối',
    foreign: 'mục này không phải do công cụ ghi (nhật ký đã bị sửa); không gửi gì, không đụng tới',
    notTried: 'chưa thử trong lần chạy này',
  } satisfies { readonly [N in PlainNote]: string },
  states: {
    planned: 'không rõ đã gửi hay chưa',
    sent: 'đã gửi, chưa rõ đã hủy hoặc xóa',
    left: 'còn lại',
    'removed-verified': 'đã xóa và kiểm tra lại',
  },
  closed: 'đã đóng và kiểm tra lại',
  nothingOpen: (folder: string) =>
    `Nhật ký của ${folder} không có dữ liệu thử nào còn lại; không gửi gì.`,
  found: (folder: string, count: number) =>
    `${folder}: ${count} mục dữ liệu thử chưa được xác nhận là đã hết trên hệ thống của bệnh viện.`,
  item: (ordinal: number, kind: string, system: string, id: string, when: string, known: string) =>
    `${ordinal}. ${kind} tại ${system} (${id}), ghi nhật ký ${when}: ${known}.`,
  willCancel: (address: string, worklist: string | undefined) =>
    worklist === undefined
      ? `Sẽ gửi lại bản tin hủy tới ${address}; không có danh sách chờ để kiểm lại.`
      : `Sẽ gửi lại bản tin hủy tới ${address}, rồi hỏi lại danh sách chờ ${worklist}.`,
  willDelete: (remover: string, where: string) =>
    remover === where
      ? `Sẽ xóa ca thử tại ${where} nếu đúng là của người bệnh thử, rồi hỏi lại.`
      : `Sẽ xóa ca thử qua ${remover} nếu đúng là của người bệnh thử, rồi hỏi lại ${where}.`,
  willReject: (where: string) =>
    `Sẽ gửi phiếu loại bỏ ca thử (IOCM) tới ${where} nếu đúng là của người bệnh thử, rồi hỏi lại.`,
  willLook: (where: string) =>
    `Không xóa, chỉ hỏi ${where} còn ca thử này không; người quản trị xóa bằng tay.`,
  willClose: (where: string) =>
    `Sẽ đóng bước chụp thử (MPPS) là DISCONTINUED tại ${where}, rồi kiểm tra là đã đóng.`,
  willNot: (why: string) => `Không gửi gì: ${why}.`,
  foreignItem: (position: number, field: string) =>
    `Mục thứ ${position} của nhật ký: trường ${field} không thể do công cụ này ghi.`,
  promise: 'Lệnh này chỉ hủy, xóa hoặc đóng những mục trên; không đụng tới dữ liệu nào khác.',
  ask: (count: number) => `Hủy, xóa hoặc đóng ${count} mục thử trên? (có/không) [không]: `,
  declined: 'Không gửi gì theo yêu cầu; nhật ký giữ nguyên.',
  nobodyToAsk: (count: number) =>
    `Cần xác nhận trước khi hủy, xóa hoặc đóng ${count} mục thử, nhưng đây không phải cửa sổ dòng lệnh: thêm --yes để làm, hoặc --dry-run để chỉ xem.`,
  dropped: 'Đã bỏ phần nhập thừa.',
  useFacility: 'Nếu địa chỉ hoặc tệp TLS đã đổi, chạy lại với --facility TỆP.',
  unreadable: (count: number) =>
    `${count} dòng của nhật ký không đọc được (bị cắt khi mất điện, hoặc bị sửa); không dọn được những gì ghi ở đó.`,
  foreignEnd: (count: number) =>
    `${count} mục không phải do công cụ ghi: nhật ký đã bị sửa. Lấy lại bản gốc của hồ sơ rồi chạy lại.`,
  ended: (gone: number, left: number) =>
    left === 0
      ? `Xong: ${gone} mục đã hết và đã kiểm tra lại; không còn dữ liệu thử nào.`
      : gone === 0
        ? `Còn ${left} mục chưa xong.`
        : `${gone} mục đã hết và đã kiểm tra lại; còn ${left} mục chưa xong.`,
  makeList: (folder: string) => [
    'Lập danh sách để ký và xóa tay:',
    `  rispacs cleanup ${folder} --dry-run --list danh-sach-xoa.pdf`,
  ],
  listWritten: (file: string) => `Danh sách cần xóa: ${file}`,
  noList: 'Không còn gì để xóa, nên không lập danh sách.',
  noPdf: (why: string) => `Chưa lập được bản PDF (${why}); mở bản HTML bằng trình duyệt rồi in.`,
  listName: (file: string) =>
    `--list cần tên tệp kết thúc bằng .pdf hoặc .html, không phải "${file}".`,
  reportsOld: (folder: string) => [
    'Báo cáo đã in trước đây không còn đúng; lập lại:',
    `  rispacs report ${folder}`,
  ],
  recordHint: (folder: string) => [
    'Xóa tay xong, chạy lại lệnh này để công cụ kiểm tra. Mục nào công cụ vẫn không kiểm tra được thì ghi nhận bằng bản quét của danh sách đã ký:',
    `  rispacs cleanup ${folder} --record-removal ban-quet.pdf --by "Họ tên người xóa"`,
  ],
  recordedBefore: (count: number) =>
    `${count} mục đã được ghi nhận là xóa tay, có danh sách đã ký trong hồ sơ; công cụ không tự kiểm tra được.`,
  recorded: (count: number, by: string, on: string, file: string) =>
    `Đã ghi nhận ${count} mục là xóa tay, theo danh sách đã ký của ${by} ngày ${on} (${file}). Công cụ không tự kiểm tra được các mục này.`,
  noneRecorded: 'Không ghi nhận mục nào; tệp không được đưa vào hồ sơ.',
  seenSince: (id: string, at: string, on: string) =>
    `${id}: không ghi nhận, vì lúc ${at} công cụ còn thấy mục này trên hệ thống, sau ngày ghi đã xóa (${on}). Chạy rispacs cleanup để kiểm tra lại.`,
  notYetThere: (id: string, at: string, on: string) =>
    `${id}: không ghi nhận, vì mục này được tạo lúc ${at}, sau ngày ghi đã xóa (${on}).`,
  stillLeft: (count: number) => `Còn ${count} mục chưa được xóa hoặc ghi nhận.`,
  byName: '--by cần họ tên đầy đủ của người đã xóa, tối đa 200 ký tự.',
  onDay: (text: string) =>
    `--on cần ngày đã xóa, không sau hôm nay, ví dụ 2026-11-22; "${text}" không phải.`,
  signedFile: (file: string, why: string) => `Không dùng được ${file} làm danh sách đã ký: ${why}.`,
  notAScan: 'cần bản quét hoặc ảnh chụp của danh sách đã ký (PDF, PNG hoặc JPEG)',
  notJudged: (why: string) => `Chưa xét lại được hồ sơ: ${why}`,
};

const en: typeof vi = {
  orderNotes: {
    cancelled: 'cancelled; the worklist no longer shows this order',
    unknownToRis: 'the RIS answers that it has no such order, and the worklist shows none',
    leftInWorklist: 'the RIS took the cancel but the worklist still shows this order',
    leftUnverified:
      'the RIS took the cancel but the worklist could not confirm it (no worklist node, no answer, or the order does not show there)',
    cancelRefused: 'the RIS did not take the cancel',
    noAnswer: 'the cancel was sent but the RIS did not answer',
    notReached: 'the RIS could not be reached; the cancel was not sent',
  },
  notes: {
    byHand: 'this tool has no way to remove data of this kind',
    endpointUnknown: 'the facility file has no HL7 endpoint of this id',
    placeUnknown: 'the facility file has no DICOM node or DICOMweb endpoint of this id',
    tlsUnusable: 'the TLS files for the connection cannot be used',
    foreign: 'this tool did not write this entry (the journal was edited); nothing is sent',
    notTried: 'not tried in this run',
  },
  states: {
    planned: 'not known whether it was sent',
    sent: 'sent, not known to be cancelled or removed',
    left: 'left',
    'removed-verified': 'removed and verified',
  },
  closed: 'closed and verified',
  nothingOpen: (folder) => `The journal of ${folder} has no test data left; nothing is sent.`,
  found: (folder, count) =>
    `${folder}: ${count} item(s) of test data are not known to be gone from the hospital's systems.`,
  item: (ordinal, kind, system, id, when, known) =>
    `${ordinal}. ${kind} at ${system} (${id}), journalled ${when}: ${known}.`,
  willCancel: (address, worklist) =>
    worklist === undefined
      ? `Will send the cancel to ${address} again; there is no worklist to verify it with.`
      : `Will send the cancel to ${address} again, then ask the worklist ${worklist}.`,
  willDelete: (remover, where) =>
    remover === where
      ? `Will delete the test study at ${where} if it is of a test patient, then ask again.`
      : `Will delete the test study over ${remover} if it is of a test patient, then ask ${where} again.`,
  willReject: (where) =>
    `Will send ${where} a rejection note (IOCM) for the test study if it is of a test patient, then ask again.`,
  willLook: (where) =>
    `Will delete nothing, only ask ${where} whether the test study is there; an administrator removes it by hand.`,
  willClose: (where) =>
    `Will close the test MPPS as DISCONTINUED at ${where}, then verify that it is closed.`,
  willNot: (why) => `Nothing is sent: ${why}.`,
  foreignItem: (position, field) =>
    `Journal entry ${position}: this tool cannot have written its field ${field}.`,
  promise: 'This command only cancels, removes or closes the items above; it touches nothing else.',
  ask: (count) => `Cancel, remove or close the ${count} item(s) above? (yes/no) [no]: `,
  declined: 'Nothing was sent, as asked; the journal is unchanged.',
  nobodyToAsk: (count) =>
    `Cancelling, removing or closing ${count} item(s) needs a confirmation, but this is not a terminal: add --yes to do it, or --dry-run to look only.`,
  dropped: 'Superfluous input was dropped.',
  useFacility: 'If an address or a TLS file has changed, run again with --facility FILE.',
  unreadable: (count) =>
    `${count} line(s) of the journal cannot be read (cut short by a power failure, or edited); what they named cannot be cleaned up.`,
  foreignEnd: (count) =>
    `${count} entries were not written by this tool: the journal was edited. Restore the original dossier and run again.`,
  ended: (gone, left) =>
    left === 0
      ? `Done: ${gone} item(s) gone and verified; no test data is left.`
      : gone === 0
        ? `${left} item(s) are left.`
        : `${gone} item(s) gone and verified; ${left} left.`,
  makeList: (folder) => [
    'Write a list for removal by hand:',
    `  rispacs cleanup ${folder} --dry-run --list removal-list.pdf`,
  ],
  listWritten: (file) => `Removal list: ${file}`,
  noList: 'Nothing is left to remove, so no list was written.',
  noPdf: (why) => `No PDF was made (${why}); open the HTML in a browser and print it.`,
  listName: (file) => `--list takes a file name ending in .pdf or .html, not "${file}".`,
  reportsOld: (folder) => [
    'Reports made before are out of date; make them again:',
    `  rispacs report ${folder}`,
  ],
  recordHint: (folder) => [
    'After removal by hand, run this command again to verify. Items that it still cannot verify are recorded with a scan of the signed list:',
    `  rispacs cleanup ${folder} --record-removal scan.pdf --by "Name of who removed them"`,
  ],
  recordedBefore: (count) =>
    `${count} item(s) are recorded as removed by hand, with a signed list in the dossier; not verified by this tool.`,
  recorded: (count, by, on, file) =>
    `${count} item(s) recorded as removed by hand, by the list that ${by} signed on ${on} (${file}). This tool could not verify them.`,
  noneRecorded: 'Nothing was recorded; the file was not put into the dossier.',
  seenSince: (id, at, on) =>
    `${id}: not recorded, since this tool saw it on the system at ${at}, after the day it is said to be removed (${on}). Run rispacs cleanup to look again.`,
  notYetThere: (id, at, on) =>
    `${id}: not recorded, since it was made at ${at}, after the day it is said to be removed (${on}).`,
  stillLeft: (count) => `${count} item(s) are neither removed nor recorded.`,
  byName: '--by takes the full name of who removed them, 200 characters at most.',
  onDay: (text) =>
    `--on takes the day of removal, not after today, such as 2026-11-22; "${text}" is none.`,
  signedFile: (file, why) => `${file} cannot be the signed list: ${why}.`,
  notAScan: 'a scan or photo of the signed list is needed (PDF, PNG or JPEG)',
  notJudged: (why) => `The dossier could not be judged again: ${why}`,
};
