import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Names as in `drillVerdicts` of the drill; a test holds them together. */
const verdicts = [
  'no-outage',
  'one-outage',
  'several-outages',
  'never-came-back',
  'baseline-not-clean',
] as const;

const service = column(z.string(), {
  vi: 'Mã nút DICOM hoặc điểm web trong facility.yaml',
  en: 'Id of the DICOM node or web endpoint in facility.yaml',
});
const kind = column(z.enum(['c-echo', 'http', 'tcp']), {
  vi: 'Cách hỏi: C-ECHO, HTTP GET hoặc chỉ mở kết nối TCP',
  en: 'How it was asked: C-ECHO, HTTP GET, or a bare TCP connection',
});
const samples = column(z.int(), { vi: 'Số lần hỏi', en: 'Questions sent' });
const failed = column(z.int(), { vi: 'Số lần hỏng', en: 'Questions that failed' });
const duration = { unit: 'ms' } as const;

/** One service over a whole drill. */
export const drillServiceFacts = defineFactGroup({
  name: 'drill.service',
  basis: 'measured',
  probes: ['drill'],
  vi: 'Một dịch vụ trong suốt buổi diễn tập chuyển đổi dự phòng',
  en: 'One service throughout a failover drill',
  columns: {
    service,
    kind,
    verdict: column(z.enum(verdicts), {
      vi: 'Kết quả; không so với giới hạn nào, vì dự thảo không nêu',
      en: 'Outcome; compared with no limit, since the draft gives none',
    }),
    samples,
    failed,
    unsent: column(z.int(), {
      vi: 'Số lần không hỏi được do máy đang đo',
      en: 'Questions that this computer could not send',
    }),
    outages: column(z.int(), { vi: 'Số đoạn có hỏng', en: 'Stretches with failures' }),
    intervalMs: column(z.int(), {
      ...duration,
      vi: 'Cách nhau',
      en: 'From one question to the next',
    }),
    timeoutMs: column(z.int(), {
      ...duration,
      vi: 'Giới hạn chờ',
      en: 'Longest wait for an answer',
    }),
    resolutionMs: column(z.int(), {
      ...duration,
      vi: 'Độ phân giải: thời gian nêu ra có thể lệch tới mức này',
      en: 'Resolution: times given may be off by as much',
    }),
    baselineMs: column(z.int(), { ...duration, vi: 'Đoạn nền', en: 'Baseline' }),
    longestGapMs: column(z.int(), {
      ...duration,
      vi: 'Khoảng dài nhất không hỏi',
      en: 'Longest time without a question',
    }),
    stableAfterMs: maybe(z.int(), {
      ...duration,
      vi: 'Ổn định bao lâu sau lần gián đoạn cuối, tới khi ngừng theo dõi',
      en: 'How long it was stable after the last outage, until watching ended',
    }),
    nodeChanged: maybe(z.boolean(), {
      vi: 'Sau đó máy khác trả lời; không có khi không phân biệt được các máy',
      en: 'Another node answers afterwards; absent when the nodes cannot be told apart',
    }),
    nodesBefore: maybe(z.array(z.string()), {
      vi: 'Các máy trả lời ở đoạn nền, bằng chữ cái',
      en: 'Nodes that answered in the baseline, by letter',
    }),
    nodesAfter: maybe(z.array(z.string()), {
      vi: 'Các máy trả lời sau đó, bằng chữ cái',
      en: 'Nodes that answered afterwards, by letter',
    }),
    nodesToldBy: maybe(z.string(), {
      vi: 'Phân biệt các máy bằng: tên header HTTP hoặc thông tin DICOM',
      en: 'Nodes told apart by: the name of an HTTP header or of a DICOM item',
    }),
    latencyBeforeMs: maybe(z.number(), {
      ...duration,
      vi: 'Trung vị thời gian trả lời ở đoạn nền',
      en: 'Median time to an answer in the baseline',
    }),
    latencyAfterMs: maybe(z.number(), {
      ...duration,
      vi: 'Trung vị thời gian trả lời sau đó',
      en: 'Median time to an answer afterwards',
    }),
  },
});

/** One stretch in which a service failed, at times or throughout. */
export const drillOutageFacts = defineFactGroup({
  name: 'drill.outage',
  basis: 'measured',
  probes: ['drill'],
  vi: 'Một đoạn gián đoạn trong buổi diễn tập; các lần hỏng cách nhau dưới 10 lần trả lời liên tiếp được gộp lại',
  en: 'One outage of a drill; failures with fewer than 10 answers in a row between them are one',
  columns: {
    service,
    kind,
    fromMs: column(z.int(), {
      ...duration,
      vi: 'Lần hỏng đầu, tính từ lúc bắt đầu theo dõi',
      en: 'First failure, from the start of watching',
    }),
    inBaseline: column(z.boolean(), {
      vi: 'Bắt đầu ngay trong đoạn nền',
      en: 'Began in the baseline',
    }),
    lowerMs: column(z.int(), {
      ...duration,
      vi: 'Kéo dài ít nhất: từ lần hỏng đầu tới lần hỏng cuối',
      en: 'At least: from the first to the last failure',
    }),
    upperMs: maybe(z.int(), {
      ...duration,
      vi: 'Kéo dài nhiều nhất: từ lần trả lời trước đó tới lần trả lời sau đó',
      en: 'At most: from the answer before to the answer after',
    }),
    samples,
    failed,
    ratio: column(z.number(), {
      vi: 'Tỷ lệ hỏng trong đoạn; 1 là hỏng hết',
      en: 'Share that failed in it; 1 is all',
    }),
    cameBack: column(z.boolean(), {
      vi: 'Sau đó trả lời lại ít nhất 10 lần liên tiếp',
      en: 'Answered at least 10 times in a row afterwards',
    }),
    codes: column(z.array(z.string()), {
      vi: 'Hỏng vì gì, nhiều nhất trước',
      en: 'Why questions failed, the most frequent first',
    }),
  },
});

/** Numbered objects of one archive: acknowledged during the drill, and there afterwards. */
export const drillLossFacts = defineFactGroup({
  name: 'drill.loss',
  basis: 'measured',
  probes: ['drill'],
  vi: 'Ảnh thử đánh số gửi tới một kho trong buổi diễn tập: kho đã xác nhận bao nhiêu, sau đó còn bao nhiêu',
  en: 'Numbered test images sent to an archive during a drill: how many it acknowledged, how many are there afterwards',
  columns: {
    node: column(z.string(), {
      vi: 'Mã nút DICOM trong facility.yaml',
      en: 'Id of the DICOM node in facility.yaml',
    }),
    sent: column(z.int(), { vi: 'Số ảnh đã gửi', en: 'Images sent' }),
    acknowledged: column(z.int(), {
      vi: 'Số ảnh kho xác nhận đã lưu',
      en: 'Images that the archive acknowledged',
    }),
    refused: column(z.int(), { vi: 'Số ảnh kho từ chối', en: 'Images that it refused' }),
    unanswered: column(z.int(), {
      vi: 'Số ảnh gửi mà không có trả lời',
      en: 'Images sent without an answer',
    }),
    foundAfter: maybe(z.int(), {
      vi: 'Số ảnh đã xác nhận mà C-FIND còn thấy',
      en: 'Acknowledged images that C-FIND shows',
    }),
    lost: maybe(z.int(), {
      vi: 'Số ảnh đã xác nhận mà C-FIND không còn thấy; không có khi không hỏi lại được',
      en: 'Acknowledged images that C-FIND does not show; absent when the archive could not be asked',
    }),
    lostNumbers: maybe(z.array(z.int()), {
      vi: 'Số thứ tự những ảnh bị mất, nhiều nhất 100 số đầu',
      en: 'Numbers of the images lost, at most the first 100',
    }),
    retrievedAfter: maybe(z.int(), {
      vi: 'Số ảnh đã xác nhận mà C-GET hoặc C-MOVE trả về được',
      en: 'Acknowledged images that came back by C-GET or C-MOVE',
    }),
    listedNotRetrieved: maybe(z.int(), {
      vi: 'Số ảnh C-FIND còn thấy nhưng không lấy về được',
      en: 'Images that C-FIND shows and that do not come back',
    }),
  },
});

export type DrillServiceRow = RowOf<typeof drillServiceFacts>;
export type DrillOutageRow = RowOf<typeof drillOutageFacts>;
export type DrillLossRow = RowOf<typeof drillLossFacts>;
export const factGroups = [drillServiceFacts, drillOutageFacts, drillLossFacts];
/** What this probe is called in print. */
export const title = { vi: 'Diễn tập chuyển đổi dự phòng', en: 'Failover drill' };
