import { type GroupWords, named, type RowCells } from './group-words-type.ts';

function sayQuery({ row, text, vi }: RowCells): string {
  const answers =
    row.answers === undefined ? '' : `, ${text('answers')} ${vi ? 'câu trả lời' : 'answers'}`;
  const status =
    row.status === undefined ? '' : `: ${vi ? 'trạng thái' : 'status'} ${text('status')}`;
  const level = row.level === 'worklist' ? '' : vi ? 'mức ' : 'level ';
  return `${level}${text('level')}${status}${answers}`;
}

/** Images as DICOM, DICOMweb, viewers and media have them, by name of the fact group. */
export const imageGroupWords: Readonly<Record<string, GroupWords>> = {
  'dicom.node': {
    lack: { vi: 'nút DICOM kết nối được', en: 'a DICOM node connected to' },
    seen: { vi: 'Nút DICOM đã kết nối', en: 'DICOM nodes connected to' },
    row: named('node'),
    rows: { vi: 'nút DICOM', en: 'DICOM nodes' },
    columns: {
      echoStatus: {
        holds: { vi: 'C-ECHO thành công, trạng thái', en: 'C-ECHO succeeded, status' },
      },
    },
  },
  'dicom.context': {
    lack: {
      vi: 'lớp SOP được chấp nhận khi thỏa thuận',
      en: 'an SOP class accepted in negotiation',
    },
    seen: {
      vi: 'Lớp SOP được chấp nhận khi thỏa thuận',
      en: 'SOP classes accepted in negotiation',
    },
    at: 'node',
    row: named('sopClassName'),
  },
  'dicom.query': {
    lack: { vi: 'câu trả lời C-FIND', en: 'an answer to C-FIND' },
    seen: {
      vi: 'Truy vấn C-FIND chỉ hỏi dữ liệu thử của công cụ (RISPACS-TEST), chỉ đếm câu trả lời',
      en: 'C-FIND for our own test data only (RISPACS-TEST), answers counted and dropped',
    },
    at: 'node',
    row: sayQuery,
  },
  'dicom.find': {
    lack: { vi: 'ca thử tìm được đủ bằng C-FIND', en: 'the test study found whole by C-FIND' },
    at: 'node',
    row: ({ text, vi }) =>
      vi
        ? `mức ${text('level')}: thấy ${text('ours')}/${text('expected')} bản ghi`
        : `level ${text('level')}: ${text('ours')} of ${text('expected')} records`,
  },
  'dicom.store': {
    lack: { vi: 'ca thử lưu được bằng C-STORE', en: 'the test study stored by C-STORE' },
    at: 'node',
    row: ({ text, vi }) =>
      `${text('sopClassName')}: ${vi ? 'nhận' : 'took'} ${text('accepted')}/${text('objects')}`,
  },
  'dicom.retrieve': {
    lack: {
      vi: 'ca thử lấy lại hoặc chuyển tiếp được đủ',
      en: 'the test study retrieved or forwarded whole',
    },
    at: 'node',
    row: ({ row, text, vi }) =>
      row.received === undefined
        ? text('method')
        : `${text('method')}: ${text('received')}/${text('expected')} ${vi ? 'đối tượng' : 'objects'}`,
  },
  'dicom.compression': {
    lack: { vi: 'ảnh thử nén rồi giải mã đúng', en: 'test images compressed and decoded right' },
    seen: {
      vi: 'Ảnh thử lấy về ở dạng nén, giải mã rồi so điểm ảnh',
      en: 'Test images fetched compressed, decoded and compared pixel by pixel',
    },
    at: 'node',
    row: named('transferSyntaxName'),
  },
  'dicom.mpps': { row: named('node') },
  'dicom.claim': { at: 'node', row: named('sopClassName', 'transferSyntaxName') },
  'dicomweb.service': {
    lack: {
      vi: 'ca thử qua DICOMweb, đúng như đã gửi',
      en: 'the test study by DICOMweb, as it was sent',
    },
    at: 'endpoint',
    row: named('service'),
  },
  'viewer.view': {
    lack: {
      vi: 'trình xem ảnh trên web hiện đúng ca thử thách',
      en: 'a web viewer that shows the challenge study',
    },
    at: 'viewer',
    row: ({ text }) => `${text('profile')}: ${text('outcome')}`,
  },
  'media.volume': {
    lack: {
      vi: 'đĩa, USB đã kết xuất có nội dung khớp',
      en: 'an exported medium that is consistent',
    },
    row: ({ text, vi }) => `${text('medium')}: ${text('images')} ${vi ? 'ảnh' : 'images'}`,
  },
};
