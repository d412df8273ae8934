import { UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { listFacilityNodes } from './list-facility-nodes.ts';
import type { SweepNode } from './node.ts';
import { readNodeList } from './read-node-list.ts';

/** Where the AEs of a sweep come from, as given on the command line. */
export interface NodeSource {
  readonly facility: string | undefined;
  readonly csv: string | undefined;
  /** Our AE title, instead of the facility file's. */
  readonly callingAe: string | undefined;
}

const usualCallingAe = 'RISPACS';

/** The AEs to ask, and as whom. @throws UserError (exit code 2) for a wrong file, title or choice of files */
export async function listNodes(
  { facility, csv, callingAe }: NodeSource,
  language: Language,
  signal: AbortSignal,
): Promise<{ readonly nodes: SweepNode[]; readonly callingAe: string }> {
  const vi = language === 'vi';
  if (callingAe !== undefined && !/^(?=.*[^ ])[\x20-\x5b\x5d-\x7e]{1,16}$/.test(callingAe)) {
    throw new UserError(
      vi
        ? '--calling-ae cần 1 đến 16 ký tự ASCII (PS3.5 6.2).'
        : '--calling-ae needs 1 to 16 ASCII characters (PS3.5 6.2).',
    );
  }
  if (facility !== undefined && csv === undefined)
    return listFacilityNodes(facility, callingAe, language, signal);
  if (csv !== undefined && facility === undefined)
    return { nodes: await readNodeList(csv, language), callingAe: callingAe ?? usualCallingAe };
  throw new UserError(
    vi
      ? 'Cần đúng một nguồn: tệp cơ sở, hoặc --csv với danh sách AE.'
      : 'Exactly one source is needed: a facility file, or --csv with a list of AEs.',
  );
}
