import { findStudy } from '../../test-study/find-study.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { BackupRestoredRow } from './facts.ts';
import { backupMessages } from './messages.ts';
import type { BackupTarget } from './target.ts';

/**
 * Asks the restored copy for each of our own test studies by its UID, C-FIND at STUDY level (PS3.4 C.6.2.1). Nothing else
 * is asked for, and an answer about another study is dropped unread. One question that is not answered ends the step:
 * "not there" and "does not say" must not be mixed up.
 */
export async function collectRestored(
  target: Extract<BackupTarget, { look: 'restored' }>,
  context: ProbeContext,
): Promise<Observation> {
  const words = backupMessages(context.language);
  const { backup, node, callingAe, studies, liveNode } = target;
  const at = `${node.host}:${node.port}`;
  if (liveNode !== undefined)
    return {
      state: 'not-configured',
      reason: { code: 'same-as-live', message: words.sameAsLive(at, liveNode) },
    };
  const rows: BackupRestoredRow[] = [];
  let foreign = 0;
  for (const study of studies) {
    const seen = await findStudy({ node, callingAe }, study, context, context.signal);
    context.signal.throwIfAborted();
    if (seen.kind === 'unanswered')
      return {
        state: seen.reached ? 'protocol-error' : 'unreachable',
        reason: {
          code: seen.reached ? 'no-answer' : 'unreachable',
          message: words.restoredSilent(at, seen.detail),
        },
      };
    if (seen.kind === 'foreign') foreign += 1;
    rows.push({ job: backup.id, of: backup.of, study, found: seen.kind === 'ours' });
  }
  const found = rows.filter((row) => row.found).length;
  return {
    state: 'observed',
    facts: { 'backup.restored': rows },
    notes: [
      words.restoredFound(at, found, rows.length),
      ...(foreign > 0 ? [words.foreignStudy(foreign)] : []),
      words.restoredLimit,
    ],
  };
}
