import type { Inbound } from '../../facility/schema.ts';
import type { PixelCodecs } from '../../pixels/index.ts';
import { fetchStudy } from '../pacs/fetch-study.ts';
import { type ListedStudy, listStudy } from '../pacs/list-study.ts';
import type { NodeSession } from '../pacs/node-session.ts';
import { GatheredStudy } from '../study/gather-study.ts';
import { type PixelPrint, printPixels } from './pixel-print.ts';

/** A study at one node, as it was read. In memory only. */
export interface SideReading {
  readonly listed: ListedStudy;
  /** From its objects when they were fetched, otherwise from the answers to C-FIND. */
  readonly gathered: GatheredStudy;
  /** Absent when no object was fetched. */
  readonly unreadableObjects?: number;
  readonly prints?: ReadonlyMap<string, PixelPrint>;
  /** In one sentence: what was not read. */
  readonly problem?: string;
}

export type SideOutcome =
  | { readonly kind: 'read'; readonly side: SideReading }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

/** What is read of a study. */
export interface SideRequest {
  readonly studyInstanceUid: string;
  readonly checkedOn: string;
  readonly receive: Inbound | undefined;
  /** Whether images may be fetched at all. */
  readonly fetch: boolean;
  /** With it each image is decoded and its print kept. */
  readonly codecs?: PixelCodecs;
}

/** Lists a study at a node and, where allowed, reads each of its objects, one in memory at a time. */
export async function readSide(session: NodeSession, request: SideRequest): Promise<SideOutcome> {
  const { studyInstanceUid, checkedOn, receive, codecs } = request;
  const listing = await listStudy(session, studyInstanceUid, checkedOn);
  if (listing.kind !== 'listed') return listing;
  const { listed } = listing;
  if (!request.fetch) return { kind: 'read', side: { listed, gathered: listed.gathered } };
  const gathered = new GatheredStudy(studyInstanceUid);
  const prints = new Map<string, PixelPrint>();
  let unreadableObjects = 0;
  const outcome = await fetchStudy(session, {
    studyInstanceUid,
    listed,
    receive,
    keepBytes: codecs !== undefined,
    onObject: async (fetched) => {
      if (fetched.object === undefined) unreadableObjects += 1;
      else gathered.add(fetched.object, true, checkedOn);
      if (codecs !== undefined) {
        const print = await printPixels(fetched, codecs, session.context.signal);
        prints.set(fetched.sopInstanceUid, print);
      }
    },
  });
  if (outcome.kind === 'stopped') return outcome;
  // What the PACS declares is compared with what its objects come to.
  gathered.takeDeclared(listed.gathered);
  if (outcome.kind === 'failed') {
    const side = { listed, gathered: listed.gathered, problem: outcome.message };
    return { kind: 'read', side };
  }
  return {
    kind: 'read',
    side: {
      listed,
      gathered,
      unreadableObjects,
      ...(codecs !== undefined && { prints }),
      ...(outcome.problem !== undefined && { problem: outcome.problem }),
    },
  };
}
