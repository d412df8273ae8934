import type { Challenge } from '../challenge/index.ts';
import type { Dossier } from '../evidence/dossier.ts';
import type { ObservedEvidence } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalDay, formatLocalTimestamp } from '../locale/local-time.ts';
import type { WalkEntry, WalkEvent } from './log-events.ts';
import { recordScript } from './record-script.ts';
import { makeWalkRecord, type WalkRecordContext } from './record-walk.ts';
import type { PlannedTask } from './tasks/planned-task.ts';
import { appendWalkEvent, editedLog, readWalkLog, type WalkLine } from './walk-log.ts';
import {
  type EarlierPictures,
  listEarlierPictures,
  replayWalk,
  type WalkState,
} from './walk-state.ts';

/** What a walk rests on. */
export interface SessionParts {
  readonly dossier: Dossier;
  readonly challenge: Challenge;
  readonly tasks: readonly PlannedTask[];
  readonly language: Language;
  readonly simulated: boolean;
  readonly toolVersion: string;
  readonly logFile: string;
  readonly lines: readonly WalkLine[];
  /** Walks of other runs in the same dossier: their pictures were handed in before. */
  readonly otherWalks: readonly WalkState[];
  readonly now: () => Date;
}

/** A walk under way: its log in memory and on disk, and what the dossier is told of it. */
export class WalkSession {
  readonly parts: SessionParts;
  #lines: readonly WalkLine[];

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.#lines = parts.lines;
  }

  get lines(): readonly WalkLine[] {
    return this.#lines;
  }

  get state(): WalkState {
    return replayWalk(this.#lines);
  }

  /** YYYY-MM-DD local. */
  today(): string {
    return formatLocalDay(this.parts.now());
  }

  /** Pictures that were handed in before, in any walk of the dossier. */
  get earlierPictures(): EarlierPictures {
    return listEarlierPictures([this.state, ...this.parts.otherWalks]);
  }

  /**
   * Adds an event; when this resolves it is on disk.
   * @throws UserError (code 5) when the log on disk is not what this walk wrote
   */
  async append(body: WalkEvent): Promise<void> {
    const { logFile, language } = this.parts;
    const onDisk = await readWalkLog(logFile, language);
    const isOurs =
      onDisk.length === this.#lines.length && onDisk.at(-1)?.sha256 === this.#lines.at(-1)?.sha256;
    if (!isOurs) throw editedLog(logFile, language);
    const at = formatLocalTimestamp(this.parts.now());
    this.#lines = [...this.#lines, await appendWalkEvent(logFile, this.#lines, at, body)];
  }

  /** Keeps an accepted entry and tells the dossier. */
  async accept(task: PlannedTask, entry: WalkEntry): Promise<void> {
    await this.append({ event: 'accepted', task: task.id, entry });
    await this.tellDossier([task.criterion]);
  }

  /** Brings the records of the dossier up to the log; nothing changes where they are. */
  async tellDossier(criteria?: readonly string[]): Promise<void> {
    const { dossier, challenge, tasks, simulated } = this.parts;
    const { state } = this;
    const record = this.makeRecord(this.#lines);
    if (record) await dossier.writeRecord(record);
    const { runCode } = challenge;
    for (const script of tasks) {
      if (script.check.kind !== 'statement') continue;
      if (criteria !== undefined && !criteria.includes(script.criterion)) continue;
      await recordScript(dossier, state, script, tasks, { runCode, simulated });
    }
  }

  /** The record that follows from the beginning of the log. */
  makeRecord(
    lines: readonly WalkLine[],
    simulated: boolean = this.parts.simulated,
  ): ObservedEvidence | undefined {
    const { challenge, tasks, toolVersion, dossier } = this.parts;
    const context: WalkRecordContext = {
      challenge,
      tasks,
      toolVersion,
      simulated,
      language: dossier.settings.language,
    };
    return makeWalkRecord(lines, context);
  }
}
