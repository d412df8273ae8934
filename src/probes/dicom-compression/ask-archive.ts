import { examineImages } from './examine-images.ts';
import type { DicomCompressionRow } from './facts.ts';
import { offerFetch } from './fetch-images.ts';
import { offerGet } from './get-images.ts';
import { offerMove } from './move-images.ts';
import type { ImageRequest, Way } from './retrieval.ts';
import { NATIVE_SYNTAXES, type Session } from './session.ts';
import type { StoredImages } from './store-study.ts';
import { type AskedSyntax, askedSyntaxes, describeSyntax } from './syntaxes.ts';
import type { CompressionStudy, TestImage } from './test-study.ts';

/** The ways that the facility file allows, the one that needs least first. */
function listWays(session: Session): Way[] {
  const { receive, dicomweb } = session.target;
  const { notes, words } = session;
  if (receive === undefined) notes.add(words.noReceive);
  if (dicomweb === undefined) notes.add(words.noDicomweb);
  return [
    offerGet(session),
    ...(receive ? [offerMove(session, receive)] : []),
    ...(dicomweb ? [offerFetch(session, dicomweb)] : []),
  ];
}

/**
 * Asks for the study in one transfer syntax after the other, each by the first way that brings it so coded; then for
 * the compressed copies without compression. What is asked when time has run out is noted.
 */
export async function askArchive(
  session: Session,
  study: CompressionStudy,
  stored: StoredImages,
  untilMs: number,
): Promise<DicomCompressionRow[]> {
  const inquiry = new Inquiry(session, study, listWays(session), untilMs);
  for (const syntax of askedSyntaxes) {
    const images = study.images.filter(
      (image) =>
        stored.taken.has(image.sopInstanceUid) &&
        image.original.layout.bitsStored <= syntax.maxBits,
    );
    if (images.length > 0) await inquiry.ask(syntax, 'compress', images);
  }
  for (const { syntax, image } of study.copies) {
    if (stored.taken.has(image.sopInstanceUid)) {
      await inquiry.ask(syntax, 'decompress', [image]);
    } else {
      inquiry.noteNotStored(syntax, stored.refusals.get(image.sopInstanceUid));
    }
  }
  return inquiry.rows;
}

class Inquiry {
  readonly rows: DicomCompressionRow[] = [];
  readonly #session: Session;
  readonly #study: CompressionStudy;
  #ways: readonly Way[];
  readonly #untilMs: number;

  constructor(session: Session, study: CompressionStudy, ways: readonly Way[], untilMs: number) {
    this.#session = session;
    this.#study = study;
    this.#ways = ways;
    this.#untilMs = untilMs;
  }

  async ask(
    syntax: AskedSyntax,
    direction: DicomCompressionRow['direction'],
    images: readonly TestImage[],
  ): Promise<void> {
    const { context, notes, words } = this.#session;
    const transferSyntaxUids = direction === 'compress' ? [syntax.uid] : NATIVE_SYNTAXES;
    const request = { identity: this.#study.identity, images, transferSyntaxUids };
    for (const way of this.#ways) {
      context.signal.throwIfAborted();
      if (performance.now() >= this.#untilMs) {
        notes.add(words.notAsked(describeSyntax(syntax).transferSyntaxName));
        return;
      }
      const row = await this.#askOneWay(way, request, { syntax, direction });
      if (row === undefined) this.#ways = this.#ways.filter((other) => other !== way);
      // Another way is tried only while none has brought what was asked for.
      else if (row.encoded === true) return;
    }
  }

  /** A compressed copy that the archive did not take: that is its answer. */
  noteNotStored(syntax: AskedSyntax, refusal = 'not sent'): void {
    this.rows.push({
      ...this.#begin(syntax, 'decompress'),
      objectsAsked: 0,
      objectsReceived: 0,
      refusal,
    });
  }

  async #askOneWay(
    way: Way,
    request: ImageRequest,
    { syntax, direction }: Pick<DicomCompressionRow, 'direction'> & { syntax: AskedSyntax },
  ): Promise<DicomCompressionRow | undefined> {
    const session = this.#session;
    const retrieval = await way.retrieve(request);
    if (retrieval === undefined) return undefined;
    const { received, refusal } = retrieval;
    session.context.signal.throwIfAborted();
    const { facts, details } = await examineImages(session, request, received);
    const row: DicomCompressionRow = {
      ...this.#begin(syntax, direction),
      way: way.name,
      objectsAsked: request.images.length,
      objectsReceived: received.length,
      ...facts,
      ...(refusal !== undefined && { refusal: refusal.slice(0, 200) }),
    };
    for (const detail of details) {
      session.notes.add(session.words.defect(row.transferSyntaxName, way.name, detail));
    }
    this.rows.push(row);
    return row;
  }

  #begin(syntax: AskedSyntax, direction: DicomCompressionRow['direction']) {
    const { id: node, role } = this.#session.target.node;
    return { node, role, direction, ...describeSyntax(syntax) };
  }
}
