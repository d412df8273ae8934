import type { Language } from '../locale/language.ts';
import type { LossAnalysis } from './analyse-loss.ts';
import type { DrillAnalysis, NodesSeen, ServiceAnalysis } from './analysis.ts';
import {
  nameService,
  tellCode,
  tellLength,
  tellMoment,
  tellMs,
  tellNumbers,
  tellSeconds,
  tellShare,
  tellVerdict,
} from './words.ts';

const mostWindows = 5;
const mostRanges = 20;

/** The result in words, for the terminal. */
export function describeDrill(analysis: DrillAnalysis, language: Language): string[] {
  const vi = language === 'vi';
  return [
    vi
      ? `Theo dõi ${tellSeconds(analysis.durationMs, language)}; độ phân giải ${tellSeconds(analysis.resolutionMs, language)} (khoảng cách giữa hai lần hỏi cộng giới hạn chờ). Dự thảo không nêu giới hạn thời gian gián đoạn.`
      : `Watched for ${tellSeconds(analysis.durationMs, language)}; resolution ${tellSeconds(analysis.resolutionMs, language)} (interval and timeout together). The draft gives no limit for an outage.`,
    ...analysis.services.flatMap((one) => describeService(one, analysis, language)),
    ...analysis.losses.flatMap((one) => describeLoss(one, language)),
  ];
}

function describeService(
  one: ServiceAnalysis,
  { resolutionMs }: DrillAnalysis,
  language: Language,
): string[] {
  const vi = language === 'vi';
  const { service, verdict, samples, failed, unsent, windows, nodes } = one;
  const { latencyBefore, latencyAfter } = one;
  const lines = [
    `${nameService(service)}: ${tellVerdict(verdict, language).toUpperCase()}; ${
      vi ? `hỏng ${failed}/${samples} lần hỏi` : `${failed} of ${samples} questions failed`
    }`,
    ...windows.slice(0, mostWindows).map((window) => {
      const share = tellShare(window.failed, window.samples, language);
      const length = tellLength(window, language);
      const codes = window.codes.slice(0, 3).map((code) => tellCode(code, language));
      const at = tellMoment(window.firstFailMs, language);
      return vi
        ? `  từ ${at}: gián đoạn ${length}, hỏng ${share} (${window.failed}/${window.samples}); ${codes.join(', ')}`
        : `  at ${at}: outage of ${length}, ${share} failed (${window.failed}/${window.samples}); ${codes.join(', ')}`;
    }),
  ];
  if (windows.length > mostWindows)
    lines.push(
      vi
        ? `  … và ${windows.length - mostWindows} đoạn nữa`
        : `  … and ${windows.length - mostWindows} more`,
    );
  if (nodes) lines.push(`  ${describeNodes(nodes, language)}`);
  if (latencyBefore && latencyAfter) {
    const before = `${tellMs(latencyBefore.medianMs, language)} (p95 ${tellMs(latencyBefore.p95Ms, language)})`;
    const after = `${tellMs(latencyAfter.medianMs, language)} (p95 ${tellMs(latencyAfter.p95Ms, language)})`;
    lines.push(
      vi
        ? `  thời gian trả lời, trung vị: trước ${before}, sau ${after}`
        : `  time to an answer, median: ${before} before, ${after} after`,
    );
  }
  if (unsent > 0 || one.longestGapMs > 2 * resolutionMs) {
    const gap = tellSeconds(one.longestGapMs, language);
    lines.push(
      vi
        ? `  máy này bỏ lỡ ${unsent} lần hỏi, lâu nhất ${gap} không hỏi: gián đoạn ngắn hơn có thể không thấy`
        : `  this computer missed ${unsent} questions, at most ${gap} without one: a shorter outage may have gone unseen`,
    );
  }
  return lines;
}

function describeNodes({ before, after, changed, toldBy }: NodesSeen, language: Language): string {
  const vi = language === 'vi';
  const from = before.join('+') || '-';
  const to = after.join('+') || '-';
  if (changed === undefined)
    return vi
      ? `máy trả lời: trước ${from}, sau ${to} (theo ${toldBy})`
      : `nodes: ${from} before, ${to} after (by ${toldBy})`;
  if (!changed)
    return vi
      ? `vẫn những máy ${from} trả lời (theo ${toldBy})`
      : `the same nodes ${from} answer (by ${toldBy})`;
  return vi
    ? `máy trả lời đã đổi: ${from} thành ${to} (theo ${toldBy})`
    : `other nodes answer: ${from} became ${to} (by ${toldBy})`;
}

function describeLoss(loss: LossAnalysis, language: Language): string[] {
  const vi = language === 'vi';
  const { node, sent, acknowledged, refused, unanswered, after } = loss;
  const head = vi
    ? `C-STORE ${node}: gửi ${sent} ảnh, xác nhận ${acknowledged}, từ chối ${refused}, không trả lời ${unanswered}`
    : `C-STORE ${node}: ${sent} images sent, ${acknowledged} acknowledged, ${refused} refused, ${unanswered} unanswered`;
  return [head, ...describeAfter(acknowledged, after, language).map((line) => `  ${line}`)];
}

function describeAfter(
  acknowledged: number,
  after: LossAnalysis['after'],
  language: Language,
): string[] {
  const vi = language === 'vi';
  if (acknowledged === 0) return [];
  if (after === undefined)
    return [
      vi
        ? 'không hỏi lại được: chưa biết ảnh đã xác nhận có mất hay không'
        : 'the archive could not be asked: not known whether acknowledged images were lost',
    ];
  const { found, lostNumbers, retrieved, notRetrievedNumbers, method } = after;
  const lines: string[] = [];
  if (lostNumbers === undefined)
    lines.push(
      vi
        ? 'kho đã đặt lại SOP Instance UID của ảnh: không đối chiếu được từng ảnh'
        : 'the archive gave the images other SOP Instance UIDs: they cannot be compared one by one',
    );
  else if (lostNumbers.length === 0)
    lines.push(
      vi
        ? `C-FIND thấy đủ ${found}/${acknowledged} ảnh đã xác nhận: KHÔNG MẤT ảnh nào`
        : `C-FIND shows all ${found}/${acknowledged} acknowledged images: NONE LOST`,
    );
  else
    lines.push(
      vi
        ? `C-FIND chỉ thấy ${found}/${acknowledged} ảnh đã xác nhận: MẤT ${lostNumbers.length} ảnh, số ${tellNumbers(lostNumbers, mostRanges)}`
        : `C-FIND shows only ${found}/${acknowledged} acknowledged images: ${lostNumbers.length} LOST, numbers ${tellNumbers(lostNumbers, mostRanges)}`,
    );
  if (retrieved !== undefined && method)
    lines.push(
      vi
        ? `C-${method.toUpperCase()} trả về ${retrieved}/${acknowledged}`
        : `C-${method.toUpperCase()} gave back ${retrieved}/${acknowledged}`,
    );
  if (notRetrievedNumbers && notRetrievedNumbers.length > 0)
    lines.push(
      vi
        ? `có tên trong danh sách nhưng KHÔNG LẤY VỀ được ${notRetrievedNumbers.length} ảnh, số ${tellNumbers(notRetrievedNumbers, mostRanges)}`
        : `${notRetrievedNumbers.length} are listed but did NOT COME BACK, numbers ${tellNumbers(notRetrievedNumbers, mostRanges)}`,
    );
  return lines;
}
