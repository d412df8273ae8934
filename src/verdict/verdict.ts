import type { BasisKind } from '../findings/finding.ts';

/** `none` is "Chưa đạt mức cơ bản": below Basic has no name in the draft. */
export const levels = ['none', 'basic', 'advanced', 'specialized'] as const;
export type Level = (typeof levels)[number];

/** Findings to level (Article 4(1)(c) of the draft), never above the level applied for. */
export interface Verdict {
  /** The proposed level: equal to `floor`, because unknown never counts as met. */
  readonly level: Level;
  /** The level if every open item fails. */
  readonly floor: Level;
  /** The level if every open item passes. */
  readonly ceiling: Level;
  readonly status: 'final' | 'provisional';
  /** The level applied for; absent when none was named, and then all levels are weighed. */
  readonly target?: Exclude<Level, 'none'>;
  /** The open criteria on which the level still depends, shortest list. */
  readonly deciding: readonly string[];
  /** Criteria not met that bar the target (or the next level above `level`). */
  readonly blocking: readonly string[];
  /** Criteria of the proposed level (or of all, below Basic) that are met, counted by their weakest basis. */
  readonly makeUp: { readonly [K in BasisKind]: number };
  /**
   * Why the proposed level goes no higher than Advanced for now, and what lifts that; absent where nothing of the kind
   * holds. It explains the range and never decides it.
   */
  readonly cap?: {
    readonly level: 'advanced';
    /** The criterion that is met in a way the Specialized level does not accept. */
    readonly criterion: string;
    readonly reason: string;
  };
  readonly rule: string;
}
