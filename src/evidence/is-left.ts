/** What the journal and the assessment say about one side effect. */
export interface EffectState {
  readonly state: string;
  readonly recordedRemoval?: unknown;
}

/**
 * Whether a side effect counts as left at the hospital: it was not seen to be gone, and nobody has signed that it was
 * removed by hand.
 */
export function isLeft({ state, recordedRemoval }: EffectState): boolean {
  if (state === 'removed-verified') return false;
  return !(state === 'left' && recordedRemoval !== undefined);
}
