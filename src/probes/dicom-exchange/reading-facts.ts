import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { node, role } from './columns.ts';

/** C-FIND (PS3.4 C.4.1) by our own identifiers, after the test study was stored. */
export const dicomFindFacts = defineFactGroup({
  name: 'dicom.find',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Tìm ca thử bằng C-FIND ở từng mức',
  en: 'Finding the test study by C-FIND at each level',
  columns: {
    node,
    role,
    model: column(z.enum(['patient-root', 'study-root']), {
      vi: 'Mô hình truy vấn: gốc người bệnh hay gốc ca chụp',
      en: 'Information model: patient root or study root',
    }),
    level: column(z.enum(['patient', 'study', 'series', 'image']), {
      vi: 'Mức truy vấn',
      en: 'Query level',
    }),
    status: maybe(z.int(), {
      vi: 'Mã trạng thái cuối, 0 là thành công',
      en: 'Final status, 0 is success',
    }),
    expected: column(z.int(), {
      vi: 'Số bản ghi phải có, theo những gì nút đã nhận',
      en: 'Records that must be there, by what the node accepted',
    }),
    answers: maybe(z.int(), { vi: 'Số câu trả lời', en: 'Number of answers' }),
    ours: maybe(z.int(), {
      vi: 'Số bản ghi của ca thử trong các câu trả lời, không tính trùng',
      en: 'Records of the test study among the answers, each counted once',
    }),
    complete: maybe(z.boolean(), {
      vi: 'Tìm thấy đủ những gì nút đã nhận',
      en: 'Everything that the node had accepted was found',
    }),
    capped: maybe(z.boolean(), {
      vi: 'Đã dừng ở trần số câu trả lời: nút không lọc theo khóa',
      en: 'Stopped at the cap on answers: the node does not filter by the keys',
    }),
    attributesAsked: maybe(z.int(), {
      vi: 'Số giá trị đã hỏi trong các bản ghi của ca thử',
      en: 'Values asked for in the records of the test study',
    }),
    attributesReturned: maybe(z.int(), {
      vi: 'Số giá trị nút trả về',
      en: 'Values that the node returned',
    }),
    attributesEqual: maybe(z.int(), {
      vi: 'Số giá trị trả về đúng như đã gửi',
      en: 'Returned values that are as they were sent',
    }),
    textIntact: maybe(z.boolean(), {
      vi: 'Mọi chữ tiếng Việt trả về nguyên vẹn',
      en: 'All Vietnamese text came back intact',
    }),
    relatedInstances: maybe(z.int(), {
      vi: 'Số ảnh của ca theo lời nút (0020,1208)',
      en: 'Instances of the study as the node counts them (0020,1208)',
    }),
    foundAfterMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian từ khi lưu xong tới khi tìm thấy đủ',
      en: 'Time from the end of storing until all were found',
    }),
  },
});

/** C-MOVE, C-GET (PS3.4 C.4.2, C.4.3) of the test study, or a C-MOVE that forwards it to another node. */
export const dicomRetrieveFacts = defineFactGroup({
  name: 'dicom.retrieve',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Lấy lại hoặc chuyển tiếp ca thử',
  en: 'Retrieving or forwarding the test study',
  columns: {
    node,
    role,
    method: column(z.enum(['move', 'get', 'forward']), {
      vi: 'Cách lấy: C-MOVE về máy này, C-GET, hay C-MOVE chuyển tiếp sang nút khác',
      en: 'C-MOVE to this computer, C-GET, or C-MOVE that forwards to another node',
    }),
    to: column(z.string(), {
      vi: 'Nơi nhận: AE title của máy này, hoặc mã nút được chuyển tiếp tới',
      en: 'Receiver: AE title of this computer, or id of the node forwarded to',
    }),
    status: maybe(z.int(), {
      vi: 'Mã trạng thái cuối, 0 là thành công',
      en: 'Final status, 0 is success',
    }),
    expected: column(z.int(), {
      vi: 'Số đối tượng nút đã nhận lưu',
      en: 'Objects that the node had accepted',
    }),
    received: maybe(z.int(), {
      vi: 'Số đối tượng của ca thử tới nơi; khi chuyển tiếp là số tìm thấy ở nút nhận',
      en: 'Objects of the test study that arrived; when forwarded, those found at the receiving node',
    }),
    complete: maybe(z.boolean(), {
      vi: 'Đủ mọi đối tượng mà nút đã nhận lưu',
      en: 'Every object that the node had accepted arrived',
    }),
    foreign: maybe(z.int(), {
      vi: 'Số đối tượng không phải của ca thử, đã từ chối và không giữ gì',
      en: 'Objects not of the test study, refused and nothing of them kept',
    }),
    remaining: maybe(z.int(), { vi: 'Số còn lại theo lời nút', en: 'Remaining, as the node says' }),
    completed: maybe(z.int(), {
      vi: 'Số hoàn tất theo lời nút',
      en: 'Completed, as the node says',
    }),
    failed: maybe(z.int(), { vi: 'Số thất bại theo lời nút', en: 'Failed, as the node says' }),
    warning: maybe(z.int(), {
      vi: 'Số có cảnh báo theo lời nút',
      en: 'Warnings, as the node says',
    }),
    bytesIdentical: maybe(z.int(), {
      vi: 'Số đối tượng giống từng byte với bản đã gửi',
      en: 'Objects that are byte for byte what was sent',
    }),
    datasetIdentical: maybe(z.int(), {
      vi: 'Số đối tượng có mọi thuộc tính như đã gửi',
      en: 'Objects whose attributes are all as sent',
    }),
    pixelsCompared: maybe(z.int(), {
      vi: 'Số đối tượng có điểm ảnh không nén để so',
      en: 'Objects with uncompressed pixels to compare',
    }),
    pixelsIdentical: maybe(z.int(), {
      vi: 'Số đối tượng có điểm ảnh như đã gửi',
      en: 'Objects whose pixels are as sent',
    }),
    pixelsIntact: maybe(z.boolean(), {
      vi: 'Mọi điểm ảnh so được đều như đã gửi',
      en: 'All pixels that could be compared are as sent',
    }),
    transferSyntaxes: maybe(z.array(z.string()), {
      vi: 'UID các cú pháp truyền khi trả về',
      en: 'UIDs of the transfer syntaxes they came in',
    }),
    retrieveMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian của cả thao tác',
      en: 'Time of the whole operation',
    }),
  },
});

/** One way in which the objects that came back differ from those sent. */
export const dicomChangeFacts = defineFactGroup({
  name: 'dicom.change',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Thuộc tính bị thay đổi giữa lưu và lấy lại',
  en: 'Attributes changed between storing and retrieving',
  columns: {
    node,
    role,
    method: column(z.enum(['move', 'get']), { vi: 'Cách lấy lại', en: 'How it was retrieved' }),
    tag: column(z.string(), {
      vi: 'Thẻ; trong chuỗi thì ghi từ ngoài vào',
      en: 'Tag; within sequences from the outside in',
    }),
    keyword: maybe(z.string(), { vi: 'Tên thuộc tính', en: 'Keyword of the attribute' }),
    privateTag: column(z.boolean(), { vi: 'Thẻ riêng của hãng', en: 'Private tag' }),
    kind: column(
      z.enum(['removed', 'added', 'changed', 'vr', 'character-set', 'item-count', 'pixels']),
      { vi: 'Loại thay đổi', en: 'Kind of change' },
    ),
    change: maybe(z.enum(['padding', 'number-form', 'character-set', 'unicode-form', 'value']), {
      vi: 'Mức độ: đệm, cách viết số, bảng mã, dạng Unicode, hay giá trị',
      en: 'How grave: padding, form of a number, character set, Unicode form, or value',
    }),
    objects: column(z.int(), { vi: 'Số đối tượng', en: 'Number of objects' }),
    sent: maybe(z.string(), { vi: 'Một giá trị đã gửi', en: 'An example of a value sent' }),
    received: maybe(z.string(), {
      vi: 'Giá trị trả về tương ứng',
      en: 'The value that came back for it',
    }),
  },
});

export type DicomFindRow = RowOf<typeof dicomFindFacts>;
export type DicomRetrieveRow = RowOf<typeof dicomRetrieveFacts>;
export type DicomChangeRow = RowOf<typeof dicomChangeFacts>;
