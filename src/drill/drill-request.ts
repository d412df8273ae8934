import { UserError } from '../errors/user-error.ts';
import type { Facility } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';
import { isInsideWindow } from '../plan/allowed-window.ts';
import type { RiskClass } from '../probes/contract.ts';

/** What `drill failover` was asked. */
export interface DrillRequest {
  readonly facilityFile: string;
  /** Ids of DICOM nodes and web endpoints; both empty: whatever the facility file has. */
  readonly nodes: readonly string[];
  readonly webs: readonly string[];
  /** A new dossier, or one that is there; neither: the result is only shown. */
  readonly out?: string | undefined;
  readonly dossier?: string | undefined;
  readonly intervalMs: number;
  readonly baselineMs: number;
  /** How long it must be quiet again for the drill to end by itself. */
  readonly afterMs: number;
  readonly maxMs: number;
  /** As typed: `load`, `load,active`. */
  readonly allow: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** One line of progress, on stderr. */
  readonly note: (line: string) => void;
  readonly patience?: Partial<DrillPatience>;
}

/** Limits that the command line does not offer; tests do. */
export interface DrillPatience {
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  readonly storeMs: number;
  readonly storeIntervalMs: number;
  readonly settleMs: number;
  readonly removalMs: number;
}

/** For a hospital's network: an answer that takes longer is none for whoever waits at a workstation. */
export const usualPatience: Omit<DrillPatience, 'storeIntervalMs'> = {
  timeoutMs: 2_000,
  storeMs: 10_000,
  settleMs: 30_000,
  removalMs: 40_000,
};

/**
 * What the operator allows.
 * @throws UserError for an unknown word.
 */
export function readAllowed(allow: string, language: Language): ReadonlySet<RiskClass> {
  const allowed = new Set<RiskClass>(['observe']);
  const words = allow.split(',').map((word) => word.trim());
  for (const word of words.filter((one) => one !== '')) {
    if (word !== 'active' && word !== 'load' && word !== 'observe') {
      throw new UserError(
        language === 'vi'
          ? `--allow không nhận "${word}"; chỉ có load (hỏi liên tục) và active (lưu ảnh thử).`
          : `--allow does not take "${word}"; there are load (steady questions) and active (store test images).`,
      );
    }
    allowed.add(word);
  }
  return allowed;
}

/**
 * Sees to it that a drill may be held at all, before anything is sent.
 * @param plan - what it would do, in lines.
 * @throws UserError saying what is missing.
 */
export function checkPermission(
  request: DrillRequest,
  allowed: ReadonlySet<RiskClass>,
  { allowedWindow }: Facility,
  plan: readonly string[],
): void {
  const vi = request.language === 'vi';
  if (request.maxMs <= request.baselineMs) {
    throw new UserError(
      vi
        ? '--max phải dài hơn --baseline: không còn thời gian để làm ngừng máy nào.'
        : '--max must be longer than --baseline: there is no time left to take anything down.',
    );
  }
  if (!allowed.has('load')) {
    throw new UserError(
      vi
        ? 'Diễn tập hỏi hệ thống liên tục nên cần --allow load. Chưa gửi gì. Lệnh sẽ làm:'
        : 'A drill asks the systems steadily and needs --allow load. Nothing was sent. It would do this:',
      { details: plan },
    );
  }
  if (allowed.has('active') && request.out === undefined && request.dossier === undefined) {
    throw new UserError(
      vi
        ? '--allow active cần --out hoặc --dossier: ảnh thử phải được ghi vào nhật ký của hồ sơ trước khi gửi.'
        : '--allow active needs --out or --dossier: test images must be in the journal of a dossier before they are sent.',
    );
  }
  if (!isInsideWindow(allowedWindow, new Date())) {
    const hours = (allowedWindow ?? [])
      .map(({ days, from, to }) => `${days.join(',')} ${from}-${to}`)
      .join('; ');
    throw new UserError(
      vi
        ? `Bây giờ nằm ngoài khung giờ bệnh viện cho phép (${hours}).`
        : `It is now outside the hours that the hospital allows (${hours}).`,
    );
  }
}
